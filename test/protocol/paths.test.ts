/** Workspaces in folders with names and paths as the systems have them, from the URI that a client sends to the file. */
import assert from "node:assert/strict";
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import { NO, networkPath, skipIf, WINDOWS, WINE } from "../../server/src/testing/skip.js";
import { Client, fileUri } from "./client.js";

const WRONG =
  '{"name": "wrong", "version": "1.0.0", "source": {"baseModel": "org/base", "architecture": "qwen2"}, "stages": [{"type": "prun"}]}';
const CODE = "stage/unknown-type";
const ALONE = 0x10000000; // see test/cli/paths.test.ts

suite("folders and files with any name, over stdio", () => {
  let home: string;
  let client: Client | undefined;

  setup(() => {
    home = mkdtempSync(path.join(tmpdir(), "forge-alloy-paths-"));
  });
  teardown(async () => {
    await client?.stop();
    client = undefined;
    rmSync(home, { recursive: true });
  });

  function write(folder: string, name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  async function start(uri: string): Promise<Client> {
    client = await Client.start({
      capabilities: { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } },
      workspaceFolders: [{ name: "w", uri }],
    });
    return client;
  }

  async function problemsIn(server: Client): Promise<[uri: string, ...codes: unknown[]][]> {
    const report = await server.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds: [],
    });
    return report.items.map((item) => [
      item.uri,
      ...(item.kind === "full" ? item.items.map(({ code }) => code) : []),
    ]);
  }

  const PLACES: Record<string, (context: Mocha.Context) => string> = {
    "names with %, #, and spaces": () => path.join(home, "100%", "%41 #1"),
    "a path of more than 260 characters": () => path.join(home, ...Array(6).fill("a".repeat(50))),
    "a network share": (context) => {
      const share = networkPath(home);
      skipIf(context, share === undefined, NO.shares);
      return share as string;
    },
    "a drive letter in the other case": (context) => {
      skipIf(context, !WINDOWS, NO.windows);
      return home.replace(/^[A-Z]/, (drive) => drive.toLowerCase());
    },
  };
  for (const [what, placeFor] of Object.entries(PLACES))
    for (const [who, spell] of [
      ["VS Code", fileUri],
      ["other clients", (file: string) => pathToFileURL(file).href],
    ] as const)
      test(`${what}, with URIs by ${who}`, async function () {
        const folder = placeFor(this);
        // Wine finds no real path of so long a one, and without that, no settings are read.
        const hasSettings = !(WINE && folder.length > 260);
        const file = write(folder, "50% off.alloy.json", WRONG);
        write(folder, "deep/wrong.alloy.json", WRONG);
        if (hasSettings)
          write(folder, "deep/.forge-alloy/config.json", '{"rules": {"stage/unknown-type": "off"}}');
        const server = await start(spell(folder));
        const expected = [fileUri(file), CODE];
        const all = await problemsIn(server);
        assert.deepEqual(
          all.filter(([uri]) => uri === expected[0]),
          [expected],
        );
        if (hasSettings) assert.equal(all.length, 1, "settings apply below their folder");

        await server.open(spell(file), WRONG.replace("prun", "prune"));
        const open = await server.pull(spell(file));
        assert.ok(open.length > 0 && !open.some(({ code }) => code === CODE));
      });

  test("a file that another program keeps to itself is left out, and read when it is free", async function () {
    skipIf(this, !WINDOWS, NO.locks);
    const file = write(home, "a.alloy.json", WRONG);
    const settings = write(home, ".forge-alloy/config.json", '{"rules": {"stage/unknown-type": "off"}}');
    const locks = [file, settings].map((one) => openSync(one, constants.O_RDWR | ALONE));
    const server = await start(fileUri(home));
    await server.open(fileUri(path.join(home, "b.alloy.json")), WRONG);
    assert.deepEqual(
      (await server.pull(fileUri(path.join(home, "b.alloy.json")))).map(({ code }) => code),
      [CODE],
    );
    for (const lock of locks) closeSync(lock);
    await server.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [file, settings].map((one) => ({ uri: fileUri(one), type: 2 })),
    });
    assert.deepEqual(await server.pull(fileUri(path.join(home, "b.alloy.json"))), []);
    server.errors.length = 0; // that the settings could not be read was said
  });

  test("line breaks of Windows: positions and edits are those of the client", async () => {
    const server = await start(fileUri(home));
    const text = WRONG.replaceAll(", ", ",\r\n");
    const uri = fileUri(path.join(home, "a.alloy.json"));
    await server.open(uri, text);
    const [problem] = await server.pull(uri);
    assert.deepEqual(problem?.range.start.line, text.slice(0, text.indexOf("prun")).split("\r\n").length - 1);
    const edits = await server.request<{ newText: string }[]>("textDocument/formatting", {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    assert.ok(edits.length > 0);
    for (const { newText } of edits) assert.ok(!/(^|[^\r])\n/.test(newText), JSON.stringify(newText));
  });
});
