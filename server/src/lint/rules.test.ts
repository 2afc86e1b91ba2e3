import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Alloy } from "../model/alloy.js";
import { rules } from "../rules/index.js";
import { bundled } from "../schema/bundled.js";
import type { DocumentKind } from "../schema/document-kind.js";
import { starterDomain } from "../schema/domain-file.js";
import { parseJson } from "../syntax/parser.js";
import { type Span, walk } from "../syntax/tree.js";
import { afterEdits, alloyOf, isJson, problemsOf, withRanges } from "../testing/fixtures.js";
import { goldenOf } from "../testing/golden.js";
import type { CheckSettings } from "./configuration.js";
import { hasErrors } from "./has-errors.js";
import { diagnose, type KeptFindings, MAX_PROBLEMS } from "./lint.js";
import { withDomains } from "./load-domain.js";
import { type DocumentContext, type Example, exampleOf, type Problem } from "./rule.js";
import { findingsOf } from "./rule-examples.js";
import type { Levels } from "./severity.js";

/** What the rules say about their examples, by code. */
const golden = new Map(
  readFileSync(fileURLToPath(new URL("../rules/rules.golden.txt", import.meta.url)), "utf8")
    .replaceAll("\r\n", "\n")
    .split(/^(?=## )/m)
    .map((text) => [/^## (.*)/.exec(text)?.[1], text.trimEnd()]),
);

suite("rules: every example of every rule", () => {
  for (const rule of rules) {
    const found = (text: string, example?: Omit<Example, "text">) => findingsOf(rule, text, example);

    for (const example of rule.examples.bad.map(exampleOf)) {
      const { text, ranges } = withRanges(example.text);
      test(`${rule.code} reports ${example.text.slice(0, 60)}`, () => {
        const problems = found(text, example);
        assert.deepEqual(
          problems.map(({ start, end }) => text.slice(start, end)),
          ranges.map(({ start, end }) => text.slice(start, end)),
        );
        assert.deepEqual(
          problems.map(({ start, end }) => ({ start, end })),
          ranges,
        );
        for (const { message } of problems) assert.match(message, /^\S.*[.?]$/);
      });

      test(`${rule.code}: each fix removes the problem of ${example.text.slice(0, 50)}`, () => {
        const problems = found(text, example);
        for (const problem of problems) {
          for (const fix of problem.fixes()) {
            const after = afterEdits(text, fix.edits);
            const left = found(after, example).length;
            assert.ok(left < problems.length, `"${fix.title}" leaves the problem in ${after}`);
            if (problems.length === 1 && rule.code.startsWith("json/") && rule.severity === "error") {
              assert.ok(isJson(after), `"${fix.title}" leaves no JSON: ${after}`);
            }
          }
        }
      });

      if (example.context) {
        test(`${rule.code} says nothing without the context of ${example.text.slice(0, 40)}`, () => {
          assert.deepEqual(found(text), []);
        });
      }
    }

    test(`${rule.code} says what rules.golden.txt says; \`npm run docs\` writes it`, () => {
      assert.equal(goldenOf(rule).trimEnd(), golden.get(rule.code));
    });

    test(`${rule.code} bears any value in the place of any other, and so do all others`, () => {
      const kind = rule.on === undefined || rule.on === "every" ? "alloy" : rule.on;
      for (const { text, context } of [...rule.examples.bad, ...rule.examples.good].map(exampleOf)) {
        const plain = withRanges(text).text;
        if (plain.length > 2000) continue;
        const places: Span[] = [];
        walk(parseJson(plain).root, ({ start, end }) => {
          places.push({ start, end });
        });
        for (const { start, end } of places)
          for (const other of ["null", "5", '"x"', "[null]", "{}", ""])
            for (const problem of problemsOf(plain.slice(0, start) + other + plain.slice(end), kind, context))
              if (problem.code === rule.code) problem.fixes();
      }
    });

    for (const example of rule.examples.good.map(exampleOf)) {
      test(`${rule.code} says nothing about ${example.text.slice(0, 60)}`, () => {
        assert.deepEqual(found(example.text, example), []);
      });
    }
  }

  test("codes are unique and well formed", () => {
    const codes = rules.map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    for (const code of codes) assert.match(code, /^[a-z]+\/[a-z-]+$/);
  });
});

suite("hasErrors", () => {
  test("agrees with all rules about every example", () => {
    for (const { on = "alloy", examples } of rules)
      for (const { text } of [...examples.bad, ...examples.good].map(exampleOf)) {
        const alloy = alloyOf(withRanges(text).text, on === "every" ? "alloy" : on);
        const errors = diagnose(alloy).problems.filter(({ severity }) => severity === "error");
        assert.equal(hasErrors(alloy), errors.length > 0, text);
      }
  });
});

suite("diagnose", () => {
  test("a setting changes a severity or switches a rule off", () => {
    const alloy = alloyOf('{"tags": null}');
    const codes = (...layers: Levels[]) =>
      diagnose(alloy, { layers, suppressions: [] }).problems.map(
        ({ code, severity }) => `${code} ${severity}`,
      );
    assert.ok(codes({}).includes("schema/null error"));
    assert.ok(codes({ "schema/null": "hint" }).includes("schema/null hint"));
    assert.ok(!codes({ schema: "off" }).some((entry) => entry.startsWith("schema/")));
    assert.ok(codes({ schema: "off", "schema/null": "warning" }).includes("schema/null warning"));
    assert.ok(!codes({ "schema/null": "off" }).some((entry) => entry.startsWith("schema/null")));
    // The first layer that speaks of a code decides, even by its group.
    assert.ok(codes({ schema: "hint" }, { "schema/null": "off" }).includes("schema/null hint"));
    assert.ok(!codes({ executor: "hint" }, { "schema/null": "off" }).includes("schema/null hint"));
  });

  test("what a domain owns at the root is judged once, and of a stage of unknown type its type alone", () => {
    const codes = (text: string) => diagnose(alloyOf(text)).problems.map(({ code }) => code);
    const wrong = codes('{"calibrationCorpora": 5}').filter((code) => code === "schema/type");
    assert.deepEqual(wrong, ["schema/type"]);
    const said = codes('{"stages": [{"type": "qwertz", "tipe": 1, "other": 2}]}');
    assert.ok(said.includes("stage/unknown-type"));
    assert.deepEqual(
      said.filter((code) => code.startsWith("field/")),
      [],
    );
  });

  test("with all rules off nothing is said, and each kind of document has rules of its own", () => {
    const all = Object.fromEntries(rules.map(({ code }) => [code, "off" as const]));
    assert.deepEqual(diagnose(alloyOf('{"tags": null}'), { layers: [all], suppressions: [] }).problems, []);
    const said = (kind: DocumentKind) =>
      diagnose(alloyOf('{"suppressions": [{}], "stages": [{"type": "prun"}]}', kind), {
        layers: [],
        suppressions: [],
      })
        .problems.map(({ code }) => code)
        .filter((code) => code === "stage/unknown-type" || code === "vocabulary/type");
    assert.deepEqual([said("alloy"), said("configuration")], [["stage/unknown-type"], []]);
  });

  test("problems are in the order of the text, and the shorter first where they start together", () => {
    const places = (text: string, context?: DocumentContext) =>
      problemsOf(text, "alloy", context).map(({ code, start, end }) => `${code} ${start}-${end}`);
    assert.deepEqual(places("[", { isLarge: true }), ["file/large 0-0", "json/syntax 0-1"]);
    assert.deepEqual(places('{"name": {"a": 1, "a": 2}}').slice(-2), [
      "schema/type 9-25",
      "json/duplicate-key 18-21",
    ]);
  });

  test("of a large document only the syntax is checked", () => {
    const { problems, checkedStages } = diagnose(
      alloyOf('{"domains": ["nowhere"], "stages": [{"type": "prun", "type": "x"},], "tags": null}'),
      undefined,
      { isLarge: true },
    );
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["file/large", "json/trailing-comma"],
    );
    assert.equal(checkedStages, 0);
  });

  test("what a sentence quotes does not make it endless", () => {
    const messageOf = (length: number) =>
      problemsOf(`{"stages": [{"type": "${"x".repeat(length)}"}]}`).find(
        ({ code }) => code === "stage/unknown-type",
      )?.message ?? "";
    const others = messageOf(1).length - 1;
    assert.equal(messageOf(2000 - others).length, 2000);
    assert.match(messageOf(2000 - others), /\.$/);
    assert.equal(messageOf(2001 - others).length, 2001);
    assert.match(messageOf(2001 - others), /^Unknown stage type "x{1900,}.*…$/);
    assert.equal(messageOf(9000).length, 2001);
  });

  test("of equally grave problems those nearest to the last edit are shown, and all where just so many are allowed", () => {
    const stage = '{"type": "prun"},';
    const alloyWith = (count: number) => `{"stages": [${stage.repeat(count)} {"type": "eval"}]}`;
    const text = alloyWith(MAX_PROBLEMS * 2);
    const levels: Levels = { schema: "off", executor: "off", stage: "off", "stage/unknown-type": "error" };
    const settings = { layers: [levels], suppressions: [] };
    const shown = (editedAt?: number) => {
      const [more, ...others] = diagnose(
        alloyOf(text),
        settings,
        editedAt === undefined ? {} : { editedAt },
      ).problems;
      assert.deepEqual([more?.code, more?.fixes(), others.length], ["diagnose/more", [], MAX_PROBLEMS]);
      return [others[0]?.start, others.at(-1)?.start];
    };
    const start = text.indexOf('"prun"');
    const width = stage.length;
    assert.deepEqual(shown(), [start, start + (MAX_PROBLEMS - 1) * width]);
    const middle = start + MAX_PROBLEMS * width;
    assert.deepEqual(shown(middle + 1), [
      middle - (MAX_PROBLEMS / 2 - 1) * width,
      middle + (MAX_PROBLEMS / 2) * width,
    ]);
    assert.deepEqual(shown(text.length), [
      start + MAX_PROBLEMS * width,
      start + (MAX_PROBLEMS * 2 - 1) * width,
    ]);
    const fitting = diagnose(alloyOf(alloyWith(MAX_PROBLEMS)), settings).problems;
    assert.deepEqual([fitting[0]?.code, fitting.length], ["stage/unknown-type", MAX_PROBLEMS]);
  });

  test("of very many problems the gravest are shown, and the number of the others", () => {
    const hints = '{"type": "train", "learninRate": "1e-4"},'.repeat(MAX_PROBLEMS + 7);
    const found = problemsOf(`{"stages": [${hints} {"type": "prun"}]}`);
    assert.equal(found.length, MAX_PROBLEMS + 1);
    assert.match(found[0]?.message ?? "", /^11 more problems are not shown/);
    assert.ok(found.some(({ code }) => code === "stage/unknown-type"));
  });

  test("a stage that is none is told what it must be", () => {
    for (const [value, what] of [
      ["[1]", "an array"],
      ['"prune"', 'the string "prune"'],
      ["5.0", "5.0"],
      ["true", "true"],
    ]) {
      const found = problemsOf(`{"stages": [${value}]}`).find(({ code }) => code === "schema/type");
      assert.equal(found?.message, `This item must be an object, but is ${what}.`);
    }
  });

  test("one problem is one message", () => {
    const cases: [string, string[]][] = [
      ['{"stages": [{"type": "prune", "stratgy": "entropy", "level": 0.3}]}', ["schema/required"]],
      ['{"stages": [{"type": "prune", "strategy": 5, "level": 0.3}]}', ["schema/type"]],
      ['{"stages": [{"type": "prune", "strategy": null, "level": 0.3}]}', ["schema/null"]],
      ['{"stages": [{"type": "lora", "rank": "4096"}]}', ["schema/range", "schema/number-as-text"]],
      ['{"stages": [{"type": "prun"}]}', ["stage/unknown-type"]],
      ['{"stages": [{}]}', ["schema/required"]],
      ['{"stages": ["prune"]}', ["schema/type"]],
      ['{"stages": [{"type": "prune", "strategy": , "level": 0.3}]}', ["json/syntax"]],
      ['{"stages": [{"type": "prune", "strategy": entropy, "level": 0.3}]}', ["json/syntax"]],
      ['{"domains": ["nowhere"], "stages": [{"type": "a"}, {"type": "b"}]}', ["domain/unknown"]],
      [
        '{"source": {"base_model": "a", "architecture": "b"}, "stages": [{"type": "deliver"}]}',
        ["field/snake-case"],
      ],
    ];
    for (const [text, expected] of cases) {
      const envelope = '"name": "a", "version": "1.0.0", ';
      const source = text.includes('"source"') ? "" : '"source": {"baseModel": "a", "architecture": "b"}, ';
      const whole = `{${envelope}${source}${text.slice(1)}`;
      // What else may be said about so small an alloy is not the point here.
      const isAside = /^(executor|stage\/nothing-evaluated)/;
      assert.deepEqual(
        problemsOf(whole)
          .map(({ code }) => code)
          .filter((code) => !isAside.test(code)),
        expected,
        whole,
      );
    }
  });
});

/** An alloy that is edited, with what diagnosing it knows from before. */
class EditedAlloy {
  alloy: Alloy;
  #kept: KeptFindings | undefined;

  constructor(text: string) {
    this.alloy = alloyOf(text);
    this.diagnose();
  }

  replace(old: string, text: string, registry = this.alloy.registry): this {
    const whole = this.alloy.tree.text;
    const start = whole.indexOf(old);
    assert.notEqual(start, -1, old);
    this.edit(start, start + old.length, text);
    this.alloy = this.alloy.withRegistry(registry);
    return this;
  }

  edit(start: number, end: number, text: string): this {
    const { source } = this.alloy.tree;
    this.alloy = this.alloy.edited({ start, end, length: text.length }, source.edited(start, end, text));
    return this;
  }

  /** How many stages were looked at, having seen that nothing differs from a document that is opened as it is. */
  diagnose(settings?: CheckSettings): number {
    const { alloy } = this;
    const { problems, checkedStages, keep } = diagnose(alloy, settings, undefined, this.#kept);
    this.#kept = keep();
    const fresh = diagnose(Alloy.parse(alloy.tree.text, alloy.registry), settings);
    assert.deepEqual(problems.map(seen), fresh.problems.map(seen));
    return checkedStages;
  }
}

function seen(problem: Problem) {
  const { code, severity, start, end, message, tag, related } = problem;
  return { code, severity, start, end, message, tag, related, fixes: problem.fixes() };
}

suite("diagnose: a document while it is edited", () => {
  const STAGES =
    '{"name": "first", "stages": [{"type": "lora", "rank": 5000}, {"type": "prune", "strategy": "entropy", "level": 0.3}, {"type": "quant", "bits": "x"}, {"type": "lora", "rank": "5"}], "source": {"baseModel": "a", "architecture": "b"}}';

  test("only stages that are new are looked at, and what was found in the others moves with them", () => {
    const edited = new EditedAlloy(STAGES);
    assert.equal(edited.diagnose(), 0);
    assert.equal(edited.replace('"entropy"', '"nowhere at all"').diagnose(), 1);
    assert.equal(edited.replace("0.3", "3000").diagnose(), 1);
    assert.equal(edited.replace('"nowhere at all"', '"entropy"').replace("3000", "0.3").diagnose(), 1);
    assert.equal(edited.replace("5000", "8").diagnose(), 1);
    assert.equal(edited.replace('{"type": "lora", "rank": 8}, ', "").diagnose(), 0);
    assert.equal(edited.replace('"first"', "null").diagnose(), 0);
    assert.equal(edited.replace(', {"type": "lora", "rank": "5"}', "").diagnose(), 0);
  });

  /** An edit for each value in the stages, and for the space after each stage. */
  function editsInStages(alloy: Alloy): { start: number; end: number; text: string }[] {
    const edits: { start: number; end: number; text: string }[] = [];
    for (const { node } of alloy.stages) {
      edits.push({ start: node.end, end: node.end, text: "  " });
      walk(node, ({ kind, start, end }) => {
        if (kind === "string") edits.push({ start: end - 1, end: end - 1, text: "x" });
        else if (kind === "number") edits.push({ start, end, text: "7" });
        else if (kind === "object") edits.push({ start: start + 1, end: start + 1, text: '"new": 1, ' });
      });
    }
    return edits;
  }

  test("what is kept of an example while a stage of it is edited is what is found in it anew", () => {
    for (const { examples, on = "alloy" } of rules) {
      if (on === "domain" || on === "configuration") continue;
      for (const example of [...examples.bad, ...examples.good]) {
        const { text } = withRanges(exampleOf(example).text);
        const alloy = alloyOf(text);
        if (alloy.tree.problems.length > 0) continue;
        for (const { start, end, text: inserted } of editsInStages(alloy)) {
          const edited = new EditedAlloy(text);
          edited.edit(start, end, inserted).diagnose();
          edited.edit(start, start + inserted.length, text.slice(start, end)).diagnose();
        }
      }
    }
  });

  test("all stages are looked at where what is found in them may follow from something else", () => {
    const edited = new EditedAlloy(STAGES);
    assert.equal(edited.replace('"b"}', '"qwen3_moe"}').diagnose(), 4);
    assert.equal(edited.replace('"first"', '"first", "domains": ["nowhere"]').diagnose(), 4);
    const lab = {
      uri: "file:///lab.json",
      place: "lab.json",
      text: JSON.stringify(starterDomain("nowhere")),
    };
    assert.equal(edited.replace('"stages"', '"stages"', withDomains(bundled, [lab], true)).diagnose(), 4);
    assert.equal(edited.replace('"stages"', '"stages"').diagnose(), 0);
    assert.equal(edited.diagnose({ layers: [{ schema: "hint" }], suppressions: [] }), 4);
  });
});
