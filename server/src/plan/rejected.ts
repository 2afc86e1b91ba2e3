/** Why the forge-alloy packages would reject a stage that is not in the text. */
import type { Alloy } from "../model/alloy.js";
import { checkSection, type SchemaViolation } from "../schema/validate.js";
import { expectation, nameOf, show } from "../schema/words.js";
import { parseJson } from "../syntax/parser.js";
import { toValue } from "../syntax/tree.js";
import { t } from "../text/l10n.js";

/** Returns why the schema of a stage rejects it, as a part of a sentence; undefined if it does not. */
export function whyRejected(
  { vocabulary }: Alloy,
  stage: Readonly<Record<string, unknown>>,
): string | undefined {
  const { root } = parseJson(JSON.stringify(stage));
  if (!root) return undefined;
  const [finding] = checkSection(vocabulary, root, vocabulary.stage(String(stage.type))).findings;
  return finding && violationWords(finding);
}

function violationWords(finding: SchemaViolation): string {
  if (finding.kind === "missing") return t`"${finding.field.name}" is missing`;
  const { node, place } = finding;
  return t`${nameOf(node, place)} must be ${expectation(place.schema)}, but is ${show(toValue(node))}`;
}
