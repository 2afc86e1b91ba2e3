import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { completionsAt } from "../features/completion/completion.js";
import { hoverAt } from "../features/hover.js";
import { outline } from "../features/outline.js";
import { Alloy } from "../model/alloy.js";
import { MAX_DOMAIN_LENGTH } from "../rules/vocabulary/limits.js";
import { bundled } from "../schema/bundled.js";
import { starterDomain } from "../schema/domain-file.js";
import type { SchemaLocation } from "../schema/effective-schema.js";
import type { Registry } from "../schema/registry.js";
import { afterEdits, expectCompletion, hoverText, problemsOf } from "../testing/fixtures.js";
import fc from "../testing/property.js";
import { diagnose } from "./lint.js";
import { clashOf, type DomainSource, withDomains } from "./load-domain.js";

const EXAMPLES = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../../examples");
const LAB = readFileSync(path.join(EXAMPLES, ".forge-alloy/domains/lab-batch.json"), "utf8");
const BATCH = readFileSync(path.join(EXAMPLES, "lab-batch.alloy.json"), "utf8");

function source(text: string, name = "lab-batch"): DomainSource {
  return { uri: `file:///w/${name}.json`, place: `${name}.json`, text };
}

function registry(...texts: string[]): Registry {
  return withDomains(
    bundled,
    texts.map((text, i) => source(text, `d${i}`)),
    true,
  );
}

function problems(text: string, made: Registry = registry(LAB)): string[] {
  return diagnose(Alloy.parse(text, made)).problems.map(
    ({ code, start, end }) => `${code} ${text.slice(start, end)}`,
  );
}

