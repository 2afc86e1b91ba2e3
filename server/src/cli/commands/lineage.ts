import { Option } from "commander";
import {
  baselineWords,
  type Descent,
  descentOf,
  type LineageNode,
  lineageOf,
  linkWords,
} from "../../compare/lineage.js";
import { ENVELOPE } from "../../library/envelope.js";
import { printableJson, sanitizeForTerminal } from "../../text/sanitize.js";
import { EXIT } from "../../workspace/failure.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { alloysFrom, NOTHING_FOUND } from "../alloys.js";
import { collect, type Declare, DOMAIN_OPTION, more } from "../command.js";
import { palette, say } from "../terminal.js";

export const declareLineage: Declare = (program, done) => {
  program
    .command("lineage")
    .description("Show which alloys are derived from which")
    .argument("[paths...]", "files, folders, and globs; default: the current folder")
    .addOption(
      new Option("-f, --format <format>", "output format").choices(LINEAGE_FORMATS).default("pretty"),
    )
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [["forge-alloy lineage published", "print the tree of a folder"]],
        "A parent is found by the hash that derivedFrom or integrity states, else by its\nrepository, ID, or base model. × marks earlier attempts of priorMetricBaselines.",
        "Exit codes: 0 success, 1 a stated hash is not that of the parent, 2 wrong usage or a\nfile that cannot be read.",
      ),
    )
    .action((paths, options) => done(lineage(paths, options)));
};

/** What the command line says about a lineage. */
interface LineageOptions extends ProjectOptions {
  readonly format: LineageFormat;
}

const FORMATS = {
  pretty: (roots: readonly LineageNode[]): string =>
    `${roots.flatMap((root) => treeLines(root, "", "")).join("\n")}\n`,
  json: (roots: readonly LineageNode[]): string =>
    `${printableJson({ ...ENVELOPE, alloys: roots.flatMap(entriesOf) })}\n`,
} as const;

type LineageFormat = keyof typeof FORMATS;

export const LINEAGE_FORMATS = Object.keys(FORMATS) as LineageFormat[];

/** Prints the alloys of a folder as a tree of parents and derivatives. The exit code is 1 if a stated hash is wrong. */
export async function lineage(
  paths: readonly string[],
  { format, ...options }: LineageOptions,
): Promise<number> {
  let failures = 0;
  const listener = {
    failure(reason: string) {
      failures++;
      say(`error: ${reason}`);
    },
    note: say,
  };
  const found: Descent[] = [];
  for await (const { file, alloy } of alloysFrom(paths, await Project.open(options), listener)) {
    if (!alloy.root) say(`warning: skipped ${file}: it is not a JSON object`);
    else found.push(descentOf(alloy, file));
  }
  if (found.length === 0) {
    say(NOTHING_FOUND);
    return EXIT.failure;
  }
  const roots = lineageOf(found);
  process.stdout.write(FORMATS[format](roots));
  if (failures > 0) return EXIT.failure;
  return roots.some(hasWrongHash) ? EXIT.problems : EXIT.clean;
}

function hasWrongHash({ link, children }: LineageNode): boolean {
  return link?.state === "other-hash" || children.some(hasWrongHash);
}

/** @param first before the alloy itself; @param rest before the lines below it */
function treeLines(node: LineageNode, first: string, rest: string): string[] {
  const { bold, dim, green, red, yellow } = palette();
  const { name, version, file, link, baselines, children } = node;
  const paint = { hash: green, "no-hash": yellow, "other-hash": red, absent: yellow };
  const title = `${bold(sanitizeForTerminal(name || file))} ${sanitizeForTerminal(version)}`.trimEnd();
  const words = link ? ` ${paint[link.state](sanitizeForTerminal(linkWords(link)))}` : "";
  const lines = [`${first}${title} ${dim(sanitizeForTerminal(file))}${words}`];
  const hasMore = children.length > 0;
  for (const baseline of baselines)
    lines.push(`${rest}${hasMore ? "│" : " "}  ${dim(`× ${sanitizeForTerminal(baselineWords(baseline))}`)}`);
  for (const [i, child] of children.entries()) {
    const isLast = i === children.length - 1;
    lines.push(...treeLines(child, `${rest}${isLast ? "└─ " : "├─ "}`, `${rest}${isLast ? "   " : "│  "}`));
  }
  return lines;
}

function entriesOf(node: LineageNode): object[] {
  const { file, name, version, hash, link, baselines, children } = node;
  const entry = {
    file,
    name,
    version,
    hash: `sha256:${hash}`,
    ...(link && {
      parent: {
        name: link.name,
        ...(link.file !== undefined && { file: link.file }),
        ...(link.kind !== undefined && { kind: link.kind }),
        state: link.state,
      },
    }),
    baselines: baselines.map(({ id, outcome, supersededBy }) => ({
      id,
      outcome,
      ...(supersededBy !== undefined && { supersededBy }),
    })),
  };
  return [entry, ...children.flatMap(entriesOf)];
}
