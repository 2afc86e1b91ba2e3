import assert from "node:assert/strict";
import { applyEdits } from "../syntax/edits.js";
import { isJson, withCursor } from "../testing/fixtures.js";
import {
  definitionsAt,
  highlightsAt,
  linkedAt,
  referencesAt,
  rename,
  renameableAt,
  typeDefinitionsAt,
} from "./navigation.js";

const ALLOY = `{
  "calibrationCorpora": [{"id": "code-mix", "path": "x"}, {"id": "other", "path": "y"}],
  "priorMetricBaselines": [{"id": "v1", "supersededBy": "v2"}, {"id": "v2"}],
  "stages": [
    {"type": "expert-activation-profile", "calibrationCorpus": "code-mix"},
    {"type": "expert-prune", "calibrationCorpus": "code-mix"},
    {"type": "eval", "benchmarks": [{"name": "humaneval+"}]}
  ],
  "acceptanceCriteria": {"benchmarks": {"humaneval_plus": {"min": 0.8, "anchorBenchmark": "humaneval_plus"}}},
  "results": {"benchmarks": [{"name": "humaneval_plus", "score": 88.4}]}
}`;

/** The alloy with the cursor inside the n-th occurrence of a text. */
function at(part: string, n = 0, text = ALLOY): ReturnType<typeof withCursor> {
  let offset = text.indexOf(part);
  for (let i = 0; i < n; i++) offset = text.indexOf(part, offset + 1);
  assert.ok(offset >= 0, part);
  return withCursor(`${text.slice(0, offset + 1)}|${text.slice(offset + 1)}`);
}

function textsOf(text: string, spans: readonly { start: number; end: number }[]): string[] {
  return spans.map(
    ({ start, end }) => `${text.slice(0, start).split("\n").length}: ${text.slice(start, end)}`,
  );
}

suite("definition and references", () => {
  test("a corpus leads to its entry, its entry to all that name it", () => {
    const { alloy, offset, text } = at('"code-mix"', 1);
    const targets = definitionsAt(alloy, offset);
    assert.deepEqual(
      textsOf(
        text,
        targets.map((target) => (target.in === "document" ? target.at : { start: 0, end: 0 })),
      ),
      ['2: "code-mix"'],
    );
    assert.deepEqual(textsOf(text, referencesAt(alloy, offset, true)), [
      '2: "code-mix"',
      '5: "code-mix"',
      '6: "code-mix"',
    ]);
    assert.equal(referencesAt(alloy, offset, false).length, 2);
  });

  test("one benchmark under both its spellings, in eval, criteria and results", () => {
    const { alloy, offset, text } = at('"humaneval+"');
    assert.deepEqual(textsOf(text, highlightsAt(alloy, offset)), [
      '7: "humaneval+"',
      '9: "humaneval_plus"',
      '9: "humaneval_plus"',
      '10: "humaneval_plus"',
    ]);
    assert.equal(highlightsAt(alloy, offset)[0]?.kind, "declaration");
  });

  test("a baseline to the one that supersedes it; domains and stage types to their vocabulary", () => {
    const { alloy, offset, text } = at('"v2"');
    const [target] = definitionsAt(alloy, offset);
    assert.ok(target?.in === "document");
    assert.equal(target.at.start, text.lastIndexOf('"v2"'));
    const type = at('"expert-prune"');
    assert.deepEqual(definitionsAt(type.alloy, type.offset), [
      { in: "vocabulary", owner: "llm-forge", pointer: "/stages/expert-prune" },
    ]);
    const domain = withCursor('{"domains": ["tick|eting", "nowhere"]}');
    assert.deepEqual(definitionsAt(domain.alloy, domain.offset), [
      { in: "vocabulary", owner: "ticketing", pointer: "/id" },
    ]);
    const unknown = withCursor('{"domains": ["now|here"]}');
    assert.deepEqual(definitionsAt(unknown.alloy, unknown.offset), []);
  });

  test("every key leads to the place that describes it", () => {
    const { alloy, offset } = at('"calibrationCorpus"');
    assert.deepEqual(typeDefinitionsAt(alloy, offset), [
      {
        in: "vocabulary",
        owner: "llm-forge",
        pointer: "/stages/expert-activation-profile/properties/calibrationCorpus",
      },
    ]);
    const unknown = withCursor('{"my|Own": 1}');
    assert.deepEqual(typeDefinitionsAt(unknown.alloy, unknown.offset), []);
  });

  test("nothing where nothing is named, in broken text too", () => {
    for (const marked of ["|", "{|", '{"name": "|a"}', '{"stages": [{"type": |', '{"a": tr|ue']) {
      const { alloy, offset } = withCursor(marked);
      assert.deepEqual(definitionsAt(alloy, offset), []);
      assert.deepEqual(referencesAt(alloy, offset, true), []);
      assert.equal(renameableAt(alloy, offset), undefined);
    }
  });
});

