import { type Fix, rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { type Edit, insertMembers, removeText } from "../../syntax/edits.js";
import {
  findMember,
  nodeAt,
  type ObjectNode,
  type SyntaxProblem,
  type ValueNode,
} from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const NOTES = "notes";

/** Strict JSON has no comments. */
export const jsonComment = rule<SyntaxProblem>({
  code: "json/comment",
  severity: "error",
  summary: "Comments are not allowed in an alloy",
  explanation:
    "Alloys are strict JSON, which has no comments: JSON parsers reject the file. Most objects accept a field `notes`, which is kept with the alloy; a fix moves the comment there.",
  examples: {
    bad: [
      '{"domains": []} ‹// later›',
      '{‹/* a */› "domains": []}',
      '{"domains": [], ‹# do not run before May›\n"tags": ["a"]}',
      '{"notes": "a", "source": {"notes": ""} ‹/* b "c" */›}',
      '{"notes": "a" ‹/*\n * first line\n * second line\n */›}',
      '{"notes": ["a"], "tags": [‹/**/› "b"]}',
      '{"acceptanceCriteria": {"benchmarks": {‹// none yet›\n}}}',
      '["a" ‹/* b */›]',
    ],
    good: ['{"notes": "// no comment"}'],
  },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) if (problem.kind === "comment") report(problem, problem);
  },
  message: () => t`Comments are not allowed in JSON. Use a "notes" field instead.`,
  fixes: (problem, alloy) => {
    const removal = removeText(alloy.tree.text, problem);
    return [
      ...moved(problem, alloy, removal),
      { title: t`Remove the comment`, edits: [removal], safe: false },
    ];
  },
});

/** The fix that keeps what the comment says, if the object around it may have notes. */
function moved({ start, end }: SyntaxProblem, alloy: Alloy, removal: Edit): Fix[] {
  const { tree } = alloy;
  const text = textOf(tree.source.slice(start, end));
  const object = objectAround(alloy, start);
  if (text === "" || !object?.closed || !mayHaveNotes(object, alloy)) return [];
  const notes = findMember(object, NOTES);
  const title = t`Move to "notes"`;
  if (!notes) {
    const insertion = insertMembers(tree, object, object.members.length, [[NOTES, text]]);
    // The insertion may be where the comment is.
    if (insertion.some((edit) => edit.start < removal.end && edit.end > removal.start)) return [];
    return [{ title, edits: [...insertion, removal], safe: false }];
  }
  const { value } = notes;
  if (
    value?.kind !== "string" ||
    !value.closed ||
    !alloy.tree.source.slice(value.end - 1, value.end).endsWith('"')
  )
    return [];
  const addition = JSON.stringify(value.value === "" ? text : `\n${text}`).slice(1, -1);
  const at = value.end - 1;
  return [{ title, edits: [{ start: at, end: at, text: addition }, removal], safe: false }];
}

/** What a comment says, without its marks and the stars that begin its lines. */
function textOf(comment: string): string {
  return comment
    .replace(/^(?:\/\/+|\/\*+|#+)/, "")
    .replace(/\*+\/$/, "")
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^\s*\*(?:\s|$)/, "").trim())
    .join("\n")
    .trim();
}

/** The innermost object around an offset; the root for what is before or after it. */
function objectAround({ tree }: Alloy, offset: number): ObjectNode | undefined {
  let node = nodeAt(tree, offset);
  while (node && node.kind !== "object")
    node = node.kind === "member" ? node.parent : (node.parent as ValueNode | undefined);
  if (node && offset > node.start && offset < node.end) return node;
  return tree.root?.kind === "object" ? tree.root : undefined;
}

/** Not in a map, where each key names something, such as a benchmark. */
function mayHaveNotes(object: ObjectNode, alloy: Alloy): boolean {
  const place = alloy.placeOf(object);
  if (!place) return true;
  const { fields, others } = alloy.vocabulary.contents(place);
  return fields.has(NOTES) || !others;
}
