import assert from "node:assert/strict";
import { plainNumber, readingsOf } from "./readings.js";

suite("numbers that JSON writes otherwise", () => {
  test("have one reading, and keep their digits", () => {
    const cases: [string, string | undefined, string?][] = [
      [".5", "0.5"],
      ["-.5", "-0.5"],
      ["+.5", "0.5"],
      ["5.", "5.0", "5"],
      ["-5.", "-5.0", "-5"],
      ["5.e3", "5.0e3"],
      ["+1", "1"],
      ["+1.50", "1.50"],
      ["1_000", "1000"],
      ["-1_000.2_5e-3", "-1000.25e-3"],
      ["12345678901234567890_1", "123456789012345678901"],
      ["+0", "0"],
      ["007", undefined],
      ["0_7", undefined],
      ["1__0", undefined],
      ["_1", undefined],
      ["1_", undefined],
      ["1._5", undefined],
      [".", undefined],
      ["+", undefined],
      ["--1", undefined],
      ["+1e400", undefined],
      ["0x10", undefined],
      ["1,5", undefined],
      ["1".repeat(401), undefined],
    ];
    for (const [text, number, integer = number] of cases)
      assert.deepEqual([plainNumber(text, false), plainNumber(text, true)], [number, integer], text);
  });

  test("or several, or none", () => {
    const cases: Record<string, string[]> = {
      "-3,7": ["-3.7"],
      "0,5": ["0.5"],
      ",5": ["0.5"],
      "0,500": ["0.500"],
      "1,5e-4": ["1.5e-4"],
      "1,000": ["1000", "1.000"],
      "10,000": ["10000", "10.000"],
      "1，000": ["1000", "1.000"],
      "1,000,000": ["1000000"],
      "1.000.000": ["1000000"],
      "1.000,5": ["1000.5"],
      "1,000.5": ["1000.5"],
      "1 000": ["1000"],
      "1\u00a0000": ["1000"],
      "1\u2009000\u2009000": ["1000000"],
      "1 000,5": ["1000.5"],
      "1'000": ["1000"],
      "1’000.5": ["1000.5"],
      "\u22123": ["-3"],
      "\u20133,5": ["-3.5"],
      "１２": ["12"],
      "007": ["7"],
      "-00.5": ["-0.5"],
      "0x1F": ["31"],
      "-0XfF": ["-255"],
      "0b101": ["5"],
      "0o17": ["15"],
      "0xffffffffffffffffff": ["4722366482869645213695"],
      "1__000": ["1000"],
      "1.000": [],
      "1 5": [],
      "1 0000": [],
      "1,000 000": [],
      "1,00,000": [],
      "1.2.3": [],
      "1..5": [],
      "12GB": [],
      "10:30": [],
      "1e400": [],
      "": [],
    };
    for (const [text, readings] of Object.entries(cases)) assert.deepEqual(readingsOf(text), readings, text);
    assert.deepEqual(readingsOf(`0${"1".repeat(400)}`), []);
  });
});
