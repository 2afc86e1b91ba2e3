import assert from "node:assert/strict";
import { conversionsOf, isQuantity } from "./quantity.js";
import type { Schema } from "./schema.js";

function inField(text: string, unit: string | undefined, type: Schema["type"] = "number"): string[] {
  return conversionsOf(text, { ...(type && { type }), ...(unit !== undefined && { unit }) } as Schema).map(
    ({ number, from }) => `${number} (${from})`,
  );
}

suite("a number with a unit", () => {
  test("is converted to that of the field where it is a plain multiple", () => {
    const cases: [string, string, string[]][] = [
      ["12GB", "GB", ["12 (GB)"]],
      ["12 gb", "GB", ["12 (gb)"]],
      ["12GiB", "GB", ["12 (GiB)"]],
      ["8192MB", "GB", ["8 (8192MB)"]],
      ["512 MiB", "GB", ["0.5 (512 MiB)"]],
      ["1.5TB", "GB", ["1536 (1.5TB)"]],
      ["1,5TB", "GB", ["1536 (1,5TB)"]],
      ["8000MB", "GB", []],
      ["2h", "GB", []],
      ["2h", "minutes", ["120 (2h)"]],
      ["1.5 hours", "minutes", ["90 (1.5 hours)"]],
      ["90s", "minutes", ["1.5 (90s)"]],
      ["100s", "minutes", []],
      ["2 days", "minutes", ["2880 (2 days)"]],
      ["30 min", "minutes", ["30 (min)"]],
      ["2h30m", "minutes", []],
      ["30%", "fraction 0..1", ["0.3 (30%)"]],
      ["30.55%", "fraction 0..1", ["0.3055 (30.55%)"]],
      ["30%", "percent 0..100", ["30 (%)"]],
      ["-3.7 pp", "percentage points", ["-3.7 (pp)"]],
      ["\u22123 pp", "percentage points", ["-3 (pp)"]],
      ["7.6B", "billions of parameters", ["7.6 (B)"]],
      ["500M", "billions of parameters", ["0.5 (500M)"]],
      ["12x", "runs of the transform stages", []],
      ["5", "GB", []],
      ["GB", "GB", []],
    ];
    for (const [text, unit, expected] of cases)
      assert.deepEqual(inField(text, unit), expected, `${text}, ${unit}`);
  });

  test("counts: thousands, and powers of two where tokens are counted so", () => {
    const cases: [string, string, string[]][] = [
      ["2k", "steps", ["2000 (2k)"]],
      ["1.5K steps", "steps", ["1500 (1.5K steps)"]],
      ["400 steps", "steps", ["400 (steps)"]],
      ["0.5 steps", "steps", []],
      ["1.2345k", "steps", []],
      ["2M", "examples", ["2000000 (2M)"]],
      ["4bit", "bits", ["4 (bit)"]],
      ["128k", "tokens", ["131072 (128k)"]],
      ["100k", "tokens", ["102400 (100k)", "100000 (100k)"]],
      ["1M", "tokens", ["1048576 (1M)", "1000000 (1M)"]],
      ["10,000 tokens", "tokens", ["10000 (tokens)", "10 (tokens)"]],
    ];
    for (const [text, unit, expected] of cases)
      assert.deepEqual(inField(text, unit, "integer"), expected, `${text}, ${unit}`);
  });

  test("stays where the unit of the field is not known, or the field is no number", () => {
    assert.deepEqual(inField("12GB", undefined), []);
    assert.deepEqual(inField("12GB", "GB", "string"), []);
    assert.deepEqual(conversionsOf("12GB", undefined), []);
    assert.deepEqual(inField(`${"1".repeat(100)}GB`, "GB"), []);
  });

  test("is told from other text", () => {
    for (const text of ["12GB", "30 %", "-3,7 pp", "128k"]) assert.ok(isQuantity(text), text);
    for (const text of ["12", "GB", "1.2.3-beta", "2026-04-08", "0x1F", ""])
      assert.ok(!isQuantity(text), text);
  });
});
