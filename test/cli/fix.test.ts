/** What `check --fix` does to the bytes of a file: over real alloys, and over real alloys with slips in them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FileCheck, type FileCheckOptions } from "../../server/src/cli/file-check.js";
import { fixAll } from "../../server/src/features/code-actions/code-actions.js";
import { diagnose } from "../../server/src/lint/lint.js";
import { Alloy } from "../../server/src/model/alloy.js";
import { isPublished } from "../../server/src/model/receipt.js";
import { bundled } from "../../server/src/schema/bundled.js";
import { applyEdits } from "../../server/src/syntax/edits.js";
import fc from "../../server/src/testing/property.js";
import { ROOT } from "../protocol/client.js";
import { folder, run, withFolder, write } from "./support.js";

const texts = ["examples", "../shared/corpus", "../shared/cases/fix"]
  .map((name) => path.resolve(ROOT, name))
  .filter((name) => existsSync(name))
  .flatMap((from) =>
    readdirSync(from, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json") && !name.includes(".forge-alloy"))
      .sort()
      .map((name) => readFileSync(path.join(from, name), "utf8")),
  );

/** Characters that slip in, or take the place of others. */
const SLIPS = [..."\"',:;{}[]()=._-+/\\ \t\n0aeE", "", "“", "，", "\u00A0", "\u200B", "−"];

interface Slip {
  readonly where: number;
  readonly by: string;
  readonly length: 0 | 1;
}

const slip: fc.Arbitrary<Slip> = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  by: fc.constantFrom(...SLIPS),
  length: fc.constantFrom(0, 1),
});

/** How a file may be stored. */
const layout = fc.record({ crlf: fc.boolean(), bom: fc.boolean(), finalNewline: fc.boolean() });

const flawed = fc
  .record({ text: fc.constantFrom(...texts), slips: fc.array(slip, { maxLength: 2 }), layout })
  .map(({ text, slips, layout: { crlf, bom, finalNewline } }) => {
    const slipped = slips.reduce((before, { where, by, length }) => {
      const at = Math.floor(where * before.length);
      return before.slice(0, at) + by + before.slice(at + length);
    }, text);
    const lines = crlf ? slipped.replace(/\r?\n/g, "\r\n") : slipped;
    const ended = finalNewline ? lines : lines.trimEnd();
    return bom ? `\uFEFF${ended}` : ended;
  });

const OPTIONS: FileCheckOptions = { format: "json", style: { color: false, width: 80 }, fix: true };

/** What the edits of the fixes make of a text, each round read from the start. */
function expected(text: string): string {
  if (isPublished(Alloy.parse(text, bundled))) return text;
  let after = text;
  for (let round = 0; round < 1000; round++) {
    const action = fixAll(diagnose(Alloy.parse(after, bundled)).problems);
    if (!action) return after;
    after = applyEdits(after, action.edits);
  }
  return after;
}

function fixesIn(output: string): readonly { code: string; safe: boolean }[] {
  return JSON.parse(output).fixes;
}

