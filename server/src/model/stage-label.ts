import { findValue, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Stage } from "./alloy.js";

/** `3 expert-prune · keep 80 of 128 · 37.5%`: position, type, and what its vocabulary finds telling. */
export function stageLabel(stage: Stage): string {
  return [`${stage.index + 1} ${stage.typeNode?.value || t`(no type)`}`, ...tellingParts(stage)].join(" · ");
}

/** The parts of `outline` of the stage's schema for which the stage has the fields. */
export function tellingParts({ type, node }: Stage): string[] {
  return (type?.schema.outline ?? []).flatMap((template) => fill(template, node) ?? []);
}

/**
 * Replaces `{field}` and `{a|b}` (the first field that has a value); omits a part in `[ ]` if one of its
 * fields is missing.
 * @returns the label, or undefined if a field outside `[ ]` is missing
 */
function fill(template: string, stage: ValueNode): string | undefined {
  const optional = template.replace(/\[([^\]]*)\]/g, (_, part: string) => fill(part, stage) ?? "");
  let isComplete = true;
  const text = optional.replace(/\{([^}]*)\}/g, (_, names: string) => {
    const value = names
      .split("|")
      .map((name) => shown(findValue(stage, name)))
      .find((word) => word !== "");
    if (value === undefined) isComplete = false;
    return value ?? "";
  });
  return isComplete ? text : undefined;
}

const MAX_ITEMS = 3;
const MAX_LENGTH = 40;

/** A value in a few words; empty for one that says nothing. */
function shown(node: ValueNode | undefined): string {
  switch (node?.kind) {
    case "string":
      return node.value.length > MAX_LENGTH ? `${node.value.slice(0, MAX_LENGTH - 1)}…` : node.value;
    case "number":
      return node.text;
    case "boolean":
      return String(node.value);
    case "object":
      return shown(findValue(node, "name"));
    case "array": {
      const words = node.items.slice(0, MAX_ITEMS).map(shown).filter(Boolean);
      const more = node.items.length - MAX_ITEMS;
      return words.join(", ") + (more > 0 ? t` and ${more} more` : "");
    }
    default:
      return "";
  }
}
