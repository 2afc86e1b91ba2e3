/** What is printed of texts and names by strangers: nothing that a terminal, a log or a reader of a report obeys. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import fc from "fast-check";
import { DIFF_FORMATS } from "../../server/src/cli/commands/diff.js";
import { GATE_FORMATS } from "../../server/src/cli/gate-reporters.js";
import { FORMATS } from "../../server/src/cli/reporters/index.js";
import { NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { BIN, folder, GOOD, run, runEach, WRONG, withFolder, write } from "./support.js";

/** Characters that no output may have, but for line breaks. */
const FORBIDDEN =
  /[^\P{Cc}\n]|\p{Variation_Selector}|[\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uD800-\uDFFF\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E0FFF}]/u;

/** Our own colors. */
const COLORS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

const ATTACKS = [
  ...[
    "\u001B[2J\u001B]0;x\u0007",
    "\u009B31m",
    "\u007F",
    "a\r\nb",
    "\n::error::evil",
    "\u0085",
    "\u2028",
    "\t",
  ],
  ...[
    "\u202Egnp",
    "\u2066x\u2069",
    "\u200B",
    "\u200D",
    "\u2060",
    "\uFEFF",
    "\u00AD",
    "\u{E0041}",
    "\uFFFF",
    "\uFFF9",
  ],
  ...[
    "::error::evil",
    "::stop-commands::x",
    "##[add-mask]e",
    "%0A::error::evil",
    "]]>",
    "--><script>",
    "&amp;",
  ],
  ...[
    "# evil",
    "|a|b|",
    "[a](https://evil.example)",
    "![](https://evil.example)",
    "`",
    "@evil",
    "https://evil.example",
  ],
  ...["<img src=x>", "$(touch hacked)", "'", '"', "\\", "--fix", "-"],
];

/** An alloy with a text in every kind of place: keys, names, values, of known fields and others. */
function alloyWith(text: string): string {
  return JSON.stringify({
    name: text,
    version: text,
    [text]: text,
    description: text,
    author: [text],
    domains: ["llm-forge", text],
    source: { baseModel: text, architecture: text, [text]: 1 },
    stages: [
      { type: text },
      { type: "prune", strategy: text, level: text, [text]: 5, notes: text },
      { type: "eval", benchmarks: [{ name: text, nShot: text }, { name: "humaneval" }] },
      { type: "quant", format: text, quantTypes: [text] },
      { type: "publish", org: text, repoName: text },
    ],
    acceptanceCriteria: {
      benchmarks: { [text]: { min: 0.5, base: text }, humaneval: { min: 5, [text]: 1 } },
      [text]: text,
    },
    results: {
      benchmarks: [
        { name: text, metrics: { passing: 5 }, score: 3, subset: text },
        { name: "humaneval", score: text },
      ],
      hardwareVerified: [{ device: text, format: text, verified: true }],
      integrity: { trustLevel: text, modelHash: text, [text]: text },
    },
    receipt: { publications: [{ target: text, url: text }] },
    hardware: { deviceTargets: [text] },
    priorMetricBaselines: [{ name: text, metric: text, outcome: text, benchmarks: { [text]: 50 } }],
  });
}

function assertClean(output: string, what: string): void {
  const found = FORBIDDEN.exec(output);
  const around = found && JSON.stringify(output.slice(Math.max(0, found.index - 60), found.index + 20));
  assert.equal(found, null, `${what}: U+${found?.[0].codePointAt(0)?.toString(16)} in ${around}`);
}