suite("check --fix on files", () => {
  withFolder();

  test("changes what its fixes declare and nothing else, and a second run changes nothing more", async function () {
    this.timeout(300_000);
    const file = write("a.alloy.json", "");
    const check = await FileCheck.open(OPTIONS);
    const fixed = new Set<string>();
    await fc.assert(
      fc.asyncProperty(flawed, async (text) => {
        writeFileSync(file, text);
        const first = await check.check(file);
        const bytes = readFileSync(file);
        const after = bytes.toString("utf8");
        assert.equal(after, expected(text));
        assert.ok(bytes.equals(Buffer.from(after)), "the file is UTF-8");
        const fixes = fixesIn(first.output);
        for (const { code, safe } of fixes) {
          assert.ok(safe, code);
          fixed.add(code);
        }
        assert.equal(first.counts.fixed, fixes.length);
        assert.equal(first.counts.fixable, 0, "nothing is left that could be fixed");
        if (fixes.length === 0) assert.equal(after, text);
        // Nothing but a byte order mark may go from the start, and nothing but brackets may come at the end.
        if (!fixes.some(({ code }) => code.startsWith("json/"))) {
          assert.equal(after.startsWith("\uFEFF"), text.startsWith("\uFEFF"));
          assert.equal(after.endsWith("\n"), text.endsWith("\n"));
          assert.equal(after.match(/\r\n/g)?.length, text.match(/\r\n/g)?.length);
          assert.equal(after.match(/\n/g)?.length, text.match(/\n/g)?.length);
        }
        const second = await check.check(file);
        assert.deepEqual(fixesIn(second.output), []);
        assert.ok(readFileSync(file).equals(bytes), "a second run changes nothing");
      }),
      { numRuns: 250 },
    );
    assert.ok(fixed.size > 2, `only ${[...fixed]}`);
  });

  test("with --unsafe, too, a second run changes nothing more", async function () {
    this.timeout(300_000);
    const file = write("a.alloy.json", "");
    const check = await FileCheck.open({ ...OPTIONS, unsafe: true });
    let unsafe = 0;
    await fc.assert(
      fc.asyncProperty(flawed, async (text) => {
        writeFileSync(file, text);
        unsafe += fixesIn((await check.check(file)).output).filter(({ safe }) => !safe).length;
        const bytes = readFileSync(file);
        if (isPublished(Alloy.parse(text, bundled))) assert.equal(bytes.toString(), text);
        assert.deepEqual(fixesIn((await check.check(file)).output), []);
        assert.ok(readFileSync(file).equals(bytes));
      }),
      { numRuns: 150 },
    );
    assert.ok(unsafe > 0);
  });

  test("a dry run says the same and writes nothing", async () => {
    const file = write("a.alloy.json", "");
    const dry = await FileCheck.open({ ...OPTIONS, fix: false, fixDryRun: true, diff: true });
    const real = await FileCheck.open({ ...OPTIONS, diff: true });
    await fc.assert(
      fc.asyncProperty(flawed, async (text) => {
        writeFileSync(file, text);
        const { output, diff, counts } = await dry.check(file);
        assert.equal(readFileSync(file, "utf8"), text);
        const done = await real.check(file);
        assert.deepEqual(
          { output: done.output, diff: done.diff, counts: done.counts },
          { output, diff, counts },
        );
      }),
      { numRuns: 50 },
    );
  });

  test("what no fix touches stays to the byte: byte order mark, CRLF, no line break at the end", () => {
    const text =
      '\uFEFF{"name": "ä",\r\n\t"version": "1.0.0",\r\n  "source": {"baseModel": "a/b", "architecture": "qwen2"},\r\n"stages": [{"type": "lora", "rank": "8"}],\n "x": "\u2028"}';
    write("a.alloy.json", text);
    write(".forge-alloy/config.json", '{"rules": {"json/byte-order-mark": "off"}}');
    run(["check", "--fix"]);
    assert.equal(readFileSync(path.join(folder, "a.alloy.json"), "utf8"), text.replace('"8"', "8"));
  });

  test("in processes, over files with the same slips in every run", function () {
    this.timeout(120_000);
    const samples = fc.sample(flawed, { numRuns: 60, seed: 11 });
    samples.forEach((text, i) => {
      write(`${i}.alloy.json`, text);
    });
    run(["check", "--fix"]);
    const once = samples.map((_, i) => readFileSync(path.join(folder, `${i}.alloy.json`), "utf8"));
    assert.deepEqual(once, samples.map(expected));
    const { out } = run(["check", "--fix", "--format", "json"]);
    assert.equal(JSON.parse(out).summary.fixed, 0);
    assert.deepEqual(
      samples.map((_, i) => readFileSync(path.join(folder, `${i}.alloy.json`), "utf8")),
      once,
    );
  });
});
