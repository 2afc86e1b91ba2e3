import { rules } from "../rules/index.js";
import { type Example, exampleOf, type Rule } from "./rule.js";

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

function page({ code, severity, summary, explanation, examples, fixes }: Rule): string {
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
    "## Configure",
    "",
    `Set the severity (\`off\`, \`hint\`, \`info\`, \`warning\`, or \`error\`) in \`.forge-alloy/config.json\`: \`{"rules": {"${code}": "off"}}\`. To accept a single problem, use \`suppressions\`.`,
    "",
  ].join("\n");
}

/** Truncates an example. Only a few are long, such as a text nested hundreds of levels deep. */
function cut(text: string): string {
  const shown = text.replaceAll("\uFEFF", "\\uFEFF");
  return shown.length > 400 ? `${shown.slice(0, 60)} … ${shown.slice(-60)}` : shown;
}
