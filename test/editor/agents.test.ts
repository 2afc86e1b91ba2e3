/** The tools that agents in the editor have: they see what is not saved yet. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { isInOtherHost, openText, settledProblems, until, workspaceFolder } from "./support.js";

const NAME = "agents.alloy.json";
const ALLOY = `{
  "name": "agents",
  "version": "1.0.0",
  "source": { "baseModel": "Qwen/Qwen2.5-Coder-7B", "architecture": "qwen2" },
  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }],
  "acceptanceCriteria": { "benchmarks": { "humaneval": { "min": 0.8 } } },
  "results": { "benchmarks": [{ "name": "humaneval", "score": 88.4 }] }
}
`;

/** VS Code 1.95. */
interface Tools {
  readonly tools?: readonly { readonly name: string; readonly description: string }[];
  invokeTool(name: string, options: object): Promise<{ readonly content: readonly { value: string }[] }>;
}

const lm = vscode.lm as unknown as Tools | undefined;

suite("agents in the editor", () => {
  suiteSetup(function () {
    if (!("LanguageModelToolResult" in vscode)) this.skip(); // before VS Code 1.95
  });
  teardown(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder(), NAME)).then(undefined, () => {});
  });

  const ask = async (name: string) => {
    await until(() => lm?.tools?.some((tool) => tool.name === name) || undefined, `the tool ${name}`);
    const result = await lm?.invokeTool(name, { input: {}, toolInvocationToken: undefined });
    return result?.content.map(({ value }) => value).join("\n") ?? "";
  };

  test("are told the problems and the gate of the text as it is", async () => {
    const editor = await openText(NAME, ALLOY);
    await settledProblems(editor);
    assert.match(await ask("forge-alloy_gate"), /ship/i);
    const at = editor.document.positionAt(ALLOY.indexOf('"eval"') + 1);
    await editor.edit((edit) => edit.replace(new vscode.Range(at, at.translate(0, 4)), "evl"));
    const problems = await ask("forge-alloy_problems");
    assert.match(
      problems,
      /5:24 error stage\/unknown-type: Unknown stage type "evl"\. Did you mean "eval"\?/,
    );
    assert.match(await ask("forge-alloy_gate"), /invalid/i);
  });

  test("have the tools of the MCP server, which VS Code starts", async function () {
    if (isInOtherHost()) this.skip(); // a web worker starts no processes
    // Version 1.100 has the function, but does not start servers.
    const [, minor = 0] = vscode.version.split(".").map(Number);
    if (minor < 101 || !("registerMcpServerDefinitionProvider" in vscode.lm)) this.skip();
    const text = ALLOY.replace('"eval"', '"evl"');
    await openText(NAME, text);
    await vscode.commands.executeCommand("workbench.mcp.startServer", "forge-alloy.forge-alloy/Forge Alloy");
    const tool = await until(
      () => lm?.tools?.find(({ name }) => /^mcp_.*_check_alloy$/.test(name)),
      "the tools of the MCP server",
    );
    const result = await lm?.invokeTool(tool.name, { input: { path: NAME }, toolInvocationToken: undefined });
    assert.match(JSON.stringify(result?.content), /stage\/unknown-type/);
  });

  test("are told that there is no alloy", async () => {
    await openText(NAME, ALLOY);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: "x" }));
    for (const name of ["forge-alloy_problems", "forge-alloy_gate"])
      assert.match(await ask(name), /does not show an alloy/);
  });
});