suite("rename", () => {
  const renamed = (from: ReturnType<typeof withCursor>, name: string): string => {
    const result = rename(from.alloy, from.offset, name);
    assert.ok(result && "edits" in result, JSON.stringify(result));
    return applyEdits(from.text, result.edits);
  };

  test("everywhere at once, and back again", () => {
    for (const [part, index, name] of [
      ['"code-mix"', 2, "other code"],
      ['"humaneval_plus"', 0, 'a "quoted" name'],
      ['"v1"', 0, "v0"],
      ['"v2"', 1, "völlig \u{1F600} neu"],
    ] as const) {
      for (const eol of ["\n", "\r\n"]) {
        const original = ALLOY.replace('"humaneval+"', '"humaneval_plus"').replaceAll("\n", eol);
        const there = at(part, index, original);
        const once = renamed(there, name);
        assert.ok(isJson(once));
        assert.ok(!once.includes(part));
        const back = at(JSON.stringify(name), 0, once);
        assert.equal(renamed(back, JSON.parse(part)), original);
      }
    }
  });

  test("offers the name without its quotes", () => {
    const { alloy, offset, text } = at('"v1"');
    const found = renameableAt(alloy, offset);
    assert.deepEqual(found && [text.slice(found.start, found.end), found.name], ["v1", "v1"]);
  });

  test("refuses a name that is taken or empty, and leaves what is not the alloy's own", () => {
    const corpus = at('"code-mix"');
    assert.deepEqual(rename(corpus.alloy, corpus.offset, "other"), {
      refusal: '"other" is already used as a name in this alloy. Choose a different one.',
    });
    assert.deepEqual(rename(corpus.alloy, corpus.offset, " "), { refusal: "A name must not be empty." });
    const type = at('"eval"');
    assert.equal(rename(type.alloy, type.offset, "x"), undefined);
  });
});

suite("linked editing", () => {
  test("a name that stands twice in one object", () => {
    const { alloy, offset, text } = at('"humaneval_plus": ');
    assert.deepEqual(textsOf(text, linkedAt(alloy, offset)), ["9: humaneval_plus", "9: humaneval_plus"]);
    const elsewhere = at('"humaneval_plus"', 2);
    assert.deepEqual(linkedAt(elsewhere.alloy, elsewhere.offset), []);
  });

  test("a domain and a stage type lead into their vocabulary, a field into its schema", () => {
    const at = (marked: string) => {
      const { alloy, offset } = withCursor(marked);
      return [definitionsAt(alloy, offset), typeDefinitionsAt(alloy, offset)].map((targets) =>
        targets.map((target) =>
          target.in === "vocabulary" ? `${target.owner} ${target.pointer}` : target.in,
        ),
      );
    };
    assert.deepEqual(at('{"domains": ["ticke|ting"]}')[0], ["ticketing /id"]);
    assert.deepEqual(at('{"domains": ["no|where"]}')[0], []);
    assert.deepEqual(at('{"stages": [{"type": "pr|une"}]}'), [
      ["llm-forge /stages/prune"],
      ["llm-forge /stages/prune"],
    ]);
    assert.deepEqual(at('{"stages": [{"type": "unheard|of"}]}'), [[], []]);
    assert.equal(at('{"cyc|les": 1}')[0]?.length, 0);
    assert.match(String(at('{"cyc|les": 1}')[1]), /^core .*cycles/);
    assert.deepEqual(at('{"any|thing": 1}'), [[], []]);
    assert.deepEqual(at("|"), [[], []]);
  });

  test("a name that nothing declares is defined where it is mentioned first", () => {
    const marked =
      '{"stages": [{"type": "expert-activation-profile", "calibrationCorpus": "c"}, {"type": "expert-prune", "calibrationCorpus": "|c"}]}';
    const { alloy, text, offset } = withCursor(marked);
    const [target] = definitionsAt(alloy, offset);
    assert.equal(target?.in === "document" ? target.at.start : undefined, text.indexOf('"c"'));
  });

  test("where nothing is named, nothing is found", () => {
    const { alloy, offset } = withCursor('{"cycles": |1}');
    assert.deepEqual(
      [referencesAt(alloy, offset, true), highlightsAt(alloy, offset), linkedAt(alloy, offset)],
      [[], [], []],
    );
    assert.equal(rename(alloy, offset, "a"), undefined);
  });
});
