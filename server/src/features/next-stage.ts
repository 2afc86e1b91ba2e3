import type { Alloy, Stage } from "../model/alloy.js";
import type { StageType } from "../schema/effective-schema.js";
import type { Edit } from "../syntax/edits.js";
import { indentAt, isOnOneLine, lineStart, print, spansLines, styleOf } from "../syntax/style.js";
import type { ArrayNode } from "../syntax/tree.js";
import { templatesOf } from "./new-alloy.js";

/** How much more an alloy of the workspace says about the next stage than a template does. */
const WORKSPACE_WEIGHT = 10;

/**
 * The stage that is likely to follow a complete stage before the cursor, as text to insert there.
 * @param others types of the stages of other alloys of the workspace, in their order
 */
export function nextStageAt(
  alloy: Alloy,
  offset: number,
  others: Iterable<readonly string[]>,
): Edit | undefined {
  const { stagesNode, stages, tree } = alloy;
  if (!stagesNode || offset <= stagesNode.start || (stagesNode.closed && offset >= stagesNode.end))
    return undefined;
  const before = stages.findLast(({ node }) => node.end <= offset);
  const after = stages.find(({ node }) => node.start >= offset);
  if (!before?.type || !isComplete(alloy, before)) return undefined;
  const end = after?.node.start ?? (stagesNode.closed ? stagesNode.end - 1 : tree.source.length);
  const [left, right] = [tree.source.slice(before.node.end, offset), tree.source.slice(offset, end)];
  // Nothing but one comma may be around the cursor, and nothing but blanks on the rest of its line.
  if (!/^\s*,?\s*$/.test(left + right) || !/^[ \t]*(,?[ \t]*[\r\n]|,?$)/.test(right)) return undefined;
  if (right.includes(",") && left.trim() !== "") return undefined;
  const body = likelyBody(alloy, before, after, others);
  if (!body) return undefined;
  const text = written(alloy, stagesNode, before, body, { offset, left });
  const comma = after && !right.includes(",") ? "," : "";
  return { start: offset, end: offset, text: text + comma };
}

/** Whether a stage is closed and has every field that its type requires. */
function isComplete({ vocabulary }: Alloy, { node, type }: Stage): boolean {
  if (node.kind !== "object" || !node.closed) return false;
  const present = new Set(node.members.map(({ name }) => name));
  const fields = vocabulary.fields(vocabulary.stage(type?.name)).values();
  return [...fields].every(({ name, status }) => status !== "required" || present.has(name));
}

function likelyBody(
  alloy: Alloy,
  before: Stage,
  after: Stage | undefined,
  others: Iterable<readonly string[]>,
): Readonly<Record<string, unknown>> | undefined {
  const present = new Set(alloy.stages.map(({ type }) => type?.name));
  const fits = (type: StageType | undefined): type is StageType =>
    type !== undefined &&
    !present.has(type.name) &&
    type.order >= (before.type?.order ?? 0) &&
    type.order <= (after?.type?.order ?? Number.POSITIVE_INFINITY);
  const counts = followers(alloy, before.type?.name ?? "", others);
  const most = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  // Most alloys end with this stage.
  if (most === null) return undefined;
  const known = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name]) => (name === null ? undefined : alloy.vocabulary.stageType(name)))
    .find(fits);
  const next = known ?? (counts.size === 0 ? nextPhase(alloy, before, fits) : undefined);
  return next?.schema.snippets?.[0]?.body;
}

/** How often each type follows a type, in the workspace and in templates; `null` for the end of the list. */
function followers(
  alloy: Alloy,
  name: string,
  others: Iterable<readonly string[]>,
): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  const count = (types: readonly string[], weight: number) => {
    for (const [index, type] of types.entries())
      if (type === name) {
        const next = types[index + 1] ?? null;
        counts.set(next, (counts.get(next) ?? 0) + weight);
      }
  };
  for (const types of others) count(types, WORKSPACE_WEIGHT);
  for (const { domain, body } of templatesOf(alloy.registry))
    if (alloy.declaredDomains.some(({ id }) => id === domain)) count(typesIn(body.stages), 1);
  return counts;
}

function typesIn(stages: unknown): string[] {
  return Array.isArray(stages) ? stages.map((stage) => String(Object(stage).type)) : [];
}

/** Where nothing is known: the first type of a later phase of which the alloy has no stage yet. */
function nextPhase(
  { vocabulary, stages }: Alloy,
  { type }: Stage,
  fits: (type: StageType) => boolean,
): StageType | undefined {
  const last = type?.order ?? 0;
  if (stages.some((stage) => (stage.type?.order ?? 0) > last)) return undefined;
  return vocabulary.stageTypes
    .filter((one) => one.order > last && fits(one) && one.schema.snippets?.[0])
    .sort((a, b) => a.order - b.order)[0];
}

/** The stage in the layout of the one before, with what is missing between that one and the cursor. */
function written(
  { tree }: Alloy,
  array: ArrayNode,
  { node }: Stage,
  body: object,
  { offset, left }: { readonly offset: number; readonly left: string },
): string {
  const { text } = tree;
  const style = styleOf(tree);
  const hasLines = spansLines(text, array);
  const indent = indentAt(text, node.start);
  const stage = print(body, style, indent, isOnOneLine(text, node));
  const comma = left.includes(",") ? "" : ",";
  if (!hasLines) return comma + (/\s$/.test(left) ? "" : style.comma.slice(1)) + stage;
  if (!/[\r\n]/.test(left)) return comma + style.eol + indent + stage;
  const typed = text.slice(lineStart(text, offset), offset);
  return comma + (indent.startsWith(typed) ? indent.slice(typed.length) : "") + stage;
}