/** A runner of GitHub takes these for commands; of ours are only those of the format for it. */
function assertNoCommands(output: string, what: string): void {
  assert.doesNotMatch(output, /^\s*::|##\[/m, what);
}

/** Names that a file may have. */
const NAMES = ATTACKS.filter((text) => !/[/\0]/.test(text) && text !== "-").map(
  (text) => `${text}.alloy.json`,
);

suite("output about texts and names by strangers", () => {
  withFolder();
  setup(function () {
    skipIf(this, WINDOWS, "there are no such names on Windows");
  });

  const COMMANDS: string[][] = [
    ...FORMATS.map((format) => ["check", "--format", format]),
    ["check", "--fix-dry-run"],
    ["stats"],
    ["lineage"],
    ["lineage", "--format", "json"],
    ["fmt", "--check"],
    ...GATE_FORMATS.filter((format) => format !== "github").map((format) => [
      "gate",
      ".",
      "--format",
      format,
    ]),
  ];

  for (const command of COMMANDS) {
    test(`${command.join(" ")}: every attack, as text and as name of a file`, () => {
      ATTACKS.forEach((text, i) => void write(`${i}.alloy.json`, alloyWith(text)));
      for (const name of NAMES) write(name, WRONG);
      for (const color of ["0", "1"]) {
        const env = { NO_COLOR: color === "1" ? "" : "1", ...(color === "1" && { FORCE_COLOR: "1" }) };
        const { code, out, err } = run(command, { env });
        assert.ok(code === 0 || code === 1 || code === 2, `${code} ${err}`);
        assert.ok(out.length > 100, err);
        const text = color === "1" ? out.replace(COLORS, "") : out;
        assertClean(text, `${command} stdout`);
        assertClean(err, `${command} stderr`);
        assertNoCommands(err, `${command} stderr`);
        if (command[2] === "github") {
          for (const line of out.split("\n").filter(Boolean))
            assert.match(
              line,
              /^::(error|warning|notice) file=[^:]*,line=\d+,col=\d+,endLine=\d+,endColumn=\d+,title=[^:]*::/,
            );
        } else assertNoCommands(text, `${command} stdout`);
      }
    });
  }

  for (const [turn, command] of [
    ...GATE_FORMATS.map((format) => ["gate", "--format", format]),
    ...["", "--svg", "--html", "--markdown"].map((form) => ["show", ...(form ? [form] : [])]),
    ["hash"],
    ...["pretty", "json", "markdown"].map((format) => ["plan", "--format", format]),
    ...DIFF_FORMATS.map((format) => ["diff", "--format", format, "all.alloy.json"]),
    ["check"],
    ["check", "--fix"],
    ["fmt"],
  ].entries()) {
    test(`${command.join(" ")}: every attack at once, then every name`, async () => {
      write("all.alloy.json", alloyWith(ATTACKS.join(" ")));
      NAMES.forEach((name) => void write(name, GOOD));
      // Each command gets others, so that all together get all.
      const files = ["all.alloy.json", ...NAMES.filter((_, i) => i % 4 === turn % 4)];
      const results = await runEach(files.map((file) => [...command, "--", file]));
      for (const [i, { code, out, err }] of results.entries()) {
        const file = files[i] as string;
        assert.ok((code !== null && out + err !== "") || code === 0, file);
        assertClean(out, `${command} ${JSON.stringify(file)} stdout`);
        assertClean(err, `${command} ${JSON.stringify(file)} stderr`);
        assertNoCommands(err, `${command} ${JSON.stringify(file)} stderr`);
        if (command[2] !== "github") assertNoCommands(out, `${command} ${JSON.stringify(file)}`);
      }
    }).timeout(240_000);
  }

  test("usage: what a sentence repeats of the command line, and of names that lead to nothing", () => {
    for (const text of ATTACKS.filter((one) => one !== "-")) {
      for (const args of [
        [text],
        ["check", `--${text}`],
        ["check", "--format", text],
        ["check", "--", `${text}/nothing`],
        ["check", "--config", text],
        ["check", "--domain", text],
        ["explain", text],
        ["schema", text],
        ["new", "a.alloy.json", "-t", text],
        ["new", `${text}.txt`, "-t", "empty"],
        ["gate", "--", text],
        ["hash", "--verify", text, "--", BIN],
      ].filter((_, i) => i < 3 || ATTACKS.indexOf(text) % 4 === i % 4)) {
        const { out, err } = run(args);
        assertClean(out, `${JSON.stringify(args)} stdout`);
        assertClean(err, `${JSON.stringify(args)} stderr`);
        assertNoCommands(err, JSON.stringify(args));
      }
    }
  }).timeout(240_000);

  test("domains and configurations that say such things", () => {
    const all = ATTACKS.join(" ");
    const domain = (id: string) => ({
      id,
      version: "1.0.0",
      title: all,
      description: all,
      status: "stable",
      stages: {
        [all]: {
          phase: "transform",
          summary: all,
          description: all,
          type: "object",
          properties: { [all]: { type: "string", description: all, whenAbsent: all } },
        },
      },
    });
    write(".forge-alloy/domains/lab.json", JSON.stringify(domain("lab")));
    write(".forge-alloy/domains/odd.json", JSON.stringify(domain(all)));
    write(`.forge-alloy/domains/${ATTACKS[0]}.json`, "{");
    write(
      ".forge-alloy/config.json",
      JSON.stringify({ rules: { [all]: all }, [all]: 1, overrides: [{ files: [all] }] }),
    );
    write(
      "a.alloy.json",
      JSON.stringify({
        name: "a",
        version: "1.0.0",
        domains: ["lab", all],
        stages: [{ type: all, [all]: 5 }],
      }),
    );
    for (const args of [
      ["check"],
      ["check", "--format", "json"],
      ["domains"],
      ["schema", "lab"],
      ["stats"],
      ["show", "a.alloy.json"],
      ["__complete", "schema", ""],
    ]) {
      const { out, err } = run(args);
      assertClean(args[0] === "__complete" ? out.replaceAll("\t", " ") : out, args.join(" "));
      assertClean(err, args.join(" "));
    }
  });

  test("any text at all, in every format", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 8 }), { minLength: 3, maxLength: 3 }),
        ([a, b, c]) => {
          write("a.alloy.json", alloyWith(`${a}`));
          write("b.alloy.json", `{"name": "${b}", ${c}`);
          for (const format of FORMATS) assertClean(run(["check", "--format", format]).out, format);
          for (const form of ["--svg", "--markdown"])
            assertClean(run(["show", form, "a.alloy.json"]).out, form);
        },
      ),
      { numRuns: 6 },
    );
  }).timeout(240_000);
});