suite("a domain of one's own", () => {
  test("its file and its alloy are without problems", () => {
    assert.deepEqual(problemsOf(LAB, "domain"), []);
    assert.deepEqual(problems(BATCH), []);
  });

  test("its stages are validated, with its own conditions", () => {
    const cases: [string, string, string][] = [
      ['"celsius": 60', '"celsius": 600', "schema/range 600"],
      ['"celsius": 60, ', "", 'schema/required "synthesize"'],
      ['"S-0417", "grams"', '"S-417", "grams"', 'schema/other "id"'],
      ['"method": "titration"', '"method": "titraton"', 'schema/enum "titraton"'],
      ['["Example Clinic", "Example Hospice"]', "[]", 'schema/other "to"'],
      ['"name": "water"', '"name": ""', 'schema/other "name"'],
      ['"grams": 12.5', '"grams": 0', 'schema/other "grams"'],
      ['"synthesize"', '"synthesise"', 'stage/unknown-type "synthesise"'],
    ];
    for (const [from, to, expected] of cases) {
      const wrong = BATCH.replace(from, to);
      assert.notEqual(wrong, BATCH);
      assert.ok(problems(wrong).includes(expected), `${expected} is not among ${problems(wrong).join("; ")}`);
    }
  });

  test("order and references are checked by data", () => {
    const untested = BATCH.replace(/ {4}\{ "type": "quality-test"[^\n]*\n/, "");
    assert.deepEqual(problems(untested), ['stage/needs-earlier "distribute"']);
    assert.equal(
      diagnose(Alloy.parse(untested, registry(LAB))).problems[0]?.message,
      '"distribute" requires an earlier stage: "quality-test". Insert one before it.',
    );
    const [tested = ""] = BATCH.match(/ {4}\{ "type": "quality-test"[^\n]*\n/) ?? [];
    const late = untested.replace('Hospice"] }\n', `Hospice"] },\n${tested.replace(/,\n$/, "\n")}`);
    assert.ok(problems(late).includes('stage/needs-earlier "distribute"'), String(problems(late)));
    const misnamed = (sample: string) => {
      const wrong = BATCH.replace('"sample": "S-0417"', `"sample": "${sample}"`);
      const [problem] = diagnose(Alloy.parse(wrong, registry(LAB))).problems;
      assert.equal(problem?.code, "reference/unknown-name");
      assert.equal(problem.message, `Unknown name "${sample}". Available: "S-0417".`);
      const fix = problem.fixes().find(({ preferred }) => preferred);
      return fix && afterEdits(wrong, fix.edits);
    };
    assert.equal(misnamed("s_0417"), BATCH);
    // Another number is another sample.
    assert.equal(misnamed("S-0471"), undefined);
  });

  test("the source must suit its schema beside that of the format", () => {
    const strict = {
      ...JSON.parse(LAB),
      sourceSchema: {
        type: "object",
        required: ["license"],
        properties: { baseModel: { type: "string", pattern: "^lab/" }, license: { type: "string" } },
      },
    };
    const found = (source: object) => {
      const text = JSON.stringify({
        name: "a",
        version: "1.0.0",
        domains: ["lab-batch"],
        source,
        stages: [],
      });
      return problems(text, registry(JSON.stringify(strict))).filter((problem) =>
        problem.startsWith("schema/"),
      );
    };
    const source = { baseModel: "lab/x", architecture: "a", license: "mit" };
    assert.deepEqual(found(source), []);
    assert.deepEqual(found({ ...source, baseModel: "other/x" }), ['schema/other "baseModel"']);
    assert.deepEqual(found({ ...source, baseModel: 5 }), ["schema/type 5"]);
    assert.deepEqual(found({ ...source, license: undefined }), ['schema/required "source"']);
  });

  test("it is completed, explained and outlined like any other", () => {
    const alloy = Alloy.parse(BATCH, registry(LAB));
    const at = (text: string) => BATCH.indexOf(text) + 1;
    assert.match(
      hoverAt(alloy, at('"celsius"'))?.markdown ?? "",
      /Temperature of the content[\s\S]*-90 to 400[\s\S]*lab-batch/,
    );
    const types = completionsAt(alloy, at('"synthesize"'), { snippets: false, retriggers: false });
    assert.deepEqual(
      types.map(({ label }) => label),
      ["compound", "synthesize", "quality-test", "package", "distribute"],
    );
    const samples = completionsAt(alloy, at('"S-0417", "purity"'), { snippets: false, retriggers: false });
    assert.deepEqual(
      samples.map(({ label }) => label),
      ["S-0417"],
    );
    const stages = outline(alloy).find(({ name }) => name === "stages");
    assert.equal(stages?.children[1]?.name, "2 synthesize · 60 °C for 45 min");
    assert.equal(stages?.children[4]?.detail, "archive");
  });

  test("phases of its own come behind the common ones", () => {
    const early = BATCH.replace(
      /( {4}\{ "type": "package"[^\n]*)\n( {4}\{ "type": "distribute"[^\n]*)\n/,
      "$2,\n$1\n",
    )
      .replace("},,", "},")
      .replace("100 },\n  ]", "100 }\n  ]");
    assert.deepEqual(problems(early), ['stage/phase-order "package"']);
  });
});

suite("a registry with domains", () => {
  test("the same vocabulary twice is fine, in any layout; the first file has it", () => {
    const reordered = Object.fromEntries(Object.entries(JSON.parse(LAB)).reverse());
    const made = registry(LAB, JSON.stringify({ ...reordered, $schema: "../domain.schema.json" }));
    assert.equal(made.unavailable.size, 0);
    assert.equal(made.domains.length, bundled.domains.length + 1);
    assert.equal(made.domain("lab-batch")?.place, "file:///w/d0.json");
  });

  test("a copy of a bundled vocabulary changes nothing", () => {
    const made = registry(JSON.stringify(bundled.domain("ticketing")?.file));
    assert.equal(made.unavailable.size, 0);
    assert.equal(made.domain("ticketing"), bundled.domain("ticketing"));
  });

  test("a file with warnings only is used", () => {
    const odd = LAB.replace('"status": "stable",', '"status": "stable", "colour": "red",');
    assert.deepEqual(
      problemsOf(odd, "domain").map(({ code, severity }) => `${code} ${severity}`),
      ["field/unknown warning"],
    );
    assert.ok(registry(odd).domain("lab-batch"));
  });

  test("a file of just the size that is allowed is used; a longer one is not read, and known by its name", () => {
    const longest = LAB + " ".repeat(MAX_DOMAIN_LENGTH - LAB.length);
    assert.ok(registry(longest).domain("lab-batch"));
    const tooLong = { ...source(`${longest} `), place: ".forge-alloy/domains/lab.json.json" };
    assert.deepEqual(
      [...withDomains(bundled, [tooLong], true).unavailable.values()],
      [{ id: "lab.json", why: "broken", place: tooLong.place }],
    );
  });

  test("another vocabulary under a registered id is refused, with its place", () => {
    const made = registry(LAB, LAB.replace('"title": "', '"title": "My '));
    assert.deepEqual([...made.unavailable.values()], [{ id: "lab-batch", why: "clash", place: "d1.json" }]);
    assert.doesNotMatch(made.domain("lab-batch")?.file.title ?? "", /My/);
    const bundledClash = registry(LAB.replace('"id": "lab-batch"', '"id": "llm-forge"'));
    assert.equal(bundledClash.unavailable.get("llm-forge")?.why, "clash");
    assert.ok(bundledClash.domain("llm-forge")?.file.stages.train);
  });

  test("of a file that is written only its last text is remembered, and unchanged it is the same domain", () => {
    const memory = new Map();
    const load = (text: string) => withDomains(bundled, [source(text)], true, memory).domain("lab-batch");
    load(LAB.replace('"1.0.0"', '"2.0.0"'));
    const first = load(LAB);
    assert.equal(memory.size, 1);
    assert.equal(first?.file.version, "1.0.0");
    assert.equal(load(LAB), first);
  });

  test("a domain that is declared over and over makes no vocabulary of its own", () => {
    assert.equal(bundled.vocabulary(["ticketing", "ticketing"]), bundled.vocabulary(["ticketing"]));
  });

  test("one that fails is named where it is used, and the others work", () => {
    const made = registry(
      LAB.replace('"phase": "input"', '"phase": "nowhere"'),
      JSON.stringify(starterDomain("other")),
    );
    assert.ok(made.domain("other"));
    const [problem] = diagnose(Alloy.parse(BATCH, made)).problems;
    assert.match(problem?.message ?? "", /"lab-batch" was not loaded: its file "d0\.json" has errors/);
  });

  test("nothing of an untrusted workspace is used, and the alloy says so", () => {
    const made = withDomains(bundled, [source(LAB)], false);
    assert.equal(made.domain("lab-batch"), undefined);
    const found = diagnose(Alloy.parse(BATCH, made)).problems;
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? "", /not trusted/);
  });

  test("a shared stage type is reported on the later domain", () => {
    const text = BATCH.replace('["lab-batch"]', '["llm-forge", "lab-batch"]');
    assert.ok(problems(text).includes('domain/shared-stage-type "lab-batch"'));
  });

  test("the starter is without problems but for being a draft", () => {
    const text = JSON.stringify(starterDomain("my-lab"));
    assert.deepEqual(problemsOf(text, "domain"), []);
    const alloy =
      '{"name": "a", "version": "1.0.0", "domains": ["my-lab"], "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": "step", "amount": 5}]}';
    assert.deepEqual(problems(alloy, registry(text)), ['domain/draft "my-lab"']);
  });
});

suite("a domain file in the editor", () => {
  test("is validated, completed and explained", () => {
    const plain = { snippets: false, retriggers: false };
    expectCompletion("{|}", plain, "domain").toStartWith("all required fields", "id", "version");
    expectCompletion('{"stages": {"a": {|}}}', plain, "domain").toStartWith("phase", "summary");
    expectCompletion('{"stages": {"a": {"phase": "|"}}}', plain, "domain").toOffer("input", "delivery");
    expectCompletion('{"stages": {"a": {"properties": {"b": {|}}}}}', plain, "domain").toOffer(
      "type",
      "pattern",
    );
    expectCompletion('{"stages": {"a": {"properties": {"b": {"type": "|"}}}}}', plain, "domain").toOffer(
      "integer",
    );
    assert.match(hoverText('{"stages": {"a": {"needs|Earlier": []}}}', "domain"), /come earlier/);
    const codes = (text: string) => problemsOf(text, "domain").map(({ code }) => code);
    assert.ok(codes('{"stages": {"a": {"colour": "red"}}}').includes("field/unknown"));
    assert.ok(codes('{"stages": {"a": {"descripton": "x"}}}').includes("schema/required"));
    assert.ok(codes("{}").includes("schema/required"));
  });
});

/** Vocabularies that mean harm, or come to it. */
const HOSTILE: Record<string, string> = {
  "a schema from an address": '{"$defs": {"A": {"type": "object", "$ref": "https://evil.example/x.json"}}}',
  "a reference in a circle": '{"$defs": {"A": {"type": "object", "$ref": "#/$defs/A"}}}',
  "definitions that grow by references": `{"$defs": {${Array.from({ length: 40 }, (_, i) => `"D${i}": {"type": "object", "properties": {${Array.from({ length: 100 }, (_, j) => `"f${j}": {"type": "object", "$ref": "#/$defs/D${(i + 1) % 40}"}`)}}}`)}}}`,
  "a long chain of references": `{"$defs": {"D5000": {"type": "string"}, ${Array.from({ length: 5000 }, (_, i) => `"D${i}": {"type": "string", "$ref": "#/$defs/D${i + 1}"}`)}}}`,
  "branches without end": `{"$defs": {"A": {"type": "object", "oneOf": [${Array.from({ length: 5000 }, (_, i) => `{"properties": {"k": {"const": ${i}}}}`)}]}}}`,
  "conditions without end": `{"$defs": {"A": {"type": "object", "properties": {"k": {}}, "allOf": [${'{"if": {"properties": {"k": {"const": 1}}}, "then": {}}, '.repeat(5000)}{"if": {"properties": {}}, "then": {}}]}}}`,
  "a domain that extends itself": `{"id": "self", "version": "1.0.0", "title": "x", "description": "x", "extends": "self"}`,
  "a huge enum": `{"$defs": {"A": {"type": "string", "enum": [${Array.from({ length: 20_000 }, (_, i) => `"v${i}"`)}]}}}`,
  "huge suggestions": `{"lists": {"a": [${Array.from({ length: 20_000 }, (_, i) => `"v${i}"`)}]}}`,
  "very many stages": `{"stages": {${Array.from({ length: 5000 }, (_, i) => `"s${i}": {}`).join()}}}`,
  "endless depth": `{"stages": ${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`,
  "no object": "[1, 2, 3]",
  "no JSON": '{"id": "x", ',
  "a bundled id": '{"id": "llm-forge", "stages": {}}',
  "a huge text": `{"id": "huge", "description": "${"x".repeat(3_000_000)}"}`,
};

suite("hostile vocabularies", () => {
  for (const [what, text] of Object.entries(HOSTILE)) {
    test(`${what}: refused, and the others work`, () => {
      const made = registry(text, LAB);
      assert.equal(made.unavailable.size, 1, what);
      assert.deepEqual(problems(BATCH, made), []);
    });
  }

  test("keys that objects inherit are ordinary keys", () => {
    const odd = JSON.parse(JSON.stringify(starterDomain("odd")));
    const text = JSON.stringify(odd).replace(
      '"properties":{',
      '"properties":{"__proto__":{"type":"number","description":"x","whenAbsent":"y"},"constructor":{"type":"integer","description":"x","whenAbsent":"y"},',
    );
    const made = registry(text);
    assert.equal(made.unavailable.size, 0);
    const alloy = (value: string) =>
      `{"name": "a", "version": "1.0.0", "domains": ["odd"], "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": "step", "__proto__": ${value}, "constructor": ${value}}]}`;
    assert.deepEqual(
      problems(alloy('"x"'), made).filter((one) => one.startsWith("schema")),
      ['schema/type "x"', 'schema/type "x"'],
    );
    assert.deepEqual(
      problems(alloy("1"), made).filter((one) => one.startsWith("schema")),
      [],
    );
    assert.equal(({} as Record<string, unknown>).type, undefined);
  });

  test("a vocabulary whose references lead to each other makes as many places as it is long, whatever an alloy has", () => {
    const domain = {
      ...starterDomain("tree"),
      $defs: {
        Node: {
          type: "object",
          description: "x",
          properties: Object.fromEntries(
            Array.from({ length: 100 }, (_, i) => [
              `f${i}`,
              { type: "object", description: "x", $ref: "#/$defs/Node" },
            ]),
          ),
        },
      },
      rootExtensions: { tree: { type: "object", description: "x", $ref: "#/$defs/Node" } },
    };
    const made = registry(JSON.stringify(domain));
    assert.ok(made.domain("tree"));
    const vocabulary = made.vocabulary(["tree"]);
    const places = new Set<unknown>();
    const descend = (at: SchemaLocation | undefined, depth: number): void => {
      if (!at) return;
      places.add(at);
      if (depth > 0) for (const key of ["f0", "f1", "f99"]) descend(vocabulary.member(at, key), depth - 1);
    };
    descend(vocabulary.member(vocabulary.root, "tree"), 7);
    // The root, and three fields below each of four references: 13 places, not 3 + 9 + 27 + …
    assert.ok(places.size <= 13, String(places.size));
    assert.equal(vocabulary.member(vocabulary.root, "tree")?.id, "tree#/rootExtensions/properties/tree");
    const inner = vocabulary.member(vocabulary.member(vocabulary.root, "tree") as SchemaLocation, "f3");
    assert.equal(inner?.id, "tree#/$defs/Node/properties/f3");
  });

  test("any text as a vocabulary: no throw, no harm", () => {
    fc.assert(
      fc.property(fc.nat(LAB.length), fc.nat(60), fc.string(), (at, length, put) => {
        const made = registry(LAB.slice(0, at) + put + LAB.slice(at + length));
        problems(BATCH, made);
      }),
      { numRuns: 300 },
    );
  });
});

suite("patterns of a vocabulary", () => {
  const withPattern = (pattern: string) =>
    LAB.replace(/"pattern": "[^"]*"/, () => `"pattern": ${JSON.stringify(pattern)}`);

  test("one that makes regular expressions backtrack for years is used, and answers at once", () => {
    for (const pattern of ["^(a?){99}b$", "a*a*b", "^(a+)+$", "(a|a)*b"]) {
      const made = registry(withPattern(pattern));
      assert.ok(made.domain("lab-batch"), pattern);
      const wrong = BATCH.replaceAll("S-0417", `${"a".repeat(5000)}!`);
      assert.deepEqual(
        problems(wrong, made).filter((one) => one.startsWith("schema/")),
        ['schema/other "id"'],
        pattern,
      );
    }
  });

  test("one with a feature that no automaton has keeps the domain from being used, and the others work", () => {
    for (const pattern of ["(?=a)", "(a)\\1", "(?<!a)b"]) {
      const made = registry(withPattern(pattern), JSON.stringify(starterDomain("other")));
      assert.deepEqual([made.domain("lab-batch"), made.domain("other")?.file.id], [undefined, "other"]);
    }
  });

  test("a domain file learns where the vocabulary is that has its id already", () => {
    const other = LAB.replace('"title": "', '"title": "My ');
    assert.notEqual(other, LAB);
    const [first, second] = [source(LAB, "first"), source(other, "second")];
    assert.equal(clashOf(second, [first, second]), "first.json");
    assert.equal(clashOf(first, [first, second]), undefined);
    assert.equal(clashOf(second, [source(other, "copy"), second]), undefined);
    assert.equal(clashOf(source(other, "elsewhere"), [first]), undefined);
    const own = source(LAB.replace('"lab-batch"', '"ticketing"'));
    assert.equal(clashOf(own, [own]), "the built-in one");
    const listAsObject = source(LAB.replace(/"phases": \[(.*?)\],/s, '"phases": {"0": $1},'), "third");
    assert.equal(clashOf(listAsObject, [first, listAsObject]), "first.json");
    assert.equal(clashOf(source("{}"), [first]), undefined);
    assert.equal(withDomains(bundled, [], true), bundled);
  });
});
