import assert from "node:assert/strict";
import * as fc from "fast-check";
import { folderOf } from "./uris.js";

suite("folders of URIs", () => {
  const folder = (uri: string) => folderOf(uri)?.toString();

  test("is what stands before the name, whatever was asked before", () => {
    const folders: [string, string | undefined][] = [
      ["file:///a/b.alloy.json", "file:///a"],
      ["file:///a/c.alloy.json", "file:///a"],
      ["file:///a/", "file:///"],
      ["file:///a", "file:///"],
      ["file:///", undefined],
      ["vfs://x/a/%62?c/d", "vfs://x/a?c%2Fd"],
      ["vfs://x/a/b?c/e", "vfs://x/a?c%2Fe"],
      ["vfs://x/a/b?c/f", "vfs://x/a?c%2Ff"],
      ["vfs://x/a/b#c/d", "vfs://x/a#c%2Fd"],
      ["vfs://x/a/b#c/e", "vfs://x/a#c%2Fe"],
      ["file:///a/b%2Fc", "file:///a/b"],
      ["untitled:a/b.alloy.json", undefined],
      ["untitled:b", undefined],
      ["b", "file:///"],
      ["vscode-vfs://github/a/b", "vscode-vfs://github/a"],
    ];
    const any = fc.constantFrom(...folders);
    fc.assert(
      fc.property(fc.array(any, { minLength: 2 }), (asked) => {
        for (const [uri, expected] of asked) assert.equal(folder(uri), expected, uri);
      }),
    );
  });
});
