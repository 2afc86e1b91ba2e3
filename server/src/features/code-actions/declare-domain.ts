import type { Alloy } from "../../model/alloy.js";
import { declareDomain } from "../../model/declare-domain.js";
import { findMember } from "../../syntax/tree.js";
import { t, translate } from "../../text/l10n.js";
import type { Refactoring } from "../insert-stage.js";

/** With the cursor in `domains`: declares one more of the registered domains. */
export function declareDomainActions(alloy: Alloy, offset: number): Refactoring[] {
  const member = findMember(alloy.root, "domains");
  if (!member || offset < member.start || offset > member.end) return [];
  const declared = new Set(alloy.declaredDomains.map(({ id }) => id));
  return alloy.registry.domains
    .filter(({ file }) => !declared.has(file.id))
    .map(({ file }) => ({
      title: t`Declare domain "${file.id}": ${translate(file.title)}`,
      edits: declareDomain(alloy, file.id),
    }));
}
