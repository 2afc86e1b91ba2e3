import { rules } from "../rules/index.js";
import { codeSpan } from "../text/markdown.js";
import { type Example, exampleOf, type Rule } from "./rule.js";
import { exampleFixes } from "./rule-examples.js";

/** The pages of docs/rules by file name: one per rule, and an index. */
export function ruleDocs(): ReadonlyMap<string, string> {
  const pages = new Map(rules.map((rule) => [pageOf(rule), `${page(rule)}\n[All rules](README.md)\n`]));
  return pages.set("README.md", index());
}

/** Returns the page about one rule, or `undefined` if the rule does not exist. */
export function rulePage(code: string): string | undefined {
  const found = rules.find((rule) => rule.code === code);
  return found && page(found);
}

function pageOf({ code }: Rule): string {
  return `${code.replace("/", "-")}.md`;
}

function index(): string {
  const rows = [...rules]
    .sort((a, b) => a.code.localeCompare(b.code, "en"))
    .map(
      (rule) =>
        `| [\`${rule.code}\`](${pageOf(rule)}) | ${rule.severity} | ${rule.summary} | ${rule.fixes ? "yes" : ""} |`,
    );
  return [
    "# Rules",
    "",
    'All checks of alloys, configuration files, domain files, and executor profiles. The setting `forgeAlloy.rules` changes a severity by code, as in `{"domain/draft": "off"}`, or by group, as in `{"executor": "off"}`.',
    "",
    "| code | severity | summary | fix |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function page(rule: Rule): string {
  const { code, severity, summary, explanation, examples, fixes } = rule;
  const shown = (title: string, list: readonly (string | Example)[]) =>
    list.length > 0
      ? [
          `## ${title}`,
          "",
          ...list
            .map(exampleOf)
            .flatMap(({ text, context }) => [
              ...(context?.isEdited ? ["Edited since it was opened:", ""] : []),
              ...["```text", cut(text), "```", ""],
            ]),
        ]
      : [];
  return [
    `# ${code}`,
    "",
    `${summary}. Severity: **${severity}**${fixes ? ", with a quick fix" : ""}.`,
    "",
    explanation,
    "",
    ...shown("Reported, between ‹ and ›", examples.bad),
    ...shown("Not reported", examples.good),
    "## How to fix",
    "",
    ...howToFix(rule),
    "",
    "## Configure",
    "",
    `Set the severity (\`off\`, \`hint\`, \`info\`, \`warning\`, or \`error\`) in \`.forge-alloy/config.json\`: \`{"rules": {"${code}": "off"}}\`. To accept a single problem, use \`suppressions\`.`,
    "",
  ].join("\n");
}

/** Maximum number of quick fixes that a page names: some rules have one for each field. */
const MAX_FIXES = 5;

function howToFix(rule: Rule): string[] {
  const found = exampleFixes(rule);
  if (found.length === 0)
    return [
      rule.fixes
        ? "The quick fixes depend on the document. In the editor, press Ctrl+. (Cmd+. on macOS) at the problem."
        : "There is no quick fix. Change the document as described above.",
    ];
  const safe = found.filter((fix) => fix.safe);
  return [
    "In the editor, press Ctrl+. (Cmd+. on macOS) at the problem. In the examples above, the quick fixes are:",
    "",
    ...found.slice(0, MAX_FIXES).map((fix) => `- ${codeSpan(fix.title)}${fix.safe ? " (safe)" : ""}`),
    ...(found.length > MAX_FIXES ? ["- …"] : []),
    "",
    safe.length === found.length
      ? "`forge-alloy check --fix` applies them, too."
      : safe.length > 0
        ? "`forge-alloy check --fix` applies the safe ones. The others change the meaning, or are one of several choices."
        : "`forge-alloy check --fix` applies none of them, because they change the meaning, or are one of several choices.",
  ];
}

/** Truncates an example. Only a few are long, such as a text nested hundreds of levels deep. */
function cut(text: string): string {
  const shown = text.replaceAll("\uFEFF", "\\uFEFF");
  return shown.length > 400 ? `${shown.slice(0, 60)} … ${shown.slice(-60)}` : shown;
}
