import assert from "node:assert/strict";
import type { Diagnostic } from "vscode-languageserver/node";
import { LineIndex, type PositionEncoding } from "../../server/src/syntax/lines.js";
import fc from "../../server/src/testing/property.js";
import { Client } from "./client.js";

const START = '{\r\n  "name": "é😀",\n\t"stages": [{"type": "prun"}], "tags": null,\r  "cycles": 0\n}\n';

const EDIT = fc.record({
  at: fc.nat(200),
  length: fc.nat(12),
  text: fc.constantFrom("", "x", "\n", "\r\n", "😀", '"', "{", "null,", '"a": 1, '),
});

suite("incremental changes", () => {
  for (const encoding of ["utf-8", "utf-16", "utf-32"] as const) {
    test(`a document that was edited says what a fresh one says, in ${encoding}`, async function () {
      this.timeout(120_000);
      const client = await Client.start({ capabilities: { general: { positionEncodings: [encoding] } } });
      assert.equal(client.initialized.capabilities.positionEncoding, encoding);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(EDIT, { minLength: 1, maxLength: 5 }), async (edits) => {
          const [edited, fresh] = [`file:///e${++run}.alloy.json`, `file:///f${run}.alloy.json`];
          await client.open(edited, START);
          const { changes, text } = replay(edits, encoding);
          await client.change(edited, 2, changes);
          await client.open(fresh, text, 2);
          const [one, two] = [await client.published(edited, 2), await client.published(fresh, 2)];
          assert.deepEqual(withoutUris(one), withoutUris(two));
          await client.close(edited);
          await client.close(fresh);
        }),
        { numRuns: 60 },
      );
      await client.stop();
    });
  }

  test("UTF-16 where the client names no encoding we know", async () => {
    const client = await Client.start({ capabilities: { general: { positionEncodings: ["utf-7"] } } });
    assert.equal(client.initialized.capabilities.positionEncoding, "utf-16");
    await client.stop();
  });
});

/** The edits as changes of one notification, each against the result of the one before, and the text after them. */
function replay(edits: readonly { at: number; length: number; text: string }[], encoding: PositionEncoding) {
  let text = START;
  const changes = edits.map(({ at, length, text: inserted }) => {
    const lines = new LineIndex(text);
    const range = {
      start: lines.positionAt(at % (text.length + 1), encoding),
      end: lines.positionAt((at % (text.length + 1)) + length, encoding),
    };
    // Through positions and back: the middle of a character or of a line break has no position of its own.
    const [start, end] = [lines.offsetAt(range.start, encoding), lines.offsetAt(range.end, encoding)];
    text = text.slice(0, start) + inserted + text.slice(Math.max(start, end));
    return { range, text: inserted };
  });
  return { changes, text };
}

function withoutUris(diagnostics: readonly Diagnostic[]): unknown {
  return diagnostics.map(({ relatedInformation, ...rest }) => ({
    ...rest,
    related: relatedInformation?.map(({ location, message }) => ({ range: location.range, message })),
  }));
}
