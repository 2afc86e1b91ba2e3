import assert from "node:assert/strict";
import fc from "fast-check";
import { diagnose } from "../lint/lint.js";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { sceneHtml, sceneImage, scenePage } from "./html.js";
import { sceneMarkdown } from "./markdown.js";
import { markup } from "./markup.js";
import { MAX_SHOWN, type Scene, sceneOf } from "./scene.js";
import { sceneText } from "./text.js";

const TEXT = `{
  "name": "a",
  "version": "1.0.0",
  "source": { "baseModel": "org/base", "architecture": "qwen2", "totalParamsB": 7.6, "modalities": ["text", "vision"] },
  "cycles": 3,
  "stages": [
    { "type": "eval", "benchmarks": [{ "name": "ifeval" }] },
    { "type": "prune", "strategy": "entropy", "level": 0.2 },
    { "type": "compact" },
    { "type": "mystery" },
    { "type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M"], "tiers": { "Q4_K_M": { "sizeGb": 4.5 } } }
  ],
  "acceptanceCriteria": {
    "benchmarks": { "ifeval": { "min": 0.4, "anchorDelta": -3 }, "musr": { "min": 0.2 } },
    "hardware": { "maxVramGb": 8 }
  },
  "results": {
    "benchmarks": [{ "name": "ifeval", "score": 70, "baseScore": 80 }],
    "hardwareVerified": [{ "device": "RTX 4060", "format": "Q4_K_M", "tokensPerSec": 40, "verified": true }],
    "integrity": { "trustLevel": "self-attested", "modelHash": "sha256:00" }
  },
  "receipt": { "publications": [{ "target": "hub", "url": "https://example.org/a" }] },
  "priorMetricBaselines": [{ "id": "x", "metric": "l2", "outcome": "shipped", "results": { "ifeval": 66 } }]
}`;

const PLAIN = { bold: same, dim: same, good: same, bad: same, warn: same };

function same(text: string): string {
  return text;
}

function sceneFor(text: string): Scene {
  const alloy = Alloy.parse(text, bundled);
  return sceneOf(alloy, diagnose(alloy).problems);
}

