import assert from "node:assert/strict";
import { rules } from "../rules/index.js";
import { alloyOf, expectCompletion, hoverText, problemsOf } from "../testing/fixtures.js";
import { type CheckSettings, mergeRules, settingsFor } from "./configuration.js";
import { ruleNames } from "./known-rules.js";
import { diagnose } from "./lint.js";
import { LIMITS, readConfiguration } from "./read-configuration.js";
import { levelOf } from "./severity.js";

const TEXT = '{"tags": null, "stages": [{"type": "prune", "level": null}, {"type": "lora", "rank": null}]}';

/** How a file is checked under one configuration. */
function settingsOf(text: string, path: string): CheckSettings {
  return settingsFor([{ configuration: readConfiguration(text), path }]);
}

/** Codes and pointers reported for a file under a configuration. */
function nulls(configuration: unknown, file = "a.alloy.json"): string[] {
  const text = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
  const settings = settingsOf(text, file);
  return diagnose(alloyOf(TEXT), settings)
    .problems.filter(({ code }) => code === "schema/null")
    .map(({ start, severity }) => `${severity} ${TEXT.slice(0, start).match(/"(\w+)": $/)?.[1]}`);
}

suite("configuration: levels", () => {
  test("without one, every rule has its own severity", () => {
    for (const text of [
      "",
      "{}",
      "[]",
      "null",
      '{"rules": null}',
      '{"rules": 5, "overrides": {}, "suppressions": [1]}',
    ])
      assert.deepEqual(nulls(text), ["error tags", "error level", "error rank"]);
  });

  test("for all files, and other ones for some; the last override wins", () => {
    const configuration = {
      rules: { schema: "warning" },
      overrides: [
        { files: ["published/**"], rules: { schema: "info" } },
        { files: ["old.alloy.json"], rules: { "schema/null": "hint" } },
        { files: ["*.json"], rules: { other: "off" } },
      ],
    };
    assert.deepEqual(nulls(configuration)[0], "warning tags");
    assert.deepEqual(nulls(configuration, "published/2026/x.alloy.json")[0], "information tags");
    assert.deepEqual(nulls(configuration, "published/old.alloy.json")[0], "hint tags");
    assert.deepEqual(nulls(configuration, "unpublished/x.alloy.json")[0], "warning tags");
  });

  test("a half-typed configuration keeps what can be read", () => {
    assert.deepEqual(nulls('{"rules": {"schema": "hint", "doma'), ["hint tags", "hint level", "hint rank"]);
  });

  test("what is no level, and keys that objects inherit, set nothing", () => {
    const odd = '{"rules": {"schema": "loud", "__proto__": "off", "constructor": "off", "schema/null": 5}}';
    assert.deepEqual(nulls(odd), ["error tags", "error level", "error rank"]);
    for (const level of ['"constructor"', '["off"]'])
      assert.deepEqual(nulls(`{"rules": {"schema": ${level}}}`), nulls("{}"), level);
  });
});

suite("configuration: suppressions", () => {
  const one = (more: object) => ({ suppressions: [{ code: "schema/null", reason: "so", ...more }] });

  test("by code or group, at a pointer and below it, in the files named", () => {
    assert.deepEqual(nulls(one({})), []);
    assert.deepEqual(nulls(one({ code: "schema" })), []);
    assert.deepEqual(nulls(one({ code: "schema/type" })).length, 3);
    assert.deepEqual(nulls(one({ pointer: "/stages" })), ["error tags"]);
    assert.deepEqual(nulls(one({ pointer: "/stages/1" })), ["error tags", "error level"]);
    assert.deepEqual(nulls(one({ pointer: "/stages/1/rank" })), ["error tags", "error level"]);
    assert.deepEqual(nulls(one({ pointer: "/stages/10" })).length, 3);
    assert.deepEqual(nulls(one({ files: ["b.alloy.json"] })).length, 3);
    assert.deepEqual(nulls(one({ files: ["a.*"] })), []);
    assert.deepEqual(nulls(one({ files: ["b.*", 5, null, "", "a.*"] })), []);
    assert.deepEqual(nulls(one({ files: [""] })).length, 3);
  });

  test("one with a pointer, files or code that cannot be read suppresses nothing", () => {
    assert.deepEqual(nulls(one({ pointer: "stages" })).length, 3);
    assert.deepEqual(nulls(one({ files: "a.alloy.json" })).length, 3);
    assert.deepEqual(nulls({ suppressions: [{ reason: "so" }] }).length, 3);
  });

  test("which of them were needed is known", () => {
    const text = JSON.stringify({
      suppressions: [{ code: "schema/null", pointer: "/tags" }, { code: "schema/type" }],
    });
    const settings = settingsOf(text, "a.alloy.json");
    assert.deepEqual(
      [...diagnose(alloyOf(TEXT), settings).used].map(({ index }) => index),
      [0],
    );
  });
});

