import { adapterValues } from "../../model/adapter.js";
import type { Alloy, Stage } from "../../model/alloy.js";
import type { Fills } from "../../schema/executor-profile.js";
import { type Edit, insertItem, insertMembers, removeElement, replaceNode } from "../../syntax/edits.js";
import { findMember, findValue, type ObjectNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import type { Refactoring } from "../insert-stage.js";

/** Other ways to write the stage under the cursor. */
export function rewriteStageActions(alloy: Alloy, stage: Stage | undefined): Refactoring[] {
  if (stage?.node.kind !== "object") return [];
  const values = adapterValues(alloy, stage.type);
  if (values) return [...leaveToAdapter(alloy, stage.node, values), ...writeOut(alloy, stage.node, values)];
  switch (stage.type?.name) {
    case "lora":
      return toCompensation(alloy, stage.node);
    default:
      return extractCorpus(alloy, stage, stage.node);
  }
}

/** Removes what the family adapter would set. */
function leaveToAdapter(alloy: Alloy, node: ObjectNode, values: Fills): Refactoring[] {
  const present = Object.keys(values).filter((name) => findMember(node, name));
  if (present.length === 0) return [];
  return [
    {
      title: t`Remove fields that the family adapter sets`,
      edits: removeMembers(alloy, node, present),
    },
  ];
}

/** The opposite: what the adapter would fill in at run time, written down. */
function writeOut(alloy: Alloy, node: ObjectNode, values: Fills): Refactoring[] {
  const missing = Object.keys(values).filter((name) => !findMember(node, name));
  if (missing.length === 0) return [];
  return [
    {
      title: t`Add the family adapter's values: ${missing.map((name) => values[name]).join(" · ")}`,
      edits: insertMembers(
        alloy.tree,
        node,
        node.members.length,
        missing.map((name) => [name, values[name]]),
      ),
    },
  ];
}

/** A `lora` stage with a teacher is executed as compensation training; this writes it as such. */
function toCompensation({ tree }: Alloy, node: ObjectNode): Refactoring[] {
  const type = findValue(node, "type");
  const corpus = textIn(node, "calibrationCorpus") ?? textIn(node, "calibrationDataset");
  if (!textIn(node, "teacher") || !type) return [];
  const renamed = ["rank", "alpha"].flatMap((name) => {
    const key = findMember(node, name)?.key;
    return key
      ? [{ start: key.start, end: key.end, text: `"lora${name[0]?.toUpperCase()}${name.slice(1)}"` }]
      : [];
  });
  const added: Edit[] = findMember(node, "calibrationCorpus")
    ? []
    : insertMembers(tree, node, node.members.length, [["calibrationCorpus", corpus?.value ?? ""]]);
  return [
    {
      title: t`Change to "compensation-lora"`,
      edits: [replaceNode(type, "compensation-lora"), ...renamed, ...added],
    },
  ];
}

/** Declares the corpus that a stage names, so that other stages can name it too. */
function extractCorpus(alloy: Alloy, { node }: Stage, object: ObjectNode): Refactoring[] {
  const { root, tree, vocabulary } = alloy;
  const corpus = textIn(object, "calibrationCorpus");
  if (!root || !corpus || corpus.value === "" || node.kind !== "object") return [];
  const list = findMember(root, "calibrationCorpora");
  if (list && list.value?.kind !== "array") return [];
  const known = list?.value?.kind === "array" ? list.value.items : [];
  if (known.some((item) => textIn(item, "id")?.value === corpus.value)) return [];
  const file = textIn(object, "calibrationCorpusFile")?.value ?? "";
  const entry = { id: corpus.value, path: file };
  const title = t`Declare "${corpus.value}" in "calibrationCorpora"`;
  if (list?.value?.kind === "array") {
    return [{ title, edits: insertItem(tree, list.value, known.length, entry) }];
  }
  const order = [...vocabulary.fields(vocabulary.root).keys()];
  const rank = order.indexOf("calibrationCorpora");
  if (rank < 0) return [];
  const before = root.members.findLastIndex(({ key }) => {
    const own = order.indexOf(key.value);
    return own >= 0 && own < rank;
  });
  return [{ title, edits: insertMembers(tree, root, before + 1, [["calibrationCorpora", [entry]]]) }];
}

/** Removes several members; neighbours go together, so that no two changes touch. */
function removeMembers({ tree }: Alloy, node: ObjectNode, names: readonly string[]): Edit[] {
  const isGone = node.members.map(({ key }) => names.includes(key.value));
  const edits: Edit[] = [];
  for (let index = 0; index < isGone.length; index++) {
    if (!isGone[index]) continue;
    const next = isGone.indexOf(false, index);
    const count = (next < 0 ? isGone.length : next) - index;
    edits.push(removeElement(tree, node, index, count));
    index += count;
  }
  return edits;
}
