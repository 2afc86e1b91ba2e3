import assert from "node:assert/strict";
import { bundled } from "../../schema/bundled.js";
import type { Field } from "../../schema/effective-schema.js";
import { isCommentary } from "../../schema/near-field.js";
import { cpuTime } from "../../testing/cpu-time.js";
import { problemsOf } from "../../testing/fixtures.js";

const vocabulary = bundled.vocabulary(["llm-forge"]);

/** An object of an alloy, with one member in it. */
interface Home {
  readonly fields: ReadonlyMap<string, Field>;
  alloyWith(member: string): string;
}

const root = vocabulary.fields(vocabulary.root);
const homes: readonly Home[] = [
  { fields: root, alloyWith: (member) => `{${member}}` },
  ...["source", "hardware", "acceptanceCriteria", "results", "receipt", "search"].map((name): Home => {
    const { place } = root.get(name) ?? assert.fail(name);
    return { fields: vocabulary.fields(place), alloyWith: (member) => `{"${name}": {${member}}}` };
  }),
  ...vocabulary.stageTypes.map(({ name }): Home => {
    const fields = vocabulary.fields(vocabulary.stage(name));
    return { fields, alloyWith: (member) => `{"stages": [{"type": "${name}", ${member}}]}` };
  }),
];

/** A slip of the fingers at a place of a word. */
const SLIPS: readonly ((word: string, at: number) => string)[] = [
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + word[at] + word.slice(at),
  (word, at) => word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1),
  (word, at) => `${word.slice(0, at)}x${word.slice(at + 1)}`,
];

suite("misspelled fields", () => {
  test("a slip in a word of five letters or more is one warning, or told with the field that is missing", () => {
    let count = 0;
    for (const { fields, alloyWith } of homes) {
      for (const { name, status } of fields.values()) {
        for (const { 0: word, index } of name.matchAll(/[A-Z]?[a-z]{4,}/g)) {
          for (let at = 1; at < word.length; at++) {
            if (word.length < 5) continue;
            const slipped = SLIPS.map((slip) => slip(word, at));
            for (const one of new Set(slipped)) {
              const wrong = name.slice(0, index) + one + name.slice(index + word.length);
              if (wrong.toLowerCase() === name.toLowerCase() || fields.has(wrong) || isCommentary(wrong))
                continue;
              const said = problemsOf(alloyWith(`"${wrong}": null`)).filter(({ message }) =>
                message.includes(`Did you mean "${name}"`),
              );
              const expected = status === "required" ? "schema/required error" : "field/misspelled warning";
              assert.deepEqual(
                said.map(({ code, severity }) => `${code} ${severity}`),
                [expected],
                `${wrong} for ${name}`,
              );
              for (const fix of said.flatMap((problem) => problem.fixes())) assert.equal(fix.safe, false);
              count++;
            }
          }
        }
      }
    }
    assert.ok(count > 5000, String(count));
  });

  test("a rename is preferred, but not where it changes what a model must reach or has reached", () => {
    const preferred = (text: string) =>
      problemsOf(text)
        .filter(({ code }) => code === "field/misspelled" || code === "acceptance/unknown-criterion")
        .flatMap((problem) => problem.fixes().map((fix) => fix.preferred === true));
    assert.deepEqual(preferred('{"hardware": {"tsetedOn": []}}'), [true]);
    for (const text of [
      '{"acceptanceCriteria": {"hardware": {"deviceTeir": "a"}}}',
      '{"acceptance_criteria": {"hardware": {"deviceTeir": "a"}}}',
      '{"acceptanceCriteri": {}}',
      '{"results": {"benchmarks": [{"name": "a", "scroe": 5}]}}',
      '{"receipt": {"verifyUlr": "a"}}',
    ])
      assert.deepEqual(preferred(text), [false], text);
  });

  test("remarks for people and tools are no misspellings", () => {
    for (const name of [
      "$comment",
      "$name",
      "_tags",
      "__cycles",
      "note",
      "Comment",
      "comments",
      "description",
    ])
      assert.deepEqual(
        problemsOf(`{"stages": [{"type": "prune", "${name}": 1}]}`).filter(
          ({ code, message }) => code === "field/misspelled" || message.includes("Did you mean"),
        ),
        [],
      );
  });

  test("thousands of unknown fields are compared in no time", () => {
    const members = Array.from(
      { length: 50_000 },
      (_, i) => `"unknownField${i}": 1, "x${"y".repeat(i % 70)}": 2`,
    );
    const text = `{"stages": [{"type": "train", ${members.join(",")}}]}`;
    assert.ok(cpuTime(() => problemsOf(text)) < 15_000);
  });
});
