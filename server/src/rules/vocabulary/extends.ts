import { rule } from "../../lint/rule.js";
import type { UnavailableDomain } from "../../schema/domain.js";
import { type ExtensionFault, extend } from "../../schema/extend.js";
import { closest } from "../../schema/names.js";
import type { DomainFile } from "../../schema/schema.js";
import { unavailableWords } from "../../schema/unavailable-words.js";
import { choiceWords, list, show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import {
  type JsonTree,
  type Member,
  nodeFor,
  type StringNode,
  textIn,
  toValue,
  type ValueNode,
} from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

type Data =
  | { readonly why: "unknown"; readonly node: StringNode; readonly known: readonly string[] }
  | { readonly why: "itself"; readonly node: StringNode }
  | { readonly why: "unavailable"; readonly unavailable: UnavailableDomain }
  | (ExtensionFault & { readonly id: string });

const HEAD = '"id": "mine", "version": "1.0.0", "title": "Mine", "description": "x"';

/** An extension adds and narrows: an alloy of the extending domain stays one of the domain that it extends. */
export const vocabularyExtends = rule<Data>({
  code: "vocabulary/extends",
  severity: "error",
  summary: "A domain cannot extend another one this way",
  explanation:
    "A domain that extends another one (`extends`) can add stages, fields, conditions, and benchmarks, and narrow what is there: fewer types and choices, a smaller range, more required fields. It cannot loosen anything, or change what a field means: tools that know the extended domain alone must not reject its alloys. Add a field or a stage with another name instead.",
  examples: {
    bad: [
      `{${HEAD}, "extends": ‹"llm-forg"›}`,
      `{${HEAD}, "extends": ‹"mine"›}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"prune": {"required": ‹[]›}}}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"prune": {"expected": ‹["level"]›}}}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"prune": {"properties": {"level": {"maximum": ‹2›}}}}}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"train": {"properties": {"steps": {"type": ‹"string"›}}}}}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"train": {"phase": ‹"input"›}}}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"train": {"extras": {‹"steps"›: {"type": "integer"}}}}}`,
      `{${HEAD}, "extends": "llm-forge", "status": ‹"draft"›}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"eval": {"properties": {"compareToBase": {"enum": ‹[false]›}}}}}`,
    ],
    good: [
      `{${HEAD}, "extends": "llm-forge"}`,
      `{${HEAD}, "extends": "llm-forge", "stages": {"train": {"properties": {"steps": {"maximum": 5000}, "teacher": {"type": "string", "description": "Model to learn from."}}, "required": ["teacher"]}}}`,
    ],
  },
  on: "domain",
  scope: "document",
  check({ tree, root, sections, registry }, report) {
    const node = textIn(root, "extends");
    if (!node) return;
    const base = registry.domain(node.value);
    const unavailable = registry.unavailable.get(node.value);
    const id = textIn(root, "id")?.value;
    if (node.value === id) report(node, { why: "itself", node });
    else if (!base && unavailable) report(node, { why: "unavailable", unavailable });
    else if (!base) {
      const known = registry.domains.map(({ file }) => file.id).filter((one) => one !== id);
      report(node, { why: "unknown", node, known });
    }
    // A schema that is none, or not whole, cannot be merged.
    if (!base || base.lineage.includes(id ?? "") || tree.problems.length > 0) return;
    if (sections.some(({ findings }) => findings.length > 0)) return;
    for (const fault of extend(base.file, toValue(root) as DomainFile).faults) {
      const at = nearestNode(tree, fault.path);
      const isKey = fault.why === "unvalidated" && at?.kind === "member";
      const span = isKey ? at.key : at?.kind === "member" ? (at.value ?? at.key) : at;
      if (span) report(span, { ...fault, id: node.value });
    }
  },
  message: (data) => {
    switch (data.why) {
      case "unknown": {
        const meant = closest(data.node.value, data.known);
        const hint = meant === undefined ? "" : t` Did you mean "${meant}"?`;
        return t`Unknown domain "${data.node.value}".${hint} Available: ${choiceWords(data.known)}.`;
      }
      case "itself":
        return t`A domain cannot extend itself.`;
      case "unavailable":
        return unavailableWords(data.unavailable);
      case "looser":
        return t`"${data.keyword}" must not accept more than in "${data.id}", where it is ${show(data.base)}, but is ${show(data.value)}.`;
      case "fixed":
        return t`"${data.keyword}" must stay ${show(data.base)}, as in "${data.id}", but is ${show(data.value)}.`;
      case "dropped":
        return t`${list(
          data.fields.map((field) => `"${field}"`),
          "and",
        )} must stay required, as in "${data.id}".`;
      case "unvalidated":
        return t`"${data.field}" is validated in "${data.id}" and must not become one of the "extras".`;
      case "default":
        return t`The default of "${data.id}", ${show(data.value)}, is not valid here. Set a different "default", or require the field.`;
      case "draft":
        return t`"status" must stay "stable", as in "${data.id}".`;
      case "large":
        return t`The domain and "${data.id}", which it extends, are too large together.`;
    }
  },
  fixes: (data) => {
    if (data.why !== "unknown") return [];
    const meant = closest(data.node.value, data.known);
    if (meant === undefined) return [];
    const edits = [replaceNode(data.node, meant)];
    return [{ title: t`Change to "${meant}"`, edits, safe: false, preferred: true }];
  },
});

/** What a fault is about may not be written: then what holds it. */
function nearestNode(tree: JsonTree, path: ExtensionFault["path"]): ValueNode | Member | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = nodeFor(tree, path.slice(0, length));
    if (node) return node;
  }
  return tree.root;
}
