import assert from "node:assert/strict";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { Alloy } from "../model/alloy.js";
import { parseJson } from "../syntax/parser.js";
import { pathOf, printPointer, type ValueNode } from "../syntax/tree.js";
import fc from "../testing/property.js";
import { bundled, registries } from "./bundled.js";
import type { EffectiveSchema, SchemaLocation } from "./effective-schema.js";
import type { Schema, VocabularyFile } from "./schema.js";
import { checkSection, type SchemaViolation, type Section } from "./validate.js";

/** A schema of a bundled file, and the place that it describes. */
interface Subject {
  readonly vocabulary: EffectiveSchema;
  readonly place: SchemaLocation;
  readonly schema: Schema;
  readonly file: VocabularyFile;
  /** What each value has, where it is an object. */
  readonly head: Readonly<Record<string, unknown>>;
}

function subjects(): Subject[] {
  const stages = bundled.domains.flatMap(({ file }) => {
    const vocabulary = bundled.vocabulary([file.id]);
    return Object.entries(file.stages).map(([type, schema]): Subject => {
      return { vocabulary, place: vocabulary.stage(type), schema, file, head: { type } };
    });
  });
  const cores = Object.values(registries).flatMap((registry) => {
    const { file } = registry.core;
    const vocabulary = registry.vocabulary([]);
    const of = (place: SchemaLocation, schema: Schema): Subject => ({
      vocabulary,
      place,
      schema,
      file,
      head: {},
    });
    const inner = [...vocabulary.fields(vocabulary.root).values()].flatMap(({ name, place }) => {
      const schema = file.properties?.[name];
      return schema ? [of(place, schema)] : [];
    });
    return [of(vocabulary.root, file), ...inner];
  });
  return [...stages, ...cores];
}

/** Numbers at which a bundled schema begins or ends, and choices. */
const EDGES = subjects().flatMap(({ schema, file }) => edgesIn([schema, file.$defs]));

function edgesIn(schemas: unknown): unknown[] {
  const edges = new Set<unknown>();
  JSON.stringify(schemas, (key, value) => {
    if (/^(minimum|maximum)$/.test(key) && typeof value === "number") edges.add(value);
    if (key === "enum" && Array.isArray(value)) for (const choice of value) edges.add(choice);
    return value;
  });
  return [...edges];
}

