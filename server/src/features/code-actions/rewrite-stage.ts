import { adapterValues } from "../../model/adapter.js";
import type { Alloy, Stage } from "../../model/alloy.js";
import { isSet } from "../../model/executor.js";
import { rootIndex } from "../../model/root-index.js";
import type { Fills } from "../../schema/executor-profile.js";
import type { Rewrite } from "../../schema/schema.js";
import { type Edit, insertItem, insertMembers, removeElement, replaceNode } from "../../syntax/edits.js";
import { findMember, findValue, type ObjectNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import type { Refactoring } from "../insert-stage.js";

/** Other ways to write the stage under the cursor. */
export function rewriteStageActions(alloy: Alloy, stage: Stage | undefined): Refactoring[] {
  if (stage?.node.kind !== "object") return [];
  const values = adapterValues(alloy, stage.type);
  if (values) return [...leaveToAdapter(alloy, stage.node, values), ...writeOut(alloy, stage.node, values)];
  const { node, type } = stage;
  const rewrites = (type?.schema.rewrites ?? []).flatMap((other) => rewrite(alloy, node, other));
  return [...rewrites, ...extractCorpus(alloy, stage, node)];
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

/** Another stage type as which the stage can be written. */
function rewrite({ tree }: Alloy, node: ObjectNode, other: Rewrite): Refactoring[] {
  const type = findValue(node, "type");
  const isFit = (other.when ?? []).every((name) => isSet(findValue(node, name)));
  if (!type || !isFit) return [];
  const renamed = Object.entries(other.rename ?? {}).flatMap(([from, to]) => {
    const key = findMember(node, from)?.key;
    return key ? [{ start: key.start, end: key.end, text: JSON.stringify(to) }] : [];
  });
  const added = Object.entries(other.copy ?? {}).filter(([to]) => !findMember(node, to));
  const copied = added.map(([to, from]): [string, unknown] => [to, textIn(node, from)?.value ?? ""]);
  const edits: Edit[] = copied.length > 0 ? insertMembers(tree, node, node.members.length, copied) : [];
  return [
    {
      title: t`Change to "${other.type}"`,
      edits: [replaceNode(type, other.type), ...renamed, ...edits],
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
    return [{ kind: "refactor.extract", title, edits: insertItem(tree, list.value, known.length, entry) }];
  }
  if (!vocabulary.fields(vocabulary.root).has("calibrationCorpora")) return [];
  const index = rootIndex(alloy, root, "calibrationCorpora");
  const edits = insertMembers(tree, root, index, [["calibrationCorpora", [entry]]]);
  return [{ kind: "refactor.extract", title, edits }];
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
