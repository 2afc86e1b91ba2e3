/** Mistakes of authors of domain files: each is reported at its place, and nothing else is. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { problemsOf } from "../testing/fixtures.js";
import { skipIf } from "../testing/skip.js";

const CASES = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  "../../../../shared/cases/domains/domain-12-mistakes.json",
);

const HEAD = '"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable"';
const STAGE = '"phase": "transform", "summary": "s", "description": "d", "type": "object"';

function said(text: string): string[] {
  return problemsOf(text, "domain").map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);
}

/** A domain with one stage. */
function lab(stage: string, more = ""): string {
  return `{${HEAD}, "stages": {"mix": {${STAGE}, ${stage}}}${more}}`;
}

/** A field of that stage. */
function field(schema: string): string {
  return lab(
    `"properties": {"a": {"description": "x", ${schema}}, "b": {"type": "number", "description": "x"}}`,
  );
}

const MISTAKES: readonly (readonly [string, readonly string[]])[] = [
  [field('"type": "number", "default": "5"'), ['vocabulary/value "5"']],
  [field('"type": "string", "enum": ["x", 5]'), ["vocabulary/value 5"]],
  [field('"type": "number", "minimum": 5, "maximum": 4'), ["vocabulary/contradiction 4"]],
  [field('"type": "number", "format": "float"'), ['vocabulary/format "float"']],
  [field('"type": "string", "nullable": true'), ['vocabulary/keyword "nullable"']],
  [field('"type": "string", "minimum": 1'), ['vocabulary/no-effect "minimum"']],
  [field('"type": "number", "lessThan": "c"'), ['vocabulary/unknown-field "c"']],
  [field('"type": "number", "renamedTo": "c"'), ['vocabulary/unknown-field "c"']],
  [field('"type": "string", "names": "sampel"'), ['vocabulary/unknown-name "sampel"']],
  [field('"type": "string", "patternMessage": "x"'), ['schema/required "a"']],
  [field('"type": "array", "uniqueItems": "yes"'), ['schema/type "yes"']],
  [field('"type": "number", "multipleOf": 0'), ['schema/other "multipleOf"']],
  [field('"oneOf": [{"type": "number"}, {"type": "string"}]'), ['vocabulary/one-of "oneOf"']],
  [lab('"properties": {}, "required": ["a"]'), ['vocabulary/unknown-field "a"']],
  [lab('"properties": {}, "needsEarlier": ["mix"]'), ['vocabulary/unknown-stage "mix"']],
  [
    lab('"properties": {"type": {"type": "string", "description": "x"}}'),
    ['vocabulary/reserved-field "type"'],
  ],
  [lab('"properties": {}, "if": {"properties": {}}'), ['schema/required "mix"']],
  [lab('"properties": {}, "else": {}'), ['vocabulary/keyword "else"']],
  [`{${HEAD.replace("1.0.0", "1")}, "stages": {}}`, ['vocabulary/version "1"']],
  [`{${HEAD}}`, ['vocabulary/incomplete "id"']],
  [`{${HEAD}, "stages": {}, "extends": "llm-froge"}`, ['vocabulary/extends "llm-froge"']],
];

suite("a mistake in a domain file", () => {
  for (const [text, expected] of MISTAKES)
    test(`${expected[0]}: ${text.slice(HEAD.length + 3, HEAD.length + 150)}`, () =>
      assert.deepEqual(said(text), expected));

  test("each of the known case is found at its place", function () {
    skipIf(this, !existsSync(CASES), "../shared/cases is not beside the project");
    assert.deepEqual(said(readFileSync(CASES, "utf8")), [
      'vocabulary/format "float"',
      'vocabulary/unknown-name "stageId"',
      "vocabulary/value 2",
      "vocabulary/contradiction 2",
      'vocabulary/reserved-field "type"',
      'vocabulary/unknown-field "nofield"',
      'vocabulary/unknown-stage "no-such-stage"',
      'vocabulary/unknown-field "nofield"',
      'vocabulary/unknown-field "{nofield}"',
      'vocabulary/unknown-stage "merge-lora"',
      'vocabulary/value "8"',
      "vocabulary/value 5",
      'vocabulary/unknown-name "promptSets"',
      "vocabulary/snippet 3",
      'vocabulary/template "no-such"',
    ]);
  });
});