const VALUES = fc.oneof(
  fc.constantFrom(...new Set(EDGES)),
  fc.constantFrom(null, "", "x", "lora", "entropy", 0, 1, -1, 0.5, 3, 1e9, true),
  fc.constantFrom([], {}, ["a"], [1], [{}], [{ name: "a" }], { name: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);

suite("a part of a document", () => {
  test("is refused where ajv refuses it, and for the same reason", () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, validateFormats: false });
    const compiled = subjects().map((subject, i) => {
      const { schema, file } = subject;
      const validate = ajv.compile({ ...schema, $id: `test:${i}`, $defs: file.$defs ?? {} });
      return { ...subject, validate, names: [...subject.vocabulary.fields(subject.place).keys()] };
    });
    fc.assert(
      fc.property(
        fc.nat({ max: compiled.length - 1 }),
        fc.array(fc.tuple(fc.nat(), VALUES), { maxLength: 6 }),
        VALUES,
        fc.boolean(),
        (index, fields, plain, isPlain) => {
          const { vocabulary, place, validate, names, head } = compiled[index] as (typeof compiled)[number];
          const entries = fields.map(([i, value]) => [names[i % Math.max(names.length, 1)] ?? "x", value]);
          const value = isPlain ? plain : { ...Object.fromEntries(entries), ...head };
          const section = checkSection(vocabulary, nodeOf(value), place);
          fc.pre(section.coercions.length === 0); // ajv coerces nothing
          // 1e+300 is an integer to ajv, and not to the Python package.
          fc.pre(!/e\+/.test(JSON.stringify(value)));
          fc.pre(Object.keys(head).length === 0 || !isPlain);
          validate(value);
          assert.deepEqual(new Set(section.findings.map(ours)), ajvs(validate.errors ?? []));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("of equal keys the last one counts, in few members and in many", () => {
    const found = (text: string) => sectionOf("prune", text).findings.map(ours);
    const many = Array.from({ length: 40 }, (_, i) => `"x${i}": 1`).join(", ");
    for (const others of ["", `${many}, `]) {
      const stage = (first: string, last: string) =>
        `{"type": "prune", "strategy": "entropy", "level": ${first}, ${others}"level": ${last}}`;
      assert.deepEqual(found(stage("30", "0.3")), []);
      assert.deepEqual(found(stage("0.3", "30")), ["/level range"]);
    }
  });

  test("notes what is named, at a value or a key, and what is declared", () => {
    const { sections, stages } = Alloy.parse(
      `{
        "domains": ["llm-forge"],
        "calibrationCorpora": [{"id": "code", "path": "p"}],
        "priorMetricBaselines": [{"id": "b", "supersededBy": "c", "metric": {"calibrationCorpus": "code"}}],
        "acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4}}},
        "unheard-of": {"calibrationCorpus": "code"},
        "stages": [{"type": "expert-activation-profile", "calibrationCorpus": "code", "minScore": 1}]
      }`,
      bundled,
    );
    const said = [...sections, ...stages.flatMap((stage) => stage.sections)].flatMap(({ references }) =>
      references.map(({ kind, name, at, isDeclaration }) =>
        [isDeclaration ? "declares" : "names", kind, name, at.kind].join(" "),
      ),
    );
    assert.deepEqual(said.sort(), [
      "declares baseline b string",
      "declares calibrationCorpus code string",
      "names baseline c string",
      "names benchmark ifeval member",
      "names calibrationCorpus code string",
      "names calibrationCorpus code string",
      "names domain llm-forge string",
      "names stageType expert-activation-profile string",
    ]);
  });

  test("reads members without a value yet", () => {
    const texts = ['{"receipt": {"issuedAt": }}', '{"results": {"benchmarks": [{"scoreCorrection": }]}}'];
    for (const text of texts) assert.deepEqual(Alloy.parse(text, bundled).sections[0]?.coercions, []);
  });

  test("has a hundred findings at most", () => {
    const found = (count: number) =>
      sectionOf("lora", JSON.stringify({ type: "lora", targetModules: Array(count).fill(5) })).findings
        .length;
    assert.deepEqual([found(99), found(100), found(101), found(300)], [99, 100, 100, 100]);
  });

  test("is refused a number beyond all numbers", () => {
    const { findings } = sectionOf("prune", '{"type": "prune", "strategy": "entropy", "level": 1e999}');
    assert.deepEqual(findings.map(ours), ["/level type"]);
  });

  test("has unknown fields only where some field is known", () => {
    const { unknownFields } = sectionOf("cv-eval", '{"type": "cv-eval", "pipelineConfig": {"a": 1}, "b": 2}');
    assert.deepEqual(
      unknownFields.map(({ member }) => member.name),
      ["b"],
    );
  });

  test("texts are taken for numbers where a number is wanted and they are written as one", () => {
    const read = (level: string) => {
      const { findings, coercions } = sectionOf(
        "prune",
        JSON.stringify({ type: "prune", strategy: "entropy", level }),
      );
      assert.equal(findings.length + coercions.length, 1, level);
      return coercions[0]?.kind === "number-as-text" ? coercions[0].json : undefined;
    };
    const numbers = ["0.25", " +.25\n", "25e-2", "0.025E+1", "-0", "0.", "000.5", "0.1_2"];
    assert.deepEqual(numbers.map(read), ["0.25", "0.25", "25e-2", "0.025E+1", "-0", "0.0", "0.5", "0.12"]);
    const others = [
      "",
      " ",
      "0x0",
      "0B0",
      "0o0",
      "0.2 5",
      "0,5",
      "0__1",
      " 0_1",
      ".",
      "e1",
      "NaN",
      "1e999",
      "-Infinity",
    ];
    assert.deepEqual(
      others.filter((text) => read(text) !== undefined),
      [],
    );
  });
});

function sectionOf(type: string, text: string): Section {
  const vocabulary = bundled.vocabulary(["llm-forge"]);
  return checkSection(vocabulary, parseJson(text).root as ValueNode, vocabulary.stage(type));
}

function nodeOf(value: unknown): ValueNode {
  return parseJson(JSON.stringify(value)).root as ValueNode;
}

function ours(finding: SchemaViolation): string {
  if (finding.kind === "missing")
    return `${printPointer(pathOf(finding.object))} lacks ${finding.field.name}`;
  const kind = finding.node.kind === "null" ? "null" : finding.kind;
  return `${printPointer(pathOf(finding.node))} ${kind}`;
}

const KINDS: Readonly<Record<string, SchemaViolation["kind"]>> = {
  type: "type",
  enum: "enum",
  minimum: "range",
  maximum: "range",
};
const ORDER = ["type", "enum", "minimum", "maximum"];

/** Returns the errors of ajv in comparable form, reduced to the most severe one of each value. */
function ajvs(errors: readonly ErrorObject[]): Set<string> {
  const rank = ({ keyword }: ErrorObject) =>
    ORDER.includes(keyword) ? ORDER.indexOf(keyword) : ORDER.length;
  const said = new Map<string, string>();
  for (const error of [...errors].sort((a, b) => rank(a) - rank(b))) {
    const { instancePath: at, keyword, params, data } = error;
    if (keyword === "required" || keyword === "dependentRequired")
      said.set(`${at} ${params.missingProperty}`, `${at} lacks ${params.missingProperty}`);
    else if (!said.has(at)) said.set(at, `${at} ${data === null ? "null" : (KINDS[keyword] ?? "other")}`);
  }
  return new Set(said.values());
}