suite("reports", () => {
  withFolder();

  test("Markdown of check, gate and show: no heading, link, image, HTML or table of an alloy", () => {
    const MarkdownIt = createRequire(import.meta.url)("markdown-it");
    const page = new MarkdownIt({ html: true, linkify: true });
    page.linkify.set({ fuzzyLink: false });
    const tagsOf = (html: string) => [...html.matchAll(/<(h\d|table|hr)\b/g)].map(([, tag]) => tag).join();
    write("plain.alloy.json", alloyWith("plain"));
    for (const args of [
      ["check", "--format", "markdown"],
      ["gate", "--format", "markdown"],
      ["show", "--markdown"],
    ]) {
      const expected = tagsOf(page.render(run([...args, "plain.alloy.json"]).out));
      for (const text of ATTACKS) {
        write("a.alloy.json", alloyWith(text));
        const html = page.render(run([...args, "a.alloy.json"]).out) as string;
        const what = `${args} ${JSON.stringify(text)}`;
        assert.doesNotMatch(html, /<(a|img|script)\b|<!--/, what);
        assert.doesNotMatch(html.replace(/<code>[^<]*<\/code>/g, ""), /@/, what);
        assert.equal(tagsOf(html), expected, what);
      }
    }
  }).timeout(240_000);

  test("JUnit holds only what XML 1.0 allows", () => {
    for (let i = 0; i < ATTACKS.length; i++) write(`${i}.alloy.json`, alloyWith(ATTACKS[i] as string));
    write(
      "raw.alloy.json",
      Buffer.from('{"name": "\uFFFF\uFFFE", "\uFFFF": "\u{1FFFE}", "stages": "\uFFFF"}'),
    );
    const { out } = run(["check", "--format", "junit"]);
    assert.doesNotMatch(out, /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
    const python = spawnSync(
      "python3",
      ["-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin.buffer)"],
      { input: out },
    );
    if (python.error === undefined) assert.equal(python.status, 0, String(python.stderr));
  });

  test("SARIF: a message carries no link, and a run stays below the limit of code scanning and says so", function () {
    this.timeout(120_000);
    write("link.alloy.json", alloyWith("[a](https://evil.example)"));
    assert.ok(!run(["check", "--format", "sarif"]).out.includes("](https"));
    const stages = Array.from({ length: 1200 }, () => ({ type: "evl" }));
    for (let i = 0; i < 27; i++)
      write(
        `many/${i}.alloy.json`,
        JSON.stringify({
          name: "a",
          version: "1.0.0",
          source: { baseModel: "a/b", architecture: "qwen2" },
          stages,
        }),
      );
    const { code, out, err } = run(["check", "--format", "sarif", "many"]);
    assert.equal(code, 1);
    const [sarif] = JSON.parse(out).runs;
    const all = run(["check", "--format", "github", "many"]).out.split("\n").length - 1;
    assert.equal(sarif.results.length, 24_999);
    const said = sarif.invocations[0].toolExecutionNotifications[0].message.text;
    assert.ok(said.startsWith(`${all - 24_999} more problems are omitted`), said);
    assert.match(err, /^warning: \d+ problems are not in the report/);
    assert.equal(
      JSON.parse(run(["check", "--format", "sarif", "many/1.alloy.json"]).out).runs[0].invocations[0]
        .toolExecutionNotifications,
      undefined,
    );
  });

  test("a reader that closes the pipe early never makes a success of what was found", async function () {
    this.timeout(120_000);
    skipIf(this, WINDOWS, NO.shell);
    for (let i = 0; i < 1500; i++) write(`${i}.alloy.json`, WRONG);
    for (const format of FORMATS) {
      const { stdout } = spawnSync(
        "bash",
        [
          "-c",
          `"${process.execPath}" "${BIN}" check --format ${format} | head -1 > /dev/null; echo "\${PIPESTATUS[0]}"`,
        ],
        { cwd: folder, encoding: "utf8" },
      );
      assert.match(stdout, /^(1|141)\n$/, format);
      const child = spawn(process.execPath, [BIN, "check", "--format", format], {
        cwd: folder,
        stdio: ["ignore", "pipe", "ignore"],
      });
      child.stdout.destroy();
      const [code] = await once(child, "close");
      assert.ok(code === 1 || code === 141, `${format}: ${code}`);
    }
    assert.ok(path.isAbsolute(BIN));
  });
});