suite("scene", () => {
  const scene = sceneFor(TEXT);
  const textAt = ({ start, end }: { start: number; end: number }) => TEXT.slice(start, end);

  test("stages stand in the order in which they run, with what is telling about them", () => {
    assert.deepEqual(
      scene.phases.map(({ id, cycles, stages }) => [
        id,
        cycles,
        ...stages.map(({ number, type, status }) => `${number} ${type} ${status}`),
      ]),
      [
        ["transform", 3, "2 prune plain", "3 compact skipped"],
        ["delivery", 1, "1 eval plain", "5 quant plain"],
        ["", 1, "4 mystery unknown"],
      ],
    );
    const [prune, compact] = scene.phases[0]?.stages ?? [];
    assert.deepEqual(prune?.parts, ["entropy", "level 0.2"]);
    assert.ok(prune && textAt(prune).startsWith('{ "type": "prune"'));
    assert.ok(compact?.notices.some(({ message }) => message.includes("skipped")));
    const mystery = scene.phases[2]?.stages[0];
    assert.match(mystery?.notices[0]?.message ?? "", /^Unknown stage type "mystery"/);
  });

  test("the gate in percent", () => {
    assert.equal(scene.gate?.verdict, "invalid"); // "mystery" is not a stage type
    const [ifeval, musr] = scene.gate?.bars ?? [];
    assert.ok(ifeval && musr);
    const { start: _, end: __, results, ...figures } = ifeval;
    assert.deepEqual(figures, {
      benchmark: "ifeval",
      verdict: "fail",
      measured: 70,
      base: 80,
      floor: 40,
      allowed: -3,
      change: -10,
      note: "",
    });
    assert.deepEqual(
      results.map((place) => JSON.parse(textAt(place)).name),
      ["ifeval"],
    );
    assert.equal(textAt(ifeval), '"ifeval": { "min": 0.4, "anchorDelta": -3 }');
    assert.deepEqual([musr.verdict, musr.measured], ["unmeasured", undefined]);
    assert.match(scene.gate?.checks[0]?.words ?? "", /^GPU memory/);
  });

  test("in the page: a row for every check, a legend, and what else a bar stands for", () => {
    const html = sceneHtml(scene);
    const rows = [...html.matchAll(/<li class="(pass|fail|unmeasured|invalid)">/g)];
    assert.equal(rows.length, (scene.gate?.barChecks.length ?? 0) + (scene.gate?.checks.length ?? 0));
    assert.ok(rows.length > (scene.gate?.bars.length ?? 0));
    for (const words of ["score", "minimum", "base score", "allowed drop"])
      assert.ok(html.includes(`>${words}<`));
    const [result] = scene.gate?.bars[0]?.results ?? [];
    assert.ok(html.includes(`data-also="${result?.start}-${result?.end}"`));
    assert.doesNotMatch(scenePage(scene), /data-also/);
  });

  test("in the page only: a button in each gap between the stages, which says where it is", () => {
    const gaps = (html: string) =>
      [...html.matchAll(/aria-label="([^"]*)" data-insert="(\d+)"/g)].map(([, label, index]) => [
        label,
        Number(index),
      ]);
    const text = JSON.stringify({ stages: [{ type: "eval" }, { type: "prune" }, { type: "<b>" }] });
    assert.deepEqual(gaps(sceneHtml(sceneFor(text))), [
      ["Insert a stage before 2 prune", 1],
      ["Insert a stage after 2 prune", 2],
      ["Insert a stage after 1 eval", 1],
      ["Insert a stage after 3 &lt;b&gt;", 3],
    ]);
    const empty = sceneFor('{"name": "a", "stages": []}');
    assert.match(sceneHtml(empty), /<h2 id="pipeline">Pipeline<\/h2><p><button [^>]*data-insert="0">/);
    for (const draw of [scenePage, sceneImage])
      for (const one of [scene, empty]) assert.doesNotMatch(draw(one), /data-insert="|class="plus"/);
    assert.doesNotMatch(scenePage(empty), /Pipeline/);
  });

  test("long names are wrapped", () => {
    const name = "a_very_long_benchmark_name";
    const html = sceneHtml(sceneFor(TEXT.replaceAll('"ifeval"', `"${name}"`)));
    assert.match(html, /<tspan x="1">a_very_long_<\/tspan><tspan x="1" dy="15">benchmark_name<\/tspan>/);
  });

  test("source, sizes, devices, trust and earlier attempts", () => {
    assert.equal(scene.source?.title, "org/base");
    assert.deepEqual(
      scene.source?.facts.map(({ value }) => value),
      ["qwen2", "7.6 B", "text, vision"],
    );
    assert.deepEqual(
      scene.sizes.map(({ name, gigabytes }) => [name, gigabytes]),
      [["Q4_K_M", 4.5]],
    );
    assert.deepEqual(
      scene.devices.map(({ name, verified }) => [name, verified]),
      [["RTX 4060", true]],
    );
    assert.equal(scene.trust?.level, "self-attested");
    assert.deepEqual(
      scene.trust?.rating.map(({ row, label }) => `${row} ${label}`),
      [
        "source attested",
        "pipeline self-reported",
        "code unverified",
        "modelHash self-reported",
        "benchmarks self-reported",
        "hardware attested",
        "receipt self-reported",
      ],
    );
    assert.deepEqual(
      scene.trust?.publications.map(({ url }) => url),
      ["https://example.org/a"],
    );
    assert.deepEqual(
      scene.baselines.map(({ name, scores }) => [name, scores]),
      [["x", [{ benchmark: "ifeval", score: 66 }]]],
    );
  });

  test("the rating says what it is of, and what would raise it, wherever there is text", () => {
    for (const shown of [sceneText(scene, PLAIN), sceneMarkdown(scene), sceneHtml(scene), scenePage(scene)]) {
      assert.match(shown, /which fields the alloy has, not whether they are true/);
      assert.match(shown, /pipeline\W.*self-reported\W.*an apiWitness \(proven\)/);
    }
  });

  test("as text: phases, the loop, the gate", () => {
    const lines = sceneText(scene, PLAIN).split("\n");
    assert.deepEqual(lines.slice(5, 8), [
      "Transform, 3 cycles",
      "  ╭▸ 2 prune entropy · level 0.2",
      "  ╰─ 3 compact (skipped) ⚠ 1",
    ]);
    const bar = lines.find((line) => line.includes("█")) ?? "";
    assert.match(
      bar,
      /^ {2}✗ ifeval █+┊█+·+│·+ 70% base 80% · min 0\.4 \(40%\) · change −10 pp · allowed −3 pp$/,
    );
  });

  test("as Markdown: tables, with nothing of the alloy taken as markup", () => {
    const text = sceneMarkdown(sceneFor(TEXT.replace('"a"', '"a|b <i>*c*"').replace("entropy", "`x|`")));
    assert.match(text, /^# a\\\|b \\<i\\>\\\*c\\\* 1\.0\.0\n/);
    assert.match(text, /\| ✗ \| ifeval \| 70% \| 80% \| 0\.4 \(40%\) \| −10 pp \| −3 pp \|/);
    for (const line of text.split("\n").filter((one) => one.startsWith("| 2")))
      assert.equal(line.replace(/\\\|/g, "").split("|").length, 5, line);
    assert.match(
      sceneMarkdown(sceneFor(TEXT.replace('"mystery"', '"a|b\\nc`"'))),
      /^\| 4 \| `a\\\|b c'` \| /m,
    );
    assert.match(text, /^- hub: https\\:\/\/example\.org\/a$/m);
  });

  test("figures are as wide as there is room, and their letters keep their size", () => {
    for (const [room, width] of [
      [2000, 640],
      [300.7, 300],
      [0, 220],
    ]) {
      const figures = [...sceneHtml(scene, room).matchAll(/viewBox="0 0 (\d+) \d+" width="(\d+)"/g)];
      assert.deepEqual(
        figures.map(([, view, shown]) => [Number(view), Number(shown)]),
        Array(4).fill([width, width]), // the legend is one, too
      );
    }
    const long = sceneFor(TEXT.replace("entropy", "e".repeat(60)));
    assert.match(sceneHtml(long, 640), />e+… · level 0\.2</);
    assert.match(sceneHtml(long, 300), />e+…</);
  });

  test("where a name of a benchmark is too long for a figure, its score stays", () => {
    const name = `b${"e".repeat(60)}`;
    const html = sceneHtml(sceneFor(TEXT.replace('{ "ifeval": 66 }', `{ "${name}": 66 }`)), 300);
    assert.match(html, />be+… 66</);
  });

  test("as an image: XML that stands alone; as a page: nothing to press, nothing to load", () => {
    const image = sceneImage(scene);
    assert.match(image, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.ok(!/data-start|role="button"|<script|url\(/.test(image));
    const page = scenePage(scene);
    assert.match(page, /default-src 'none'/);
    assert.ok(!/data-start="|role="button"|<button|<script|src=/.test(page));
    assert.match(page, /<a href="https:\/\/example\.org\/a">/);
  });

  test("a page of its own has figures for wide and for narrow screens", () => {
    const widths = (page: string) =>
      [...page.matchAll(/class="figure" viewBox="0 0 (\d+)/g)].map(([, width]) => Number(width));
    assert.deepEqual(widths(scenePage(scene)), [640, 320, 640, 320, 640, 320]);
  });

  test("an empty text invites, and stands for nothing", () => {
    for (const text of ["", "{}", "[1]", "null"])
      assert.match(sceneHtml(sceneFor(text)), /data-command="forge-alloy\.fillFromTemplate"/);
  });

  test("whatever a stranger writes, in whatever place, is text", () => {
    const hostile = fc.constantFrom(
      "<img src=x onerror=a()>",
      '"><svg onload=a()>',
      "' onclick='a()",
      "</style><script>a()</script>",
      "javascript:a()",
      "\n\n![a](https://evil.example/seen.png)\n",
      "[a](javascript:a()) `![a](b)` | \\",
      "\u0000\u001B[31m\uD800",
    );
    const strings = [...TEXT.matchAll(/: "([^"]*)"/g)].map((match) => match[1] as string);
    fc.assert(
      fc.property(fc.constantFrom(...strings), hostile, (place, bad) => {
        const broken = sceneFor(TEXT.replace(`: "${place}"`, () => `: ${JSON.stringify(bad)}`));
        for (const html of [sceneHtml(broken), sceneImage(broken), scenePage(broken)]) {
          // Values in quotation marks cannot break out, since quotation marks are escaped.
          const bare = html.replace(/"[^"]*"/g, '""');
          assert.ok(!/<(img|script|svg onload)|<[^>]* on[a-z]+=/.test(bare), bare);
          assert.ok(!html.includes('href="javascript'));
          assert.ok(!/\p{Surrogate}|[^\P{Cc}\n]/u.test(html));
        }
        assert.ok(!/[^\P{Cc}\n]/u.test(sceneText(broken, PLAIN)));
        // Neither links nor pictures nor HTML, outside of code and of what is escaped.
        const markdown = sceneMarkdown(broken);
        assert.doesNotMatch(markdown.replace(/\\.|`[^`\n]*`/g, ""), /[[\]<>~]/, markdown);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test("any text has a picture", () => {
    fc.assert(
      fc.property(fc.nat({ max: TEXT.length }), fc.nat({ max: TEXT.length }), (from, to) => {
        const broken = sceneFor(TEXT.slice(0, Math.min(from, to)) + TEXT.slice(Math.max(from, to)));
        sceneHtml(broken);
        sceneImage(broken);
        sceneMarkdown(broken);
        sceneText(broken, PLAIN);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test("markup: everything is escaped but markup", () => {
    assert.equal(
      markup`<p a="${'"<&>'}">${["<", markup`<b>${1}</b>`]}${undefined}${false}</p>`.text,
      '<p a="&quot;&lt;&amp;&gt;">&lt;<b>1</b></p>',
    );
  });
});

suite("a scene of an alloy with very much in it", () => {
  const stages = Array.from({ length: 60_000 }, () => ({ type: "mystery" }));
  const benchmarks = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`b${i}`, { min: 0.5 }]));
  const alloy = (shown: object) =>
    sceneOf(Alloy.parse(JSON.stringify({ name: "a", version: "1.0.0", ...shown }), bundled), []);

  test("shows the first of each kind, and says everywhere how many it does not show", () => {
    const scene = alloy({ stages, acceptanceCriteria: { benchmarks } });
    assert.equal(scene.phases.flatMap(({ stages }) => stages).length, MAX_SHOWN);
    assert.equal(scene.gate?.bars.length, MAX_SHOWN);
    assert.equal(scene.leftOut, "Not shown: 59500 stages, 200 benchmarks.");
    for (const draw of [
      sceneHtml,
      scenePage,
      sceneImage,
      sceneMarkdown,
      (one: Scene) => sceneText(one, PLAIN),
    ]) {
      const drawn = draw(scene);
      assert.ok(drawn.includes("59500 stages, 200 benchmarks"), draw.name);
      assert.ok(drawn.length < 3_000_000, `${draw.name} ${drawn.length}`);
    }
  });

  test("shows all of it up to the limit, and says nothing", () => {
    const scene = alloy({ stages: stages.slice(0, MAX_SHOWN) });
    assert.equal(scene.phases[0]?.stages.length, MAX_SHOWN);
    assert.equal(scene.leftOut, "");
    assert.doesNotMatch(sceneHtml(scene), /Not shown|role="note"/);
  });
});
