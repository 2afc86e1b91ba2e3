import { placeOf } from "../../lint/lint.js";
import type { Problem } from "../../lint/rule.js";
import { groupOf } from "../../lint/severity.js";
import type { Alloy } from "../../model/alloy.js";
import { applyEdits, type Edit, insertItem, insertMembers } from "../../syntax/edits.js";
import { parseJson } from "../../syntax/parser.js";
import { findMember, findValue, printPointer, type Span } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** What must be written into a configuration so that it suppresses a problem. */
interface SuppressionEdit {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The configuration afterwards, and in it the reason that its author has to give. */
  readonly after: string;
  readonly reason: Span;
}

/**
 * Suppresses one problem at its place.
 * @param file the alloy's path below the folder of the configuration
 * @param configuration its text; undefined where there is none yet
 * @returns undefined for a syntax error, which no parser would accept then, and if the configuration is not an object
 */
export function suppress(
  problem: Problem,
  alloy: Alloy,
  file: string,
  configuration: string | undefined,
): SuppressionEdit | undefined {
  if (isSyntaxError(problem, alloy)) return undefined;
  const entry = {
    code: problem.code,
    files: [file],
    pointer: printPointer(placeOf(problem, alloy)),
    reason: "",
  };
  const edits = editsFor(configuration, entry);
  if (!edits) return undefined;
  const after = applyEdits(configuration ?? "", edits);
  const list = findValue(parseJson(after).root, "suppressions");
  const reason = list?.kind === "array" ? findMember(list.items.at(-1), "reason")?.value : undefined;
  if (!reason) return undefined;
  return { title: t`Suppress ${problem.code} here`, edits, after, reason };
}

function isSyntaxError({ code, start, end }: Problem, { tree }: Alloy): boolean {
  return groupOf(code) === "json" && tree.problems.some((one) => one.start === start && one.end === end);
}

function editsFor(configuration: string | undefined, entry: object): Edit[] | undefined {
  if (configuration === undefined || configuration.trim() === "") {
    const text = `${JSON.stringify({ suppressions: [entry] }, null, 2)}\n`;
    return [{ start: 0, end: configuration?.length ?? 0, text }];
  }
  const tree = parseJson(configuration);
  const { root } = tree;
  if (root?.kind !== "object") return undefined;
  const member = findMember(root, "suppressions");
  if (!member) return insertMembers(tree, root, root.members.length, [["suppressions", [entry]]]);
  const list = member.value;
  return list?.kind === "array" ? insertItem(tree, list, list.items.length, entry) : undefined;
}
