/** Workspaces that are on no disk: the server asks its client for their files. */
import assert from "node:assert/strict";
import { ErrorCodes, ResponseError } from "vscode-languageserver/node";
import { Client } from "./client.js";

const FOLDER = "alloy-memory:/work";
const DOMAIN = {
  id: "lab",
  version: "1.0.0",
  status: "stable",
  title: "Lab",
  description: "Work in a lab.",
  stages: {
    polish: { phase: "transform", summary: "Rubs", description: "Rubs.", type: "object", properties: {} },
  },
};
const FILES: Record<string, string> = {
  [`${FOLDER}/.forge-alloy/domains/lab.json`]: JSON.stringify(DOMAIN),
  [`${FOLDER}/.forge-alloy/config.json`]: '{"rules": {"alloy": "off"}}',
  [`${FOLDER}/closed.alloy.json`]: '{"stages": [{"type": "polish"}], "tags": null}',
};
const ALLOY =
  '{"name": "a", "version": "1.0.0", "domains": ["lab"], "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "polish"}], "license": "nonsense"}';

suite("files that only the client reaches", () => {
  let client: Client;
  teardown(() => client.stop());

  /** @returns the methods that the server asked for */
  async function start(answers: boolean): Promise<string[]> {
    const asked: string[] = [];
    client = await Client.start({
      workspaceFolders: [{ uri: FOLDER, name: "work" }],
      capabilities: { textDocument: { diagnostic: {} } },
    });
    const answer = (method: string, of: (uri: string) => unknown) =>
      client.connection.onRequest(`forgeAlloy/files/${method}`, ({ uri }) => {
        asked.push(method);
        return of(uri);
      });
    if (answers) {
      answer("read", (uri) => FILES[uri] ?? null);
      answer("kind", (uri) => {
        if (uri in FILES) return "file";
        return Object.keys(FILES).some((file) => file.startsWith(`${uri}/`)) ? "folder" : null;
      });
      answer("entries", (uri) => {
        const below = Object.keys(FILES).flatMap((file) =>
          file.startsWith(`${uri}/`) ? [file.slice(uri.length + 1).split("/")] : [],
        );
        const names = new Map(below.map(([name, ...rest]) => [name, rest.length > 0 ? "folder" : "file"]));
        return [...names].map(([name, kind]) => ({ name, kind }));
      });
      answer("documentsIn", () => Object.keys(FILES));
    } else {
      for (const method of ["read", "kind", "entries", "documentsIn"]) {
        answer(method, () => {
          throw new ResponseError(ErrorCodes.MethodNotFound, method);
        });
      }
    }
    return asked;
  }

  test("domains, configuration and closed alloys count as they do on a disk", async () => {
    await start(true);
    await client.open(`${FOLDER}/a.alloy.json`, ALLOY);
    assert.deepEqual(await client.pull(`${FOLDER}/a.alloy.json`), []);
    const report = await client.request<{ items: { uri: string; items: { code: string }[] }[] }>(
      "workspace/diagnostic",
      { previousResultIds: [] },
    );
    const closed = report.items.find(({ uri }) => uri.endsWith("closed.alloy.json"));
    assert.ok(
      closed?.items.some(({ code }) => code === "schema/null"),
      JSON.stringify(report),
    );
  });

  test("a client that knows nothing of it is asked once, and the alloy is checked all the same", async () => {
    const asked = await start(false);
    for (const name of ["a", "b", "c"]) {
      await client.open(`${FOLDER}/${name}.alloy.json`, ALLOY);
      const codes = (await client.pull(`${FOLDER}/${name}.alloy.json`)).map(({ code }) => code);
      assert.ok(codes.includes("domain/unknown"), String(codes));
    }
    const before = asked.length;
    await client.open(`${FOLDER}/sub/d.alloy.json`, ALLOY);
    await client.pull(`${FOLDER}/sub/d.alloy.json`);
    assert.equal(asked.length, before);
    assert.deepEqual(client.errors, []);
  });
});
