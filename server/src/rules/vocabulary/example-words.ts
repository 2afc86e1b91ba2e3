/** What is wrong with an example of a domain file. */
import type { SchemaViolation } from "../../schema/validate.js";
import type { Span } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** The narrowest place of what an example does wrong. */
export function placeOfViolation(finding: SchemaViolation): Span {
  return finding.kind === "missing"
    ? { start: finding.object.start, end: finding.object.start + 1 }
    : finding.node;
}

export function violationWords(finding: SchemaViolation): string {
  if (finding.kind === "missing") return t`Missing required field "${finding.field.name}" in the example.`;
  return t`The example does not satisfy the condition "${conditionOf(finding)}" of its schema.`;
}

/** The keyword of the schema that an example does not satisfy. */
function conditionOf(finding: Exclude<SchemaViolation, { kind: "missing" }>): string {
  switch (finding.kind) {
    case "range":
      return finding.bound;
    case "other":
      return finding.keyword;
    case "order":
      return finding.mayBeEqual ? "lessThanOrEqual" : "lessThan";
    default:
      return finding.kind === "enum" ? "enum" : "type";
  }
}