suite("configuration: limits", () => {
  const override = (...files: string[]) => ({ files, rules: { schema: "off" } });
  const excesses = (configuration: object) => {
    const text = JSON.stringify(configuration);
    return problemsOf(text, "configuration")
      .filter(({ code }) => code === "configuration/limits")
      .map(({ start, end, message }) => [text.slice(start, end), message]);
  };
  const covers = (configuration: object, file: string) =>
    settingsOf(JSON.stringify(configuration), file).layers.length > 2;

  test("what is within them is used, and what exceeds them is ignored and named", () => {
    const { overrides, suppressions, globs, glob, wildcards } = LIMITS;
    const fill = Array<string>(Math.floor(wildcards / 400)).fill(`*${"a".repeat(399)}`);
    const cases: [what: string, within: object, beyond: object, named: string][] = [
      [
        "overrides",
        { overrides: [...Array(overrides - 1).fill(override("a")), override("x")] },
        { overrides: [...Array(overrides).fill(override("a")), override("x")] },
        JSON.stringify(override("x")),
      ],
      [
        "globs",
        { overrides: [override(...Array(globs - 1).fill("a"), "x")] },
        { overrides: [override(...Array(globs).fill("a"), "x")] },
        '"x"',
      ],
      [
        "a glob",
        { overrides: [override("[^a]".padEnd(glob, "*"))] },
        { overrides: [override("[^a]".padEnd(glob + 1, "*"))] },
        JSON.stringify("[^a]".padEnd(glob + 1, "*")),
      ],
      [
        "wildcards",
        { overrides: [override(...fill, "x")] },
        { overrides: [override(...fill, "[x]")] },
        '"[x]"',
      ],
    ];
    for (const [what, within, beyond, named] of cases) {
      assert.deepEqual(excesses(within), [], what);
      assert.ok(covers(within, "x"), what);
      const found = excesses(beyond);
      assert.deepEqual([found.length, found[0]?.[0]], [1, named], what);
      assert.ok(!covers(beyond, "x"), what);
    }
    const suppression = { code: "schema/null", reason: "x" };
    const many = { suppressions: Array(suppressions + 1).fill(suppression) };
    assert.equal(excesses(many).length, 1);
    assert.equal(readConfiguration(JSON.stringify(many)).suppressions.length, suppressions);
  });

  test("a file that is too long is not parsed, and says so", () => {
    const text = JSON.stringify({ rules: { schema: "off" } }).padEnd(LIMITS.length);
    assert.equal(readConfiguration(text).levels.schema, "off");
    assert.equal(readConfiguration(`${text} `).levels.schema, undefined);
    assert.deepEqual(
      problemsOf(`${text} `, "configuration").map(({ code, message }) => [code, message]),
      [
        [
          "configuration/limits",
          "The configuration is ignored: it must have at most 1000000 characters, but has 1000001.",
        ],
      ],
    );
  });

  test("a glob that is ignored suppresses nothing", () => {
    const files = ["*".repeat(LIMITS.glob + 1)];
    const text = JSON.stringify({ suppressions: [{ code: "schema/null", reason: "x", files }] });
    assert.equal(settingsOf(text, "a").suppressions.length, 0);
  });
});

