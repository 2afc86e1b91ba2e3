import type { Alloy } from "../../model/alloy.js";
import { cursorAt, type KeyCursor, type ValueCursor } from "../../model/cursor.js";
import { type Field, STAGES_ID } from "../../schema/effective-schema.js";
import { isOnOneLine, spansLines } from "../../syntax/style.js";
import { type ArrayNode, containerOf, type ObjectNode, type ValueNode } from "../../syntax/tree.js";
import { fieldUses } from "../executor-words.js";
import type { CompletionItem, CompletionOptions } from "./completion-item.js";
import { hasNothingElse, type Proposal, Proposals } from "./proposals.js";

/** What may be written at an offset, the most likely first. */
export function completionsAt(alloy: Alloy, offset: number, options: CompletionOptions): CompletionItem[] {
  const cursor = cursorAt(alloy, offset);
  if (!cursor?.place) return [];
  const proposals = new Proposals(alloy, options, cursor.replace, isInline(cursor, alloy));
  const found = cursor.kind === "key" ? keysAt(cursor, alloy, proposals) : valuesAt(cursor, alloy, proposals);
  const { start, end } = cursor.replace;
  const quote = start < end ? /^["'`]/.exec(alloy.tree.source.charAt(start))?.[0] : undefined;
  return found.map((proposal) => fit(proposal, cursor, quote));
}

/** Whether what is written goes on one line: as the neighbors are, or else as the text around the cursor. */
function isInline(cursor: KeyCursor | ValueCursor, { tree: { text } }: Alloy): boolean {
  const container = cursor.kind === "key" ? cursor.object : cursor.holder;
  if (container?.kind !== "object" && container?.kind !== "array") return false;
  const isEmpty = hasNothingElse(container, cursor.replace);
  const outer = isEmpty ? containerOf(container) : undefined;
  for (const place of [container, outer]) {
    const neighbors = place ? filledIn(place).filter((value) => value !== container) : [];
    if (neighbors.length > 0) return neighbors.every((value) => isOnOneLine(text, value));
  }
  if (!isOnOneLine(text, container)) return false;
  return isEmpty ? outer !== undefined && !spansLines(text, outer) : !spansLines(text, container);
}

/** The values in a container that could be on several lines: objects with members, and lists of objects. */
function filledIn(container: ObjectNode | ArrayNode): ValueNode[] {
  const values =
    container.kind === "array" ? container.items : container.members.flatMap(({ value }) => value ?? []);
  return values.filter(
    (value) =>
      (value.kind === "object" && value.members.length > 0) ||
      (value.kind === "array" && value.items.some(({ kind }) => kind === "object")),
  );
}

/** The keys that the object does not have yet, under either spelling. */
function keysAt(
  { place, object, member, hasColon }: KeyCursor,
  alloy: Alloy,
  proposals: Proposals,
): Proposal[] {
  if (!place) return [];
  const present = new Set(object.members.filter((other) => other !== member).map(({ name }) => name));
  // A key that has its colon already keeps what follows it.
  const isNew = !hasColon;
  const all = [...alloy.vocabulary.fields(place).values()];
  // A field with a new name is offered under that one.
  const fields = all
    .filter(
      ({ name, snakeName, place: { schema } }) =>
        !present.has(name) && !present.has(snakeName) && schema.renamedTo === undefined,
    )
    .sort((a, b) => Number(isForTools(a)) - Number(isForTools(b)));
  const uses = fieldUses(alloy, place.stage, object);
  const ordered = byUse(asNeighbours(fields, object, alloy), uses);
  const required = ordered.filter(({ status }) => status === "required");
  // No schema requires them, but an alloy without them is not complete.
  const stages = ordered.filter((field) => field.place.id === STAGES_ID);
  return [
    ...(isNew && required.length > 0 ? proposals.requiredFields([...required, ...stages], object) : []),
    ...required.map((field) => proposals.field(field, isNew, object)),
    ...ordered.slice(required.length).map((field) => proposals.field(field, isNew, object)),
    ...(isNew ? proposals.allFields(place, fields, all, object) : []),
    ...proposals.mapKeys(place, present, isNew, object),
  ];
}

/** Fields such as `$schema`, which mean nothing to the alloy itself. */
function isForTools({ name }: Field): boolean {
  return name.startsWith("$");
}

const USE_RANK = { read: 0, unknown: 1, logged: 2, ignored: 2 };

/** What the architecture's executor reads comes first, and what it does not read last; required fields before all. */
function byUse(fields: readonly Field[], uses: ReturnType<typeof fieldUses>): readonly Field[] {
  if (!uses) return fields;
  const rank = ({ name, status }: Field) => (status === "required" ? -1 : USE_RANK[uses.useOf(name)]);
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

const MAX_NEIGHBOURS = 20;

/** Required fields first, then those that other entries of the same list have, in their order, then the others. */
function asNeighbours(fields: readonly Field[], object: ObjectNode, alloy: Alloy): readonly Field[] {
  if (object.parent?.kind !== "array") return fields;
  const own = alloy.placeOf(object)?.id;
  const order: string[] = [];
  for (const item of object.parent.items.slice(0, MAX_NEIGHBOURS)) {
    if (item === object || item.kind !== "object" || alloy.placeOf(item)?.id !== own) continue;
    for (const { key } of item.members) if (!order.includes(key.value)) order.push(key.value);
  }
  const rank = ({ name, status }: Field) => {
    const index = order.indexOf(name);
    return status === "required" ? -1 : index < 0 ? order.length : index;
  };
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

function valuesAt(cursor: ValueCursor, alloy: Alloy, proposals: Proposals): Proposal[] {
  const { place, holder, node } = cursor;
  if (!place) return [];
  // A whole stage or alloy is offered where there is none, not over one that is there.
  const isThere = node !== undefined && node.kind !== "invalid";
  if (holder?.kind === "array" && holder === alloy.stagesNode) return isThere ? [] : proposals.stages();
  if (!holder) return isThere ? [] : [proposals.skeleton(), ...proposals.templates()];
  const taken = takenIn(cursor);
  return proposals.values(place).filter(({ text }) => !taken.has(text));
}

/** The values that stand in the same list already: a list of names needs each once. */
function takenIn({ holder, node }: ValueCursor): Set<string> {
  if (holder?.kind !== "array") return new Set();
  return new Set(
    holder.items.flatMap((item) =>
      item !== node && item.kind === "string" ? [JSON.stringify(item.value)] : [],
    ),
  );
}

/**
 * Fits a proposal to the cursor: what it replaces, and the commas around it.
 * @param quote with which the replaced token begins
 */
function fit(
  proposal: Proposal,
  { replace, commaBefore, commaAfter }: KeyCursor | ValueCursor,
  quote: string | undefined,
): CompletionItem {
  const {
    label,
    kind,
    detail,
    badge = detail,
    documentation,
    isSnippet = false,
    retrigger = false,
    isDeprecated = false,
  } = proposal;
  // Two edits at one offset would leave their order to the client.
  const isAdjacent = commaBefore === replace.start;
  const text = `${isAdjacent ? "," : ""}${proposal.text}${commaAfter ? "," : ""}`;
  return {
    label,
    kind,
    detail,
    badge,
    documentation,
    filterText: quote === undefined ? label : quote === '"' ? JSON.stringify(label) : quote + label + quote,
    edit: { start: replace.start, end: replace.end, text },
    isSnippet,
    isDeprecated,
    additionalEdits:
      commaBefore === undefined || isAdjacent ? [] : [{ start: commaBefore, end: commaBefore, text: "," }],
    retrigger,
  };
}
