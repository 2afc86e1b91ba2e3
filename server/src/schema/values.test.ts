/** What the vocabulary says of values beyond their types: licenses, quantization types, magnitudes. */
import assert from "node:assert/strict";
import { unknownLicenses } from "../model/licenses.js";
import { bundled } from "./bundled.js";
import { otherUnit } from "./magnitude.js";
import { quantTypesOf } from "./quant-types.js";

suite("licenses", () => {
  const OTHERS = ["other", "gemma", "llama*"];

  test("SPDX IDs, expressions, references, and what hubs know are known", () => {
    for (const text of [
      "apache-2.0",
      "MIT",
      "GPL-3.0",
      "MIT OR Apache-2.0",
      "(mit and Apache-2.0) or gemma",
      "GPL-2.0-or-later WITH Classpath-exception-2.0",
      "GPL-2.0+",
      "LicenseRef-own.1",
      "DocumentRef-x:LicenseRef-y",
      "other",
      "Llama3.1",
    ])
      assert.deepEqual(
        unknownLicenses(text, () => OTHERS),
        [],
        text,
      );
  });

  test("of an expression the unknown parts are told, of another text all of it", () => {
    for (const [text, unknown] of [
      ["free", ["free"]],
      ["apache 2.0", ["apache 2.0"]],
      ["MIT OR Apache-2", ["Apache-2"]],
      ["(own AND MIT) OR thine", ["own", "thine"]],
      ["MIT OR", ["MIT OR"]],
      ["(MIT", ["(MIT"]],
      ["MIT)", ["MIT)"]],
      ["OR MIT", ["OR MIT"]],
      ["MIT ()", ["MIT ()"]],
      ["", [""]],
    ] as const)
      assert.deepEqual(
        unknownLicenses(text, () => OTHERS),
        unknown,
        text,
      );
    assert.equal(unknownLicenses("(".repeat(1_000_000), () => OTHERS).length, 1);
  });
});

suite("quantization types", () => {
  const types = quantTypesOf(bundled.vocabulary(["llm-forge"]), "llm-forge");

  test("all that llama.cpp lists are known, in any case", () => {
    const names =
      "IQ1_S IQ1_M IQ2_XXS IQ2_XS IQ2_S IQ2_M Q2_K_S Q2_K IQ3_XXS IQ3_XS Q3_K_S IQ3_S IQ3_M Q3_K_M Q3_K_L IQ4_XS Q4_K_S IQ4_NL Q4_K_M Q5_K_S Q5_K_M Q6_K Q8_0 BF16 F16 F32 Q4_0 Q4_1 Q5_0 Q5_1 TQ1_0 TQ2_0 MXFP4_MOE NVFP4 Q1_0 Q3_K Q4_K Q5_K".split(
        " ",
      );
    for (const name of names) {
      assert.ok(types.find(name), name);
      assert.equal(types.find(name.toLowerCase())?.name, types.find(name)?.name);
    }
  });

  test("they have bits per weight, aliases those of the type that they mean", () => {
    for (const [name, bits] of [
      ["Q4_K_M", 4.89],
      ["q4_k", 4.89],
      ["Q3_K", 4],
      ["Q8_0", 8.5],
      ["BF16", 16],
      ["F32", 32],
      ["IQ1_S", 2],
      ["Q4_0", undefined],
      ["TQ1_0", undefined],
    ] as const)
      assert.equal(types.find(name)?.bits, bits, name);
  });

  test("only separators and case are a slip; a digit is another type", () => {
    for (const [name, meant] of [
      ["Q4KM", "Q4_K_M"],
      ["q4-k-m", "Q4_K_M"],
      [" Q8_0", "Q8_0"],
      ["iq2.xxs", "IQ2_XXS"],
      ["Q4_K_XL", undefined],
      ["Q7_K", undefined],
      ["int4", undefined],
      ["Q4_KM_", "Q4_K_M"],
      ["Q4", undefined],
    ] as const) {
      assert.equal(types.find(name), undefined, name);
      assert.equal(types.meant(name), meant, name);
    }
  });
});

suite("magnitudes", () => {
  test("a number in another unit", () => {
    for (const [value, unit, meant, writtenUnit] of [
      [8192, "GB", 8, "MB"],
      [24564, "GB", 24, "MB"],
      [12000, "GB", 12, "MB"],
      [8388608, "GB", 8, "KB"],
      [17179869184, "GB", 16, "bytes"],
      [16e9, "GB", 16, "bytes"],
      [7.6e9, "billions of parameters", 7.6, "parameters"],
      [7615616512, "billions of parameters", 7.62, "parameters"],
      [7600, "billions of parameters", 7.6, "million"],
    ] as const) {
      const other = otherUnit(value, unit);
      assert.deepEqual([other?.value, other?.writtenUnit], [meant, writtenUnit], String(value));
    }
    for (const [value, unit] of [
      [900, "GB"],
      [8192, "minutes"],
      [8192, undefined],
      [8192, "constructor"],
    ] as const)
      assert.equal(otherUnit(value, unit), undefined);
  });
});
