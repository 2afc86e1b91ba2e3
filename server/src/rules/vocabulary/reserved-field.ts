import { rule } from "../../lint/rule.js";
import { commonFields, domainDraft } from "../../model/domain-draft.js";
import { bundled } from "../../schema/bundled.js";
import { findValue, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const STAGE = '"phase": "transform", "summary": "s", "description": "d", "type": "object"';
const lab = (stage: string, more = "") =>
  `{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {${STAGE}, ${stage}}}${more}}`;

/** A domain describes a field that the format describes. */
export const vocabularyReservedField = rule<string>({
  code: "vocabulary/reserved-field",
  severity: "error",
  summary: "A domain describes a field that every alloy has",
  explanation:
    "Every stage has a `type`, and every alloy has fields such as `name` and `source`. The format describes them, and what a domain says about them is not used. Choose another name.",
  examples: {
    bad: [
      lab('"properties": {‹"type"›: {"type": "string", "description": "x"}}'),
      lab('"properties": {}', ', "rootExtensions": {‹"stages"›: {"type": "array", "description": "x"}}'),
    ],
    good: [lab('"properties": {"kind": {"type": "string", "description": "x"}}')],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    const reserved = (map: ValueNode | undefined, names: readonly string[]) => {
      for (const { key, name } of map?.kind === "object" ? map.members : [])
        if (names.includes(name)) report(key, name);
    };
    for (const { node, stage } of domainDraft(alloy)?.schemas ?? [])
      if (stage !== undefined) reserved(findValue(node, "properties"), commonFields());
    reserved(findValue(alloy.root, "rootExtensions"), Object.keys(bundled.core.file.properties ?? {}));
  },
  message: (name) => t`"${name}" is a field of the format and cannot be described by a domain.`,
});
