/** What the site consists of: which document is at which address. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { rules } from "../../server/src/rules/index.js";
import { ROOT } from "../root.js";

/** The documentation, by section. Every document of `docs/` must be in one; a test checks it. */
export const DOCUMENTATION: Readonly<Record<string, readonly string[]>> = {
  "Write alloys": [
    "docs/command-line.md",
    "docs/plan.md",
    "docs/compare.md",
    "docs/verify.md",
    "docs/preview.md",
    "docs/playground.md",
    "docs/agents.md",
    "examples/README.md",
  ],
  "Domains and executors": [
    "docs/domains.md",
    "docs/domains-tutorial.md",
    "docs/executors.md",
    "schemas/README.md",
  ],
  "Editors and programs": ["docs/editors.md", "server/README.md", "docs/accessibility.md"],
  Project: [
    "SUPPORT.md",
    "docs/support.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/reliability.md",
    "docs/performance.md",
    "bench/README.md",
    "bench/RESULTS.md",
    "bench/FILES.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/releasing.md",
    "LICENSE",
  ],
};

/** Documents whose file name would not be a good address. */
const NAMED: Readonly<Record<string, string>> = {
  "README.md": "",
  "docs/rules/README.md": "rules/",
  "docs/support.md": "docs/platforms/",
  "examples/README.md": "docs/examples/",
  "schemas/README.md": "docs/schemas/",
  "server/README.md": "docs/npm/",
  "bench/README.md": "docs/benchmarks/",
  "bench/RESULTS.md": "docs/benchmarks/results/",
  "bench/FILES.md": "docs/benchmarks/files/",
};

/** Files that are copied: images, and what agents and other programs read. */
const COPIED: readonly (readonly [file: string, address: string])[] = [
  ...readdirSync(path.join(ROOT, "docs/images")).map(
    (name) => [`docs/images/${name}`, `images/${name}`] as const,
  ),
  ["media/icon.png", "images/icon.png"],
  ["bench/growth.svg", "images/growth.svg"],
  ["llms-full.txt", "llms-full.txt"],
  ["scripts/site/site.css", "site.css"],
];

export interface Contents {
  /** Documents by file, with their addresses. */
  readonly documents: ReadonlyMap<string, string>;
  readonly copied: ReadonlyMap<string, string>;
}

export function contents(): Contents {
  const documents = new Map<string, string>();
  for (const file of ["README.md", "docs/rules/README.md", ...Object.values(DOCUMENTATION).flat()])
    documents.set(file, NAMED[file] ?? `docs/${path.basename(file, ".md").toLowerCase()}/`);
  for (const { code } of rules) documents.set(`docs/rules/${code.replace("/", "-")}.md`, `rules/${code}/`);
  for (const name of readdirSync(path.join(ROOT, "docs/domains")))
    documents.set(`docs/domains/${name}`, `domains/${path.basename(name, ".md")}/`);
  return { documents, copied: new Map(COPIED) };
}