suite("configuration: the file itself", () => {
  test("is validated, with a fix where there is one", () => {
    const codes = (text: string) => problemsOf(text, "configuration").map(({ code }) => code);
    assert.deepEqual(codes('{"rules": {"stage/phase-order": "loud"}}'), ["schema/enum"]);
    assert.deepEqual(codes('{"suppressions": [{"code": "executor/layout"}]}'), ["schema/required"]);
    assert.deepEqual(codes('{"rules": {}, }'), ["json/trailing-comma"]);
    assert.deepEqual(codes("{}"), []);
    assert.deepEqual(codes('{"suppresions": []}'), ["field/misspelled"]);
    assert.deepEqual(codes('{"plugins": []}'), ["field/unknown"]);
  });

  test("is completed", () => {
    const plain = { snippets: false, retriggers: false };
    expectCompletion("{|}", plain, "configuration").toOffer("rules", "overrides", "suppressions");
    expectCompletion('{"rules": {|}}', plain, "configuration").toOffer("executor", "stage/phase-order");
    expectCompletion('{"rules": {"executor": "|"}}', plain, "configuration").toBe(
      "off",
      "hint",
      "info",
      "warning",
      "error",
    );
    expectCompletion('{"suppressions": [{"code": |}]}', plain, "configuration").toOffer("schema/null");
    expectCompletion('{"suppressions": [{|}]}', plain, "configuration").toStartWith(
      "all required fields",
      "code",
      "reason",
    );
  });

  test("every group can be named, and then every rule, in alphabetical order", () => {
    const names = ruleNames();
    const groups = names.filter((name) => !name.includes("/"));
    const codes = names.filter((name) => name.includes("/"));
    assert.deepEqual(names, [...groups.sort(), ...codes.sort()]);
    assert.deepEqual(new Set(codes.map((code) => code.split("/")[0])), new Set(groups));
    assert.equal(codes.length, rules.length);
  });

  test("is explained", () => {
    assert.match(hoverText('{"supp|ressions": []}', "configuration"), /known and accepted/);
    assert.match(hoverText('{"rules": {"stage/phase-|order": "off"}}', "configuration"), /Severity/);
    assert.match(hoverText('{"suppressions": [{"code": "exec|utor"}]}', "configuration"), /executor\/layout/);
    assert.doesNotMatch(hoverText('{"suppressions": [{"code": "exec|utor"}]}', "configuration"), /schema\//);
    assert.doesNotMatch(hoverText('{"rules": {"no|where": "off"}}', "configuration"), /rules:/);
  });

  test("files that are checked alike have the same settings", () => {
    const configuration = readConfiguration(
      '{"overrides": [{"files": ["a*"], "rules": {"schema": "off"}}, {"rules": {"json": "off"}}], "suppressions": [{"code": "domain/draft", "files": ["b*"]}, {"files": ["c*"]}, {"code": "domain/draft", "pointer": "x"}, {"code": "domain/draft", "files": "c*"}]}',
    );
    const [a, a2, b, c] = ["a", "x/a2", "b", "c"].map((file) => settingsFor([{ configuration, path: file }]));
    assert.equal(a, a2);
    assert.notEqual(a, b);
    assert.notEqual(b, c);
    assert.deepEqual(
      [a, b, c].map((settings) => [settings?.layers.length, settings?.suppressions.length]),
      [
        [3, 0],
        [2, 1],
        [2, 0],
      ],
    );
    const suppressing = readConfiguration(
      '{"suppressions": [{"code": "schema/null", "files": ["d"]}, {"code": "schema/null", "files": ["e"]}]}',
    );
    assert.deepEqual(
      ["a", "d", "e", "a", "e"].map(
        (file) => settingsFor([{ configuration: suppressing, path: file }]).suppressions[0]?.index,
      ),
      [undefined, 0, 1, undefined, 1],
    );
    const own = { schema: "hint" } as const;
    assert.equal(settingsFor([], own), settingsFor([], own));
    assert.deepEqual(settingsFor([], own).layers, [own]);
  });
});

suite("configuration: layers", () => {
  const read = (text: unknown) => readConfiguration(JSON.stringify(text));
  /** The level of a code for `x/a` below the outer folder, which is `a` below the inner one. */
  const levelUnder = (code: string, outer: unknown, inner: unknown) => {
    const [near, far] = mergeRules([read(inner), read(outer)]);
    assert.ok(near && far);
    const layers = [
      { configuration: near, path: "a" },
      { configuration: far, path: "x/a" },
    ];
    return levelOf(code, settingsFor(layers).layers);
  };

  test("rules are merged by key, the nearest first", () => {
    const outer = { rules: { "schema/null": "off", "json/syntax": "hint", stage: "off" } };
    const inner = { rules: { schema: "warning", "json/syntax": "error" } };
    assert.equal(levelUnder("json/syntax", outer, inner), "error");
    assert.equal(levelUnder("schema/type", outer, inner), "warning");
    assert.equal(levelUnder("stage/phase-order", outer, inner), "off");
    // A code is another key than its group, and a code takes precedence over its group.
    assert.equal(levelUnder("schema/null", outer, inner), "off");
  });

  test("what is nearer takes precedence over overrides further away, and lists add up", () => {
    const outer = {
      overrides: [{ files: ["x/**"], rules: { "schema/null": "off", json: "off" } }],
      suppressions: [{ code: "stage/none", reason: "a", files: ["x/a"] }],
    };
    const inner = { rules: { schema: "warning" }, suppressions: [{ code: "json/syntax", reason: "b" }] };
    assert.equal(levelUnder("schema/null", outer, inner), "warning");
    assert.equal(levelUnder("json/syntax", outer, inner), "off");
    const layers = [
      { configuration: read(inner), path: "a" },
      { configuration: read(outer), path: "x/a" },
    ];
    assert.deepEqual(
      settingsFor(layers).suppressions.map(({ code }) => code),
      ["json/syntax", "stage/none"],
    );
  });

  test("its other members are read from any value", () => {
    const { ignores, references, executor, versions, isRoot } = read({
      ignores: ["drafts/", "x/**/old*", 5],
      extends: ["./a.json", 1, ""],
      domains: ["@lab/domains"],
      executors: "none",
      executor: "gpu-farm",
      versions: { "llm-forge": "^1.0", other: 5 },
      root: true,
    });
    assert.ok(ignores("drafts") && ignores("y/drafts") && ignores("x/old.alloy.json"));
    assert.ok(!ignores("draft") && !ignores("old.alloy.json"));
    assert.deepEqual(references, [
      { list: "extends", index: 0, path: "./a.json" },
      { list: "domains", index: 0, path: "@lab/domains" },
    ]);
    assert.deepEqual([executor, versions, isRoot], [["gpu-farm"], { "llm-forge": "^1.0" }, true]);
    const nothing = read({ ignores: {}, extends: "a", executor: {}, versions: [], root: 1 });
    assert.deepEqual(
      [nothing.references, nothing.executor, nothing.versions, nothing.isRoot],
      [[], undefined, {}, false],
    );
    assert.equal(nothing.ignores("a"), false);
    assert.deepEqual(read({ executor: ["a", 1, "b"] }).executor, ["a", "b"]);
  });
});
