/** What agents may read without a tool, and the requests that clients offer to people. */
import assert from "node:assert/strict";
import { GOOD } from "../cli/support.js";
import { connect, ERAS, folder, withServers, write } from "./support.js";

suite("mcp resources and prompts", () => {
  withServers();

  for (const era of ERAS)
    test(`resources can be read, in revision ${era}`, async () => {
      write("models/a.alloy.json", GOOD);
      const { client, rejects } = await connectedTo(era);
      const read = async (uri: string) => {
        const [content] = (await client.readResource({ uri })).contents;
        return (content as { text: string }).text;
      };
      const { resources } = await client.listResources();
      for (const { uri, name } of resources) assert.ok((await read(uri)).length > 0, name);
      assert.match(await read("forge-alloy://guide"), /^# Write a good alloy/);
      assert.equal(await read("forge-alloy://workspace/models/a.alloy.json"), GOOD);
      const [alloy] = JSON.parse(await read("forge-alloy://workspace")).alloys;
      assert.equal(alloy.path, "models/a.alloy.json");
      assert.equal(await read(alloy.uri), GOOD);
      const schema = JSON.parse(await read("forge-alloy://schemas/llm-forge,ticketing"));
      assert.match(schema.$schema, /2020-12/);
      assert.match(await read("forge-alloy://rules/stage/phase-order"), /^# stage\/phase-order/);
      for (const uri of ["domains/x", "schemas/x", "rules/x/y", "workspace/b.alloy.json", "nothing"])
        await rejects(`forge-alloy://${uri}`);
    });

  test("templates name every kind of resource", async () => {
    const { client } = await connect();
    const { resourceTemplates } = await client.listResourceTemplates();
    assert.deepEqual(
      resourceTemplates.map(({ uriTemplate }) => uriTemplate.replace("forge-alloy://", "")).sort(),
      ["domains/{id}", "examples/{name}", "rules/{group}/{name}", "schemas/{+ids}", "workspace/{+path}"],
    );
  });

  test("prompts ask for what they need, and name tools that exist", async () => {
    const { client } = await connect();
    const names = (await client.listTools()).tools.map(({ name }) => name);
    const { prompts } = await client.listPrompts();
    assert.deepEqual(prompts.map(({ name }) => name).sort(), ["fix_problems", "review_gate", "write_recipe"]);
    for (const { name, arguments: args = [] } of prompts) {
      const given = Object.fromEntries(args.map((arg) => [arg.name, `<${arg.name}>`]));
      const { messages } = await client.getPrompt({ name, arguments: given });
      const text = messages.map(({ content }) => (content.type === "text" ? content.text : "")).join("\n");
      for (const value of Object.values(given)) assert.ok(text.includes(value), `${name} ${value}`);
      const tools = [...text.matchAll(/\b[a-z]+_[a-z]+\b/g)].map(([word]) => word);
      assert.ok(tools.length > 0);
      for (const tool of tools) assert.ok(names.includes(tool), `${name}: ${tool}`);
    }
    await assert.rejects(client.getPrompt({ name: "write_recipe", arguments: {} }));
  });
});

async function connectedTo(era: (typeof ERAS)[number]) {
  const { client } = await connect({ era, roots: [folder] });
  return { client, rejects: (uri: string) => assert.rejects(client.readResource({ uri }), uri) };
}
