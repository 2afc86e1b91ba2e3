import assert from "node:assert/strict";
import { type Connection, SymbolKind } from "vscode-languageserver";
import { bundled } from "../schema/bundled.js";
import { NO_FILES } from "../testing/files.js";
import { Session } from "./session.js";
import { WorkspaceIndex } from "./workspace-index.js";

const FOLDER = "file:///work";
const URI = `${FOLDER}/a.alloy.json`;

suite("the index of a workspace", () => {
  let text: string;
  /** Happens while the file is read: its text is known, and not yet taken. */
  let whileRead: () => void;
  let index: WorkspaceIndex;
  let reads: number;

  setup(() => {
    text = '{"name": "old", "author": "me"}';
    whileRead = () => {};
    reads = 0;
    const files = {
      ...NO_FILES,
      async read(uri: string) {
        if (uri !== URI) return undefined;
        reads++;
        const read = text;
        whileRead();
        return { text: read };
      },
      async *find() {
        yield URI;
      },
    };
    const host = { registry: bundled, version: "0", files };
    const elsewhere = { rulePages: undefined, vocabularies: undefined };
    const session = new Session({} as Connection, { ...host, ...elsewhere });
    session.store.workspaceFolders = [FOLDER];
    index = new WorkspaceIndex(session);
  });

  async function names(): Promise<string[]> {
    const found: string[] = [];
    for await (const { name } of index.all()) found.push(name);
    return found;
  }

  test("reads a file once, whoever asks and however often", async () => {
    assert.deepEqual(await Promise.all([names(), names()]), [["old"], ["old"]]);
    assert.deepEqual(await names(), ["old"]);
    assert.equal(reads, 1);
  });

  test("reads a file again that changed while it was being read", async () => {
    whileRead = () => {
      text = '{"name": "new"}';
      index.filesChanged([URI]);
      whileRead = () => {};
    };
    assert.deepEqual(await names(), []);
    assert.deepEqual(await names(), ["new"]);
  });

  test("knows where symbols stand, and which values recur", async () => {
    for await (const alloy of index.all()) {
      const range = { start: { line: 0, character: 9 }, end: { line: 0, character: 14 } };
      assert.deepEqual(
        alloy.symbols.filter(({ name }) => name === "old"),
        [{ name: "old", kind: SymbolKind.File, range }],
      );
      const { values } = alloy;
      assert.deepEqual(index.valuesAt(values[0]?.place ?? "", ""), ["me"]);
      assert.deepEqual(index.valuesAt(values[0]?.place ?? "", URI), []);
    }
  });
});
