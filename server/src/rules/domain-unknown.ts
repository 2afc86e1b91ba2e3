import type { DeclaredDomain } from "../alloy/alloy.js";
import type { UnavailableDomain } from "../alloy/domain.js";
import { closest } from "../alloy/names.js";
import { list } from "../alloy/words.js";
import { removeElement, replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { indexIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** Why a domain whose file is there cannot be used. */
const WHY: Record<UnavailableDomain["why"], (id: string, place: string) => string> = {
  broken: (id, place) => t`The domain "${id}" was not loaded: its file ${place} has errors.`,
  clash: (id, place) =>
    t`The domain "${id}" in ${place} was refused: another vocabulary has this id already.`,
  untrusted: (id, place) =>
    t`The domain "${id}" in ${place} is not used, because this workspace is not trusted. Trust it to have its domains.`,
};

/** A declared domain that is not registered. */
export const domainUnknown = rule<{
  declared: DeclaredDomain;
  registered: readonly string[];
  unavailable: UnavailableDomain | undefined;
}>({
  code: "domain/unknown",
  severity: "error",
  summary: "A declared domain is not registered",
  explanation:
    "Each entry of `domains` must be the exact id of a registered domain; there is no fallback. While one is unknown, its stages cannot be checked, so unknown stage types are not reported. A domain is added as one vocabulary file: `.forge-alloy/domains/<id>.json` in the folder of the alloys; docs/domains.md shows how to write one. A file with errors is not loaded, nor is one whose id belongs to another vocabulary, nor anything from a workspace that is not trusted.",
  examples: {
    bad: [
      '{"domains": [‹"llm-forg"›]}',
      '{"domains": ["llm-forge", ‹"laboratory"›]}',
      '{"domains": ["ticketing", 5, ‹"nowhere"›]}',
    ],
    good: ['{"domains": ["llm-forge", "ticketing"]}', '{"domains": []}'],
  },
  scope: "document",
  check({ declaredDomains, registry }, report) {
    const registered = registry.domains.map(({ file }) => file.id);
    for (const declared of declaredDomains) {
      if (!declared.domain && declared.node) {
        report(declared.node, {
          declared,
          registered,
          unavailable: registry.unavailable.get(declared.id),
        });
      }
    }
  },
  message: ({ declared, registered, unavailable }) => {
    const meant = closest(declared.id, registered);
    const hint = meant ? t` Did you mean "${meant}"?` : "";
    if (unavailable) return WHY[unavailable.why](declared.id, unavailable.place);
    return t`No domain "${declared.id}" is registered.${hint} Registered are ${list(registered, "and")}; another one is added as a vocabulary file in ".forge-alloy/domains".`;
  },
  fixes: ({ declared, registered }, alloy) => {
    const { node } = declared;
    if (node?.parent?.kind !== "array") return [];
    const free = registered.filter((id) => !alloy.speaks(id));
    const meant = closest(declared.id, free);
    const ordered = meant ? [meant, ...free.filter((id) => id !== meant)] : free;
    return [
      ...ordered.map((id) => ({
        title: t`Change to "${id}"`,
        edits: [replaceNode(node, id)],
        safe: false,
        preferred: id === meant,
      })),
      {
        title: t`Remove "${declared.id}"`,
        safe: false,
        edits: [removeElement(alloy.tree, node.parent, indexIn(node.parent.items, node))],
      },
    ];
  },
});
