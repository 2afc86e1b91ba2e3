/** What agents read about the project: llms.txt lists the documentation, llms-full.txt contains it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./root.js";

/** The pages by section, most useful first. Rule pages are many; their index links them. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  "Write alloys": [
    "skills/forge-alloy/SKILL.md",
    "docs/agents.md",
    "docs/command-line.md",
    "docs/rules/README.md",
    "docs/verify.md",
  ],
  "Domains and executors": [
    "docs/domains/llm-forge.md",
    "docs/domains/photo-provenance.md",
    "docs/domains/ticketing.md",
    "docs/domains.md",
    "docs/executors.md",
  ],
  "Use and change the tooling": [
    "README.md",
    "server/README.md",
    "docs/editors.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/glossary.md",
    "SECURITY.md",
  ],
};

const TITLE = "# Forge Alloy";
const SUMMARY =
  "> Tools for alloys (`*.alloy.json`), recipes of machine-learning models: a VS Code extension, a language server, a command line, an MCP server, and a library that check alloys, evaluate their acceptance gates, and verify their hashes.";

/** The list: a title and the first sentence of each page. */
export function llmsList(): string {
  const sections = Object.entries(SECTIONS).flatMap(([title, files]) => [
    `## ${title}`,
    files.map((file) => `- [${titleOf(page(file))}](${file}): ${firstSentence(page(file))}`).join("\n"),
  ]);
  return `${[TITLE, SUMMARY, ...sections].join("\n\n")}\n`;
}

/** All pages, one after the other. */
export function llmsFull(): string {
  const pages = Object.values(SECTIONS)
    .flat()
    .map((file) => `<!-- ${file} -->\n\n${page(file).trim()}`);
  return `${[TITLE, SUMMARY, ...pages].join("\n\n")}\n`;
}

/** Without images, which are no text, and without what only describes a skill. */
function page(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8")
    .replaceAll("\r\n", "\n")
    .replace(/^---\n.*?\n---\n+/s, "")
    .replace(/^ *!\[.*\]\(.*\)\n+/gm, "");
}

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1] ?? "";
}

/** The first sentence of the first paragraph, without links. */
function firstSentence(text: string): string {
  const paragraph = text.split(/\n{2,}/).find((part) => /^[A-Z*`]/.test(part) && !part.startsWith("|")) ?? "";
  const plain = paragraph.replaceAll("\n", " ").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return /^.*?\.(?= |$)/.exec(plain)?.[0] ?? plain;
}
