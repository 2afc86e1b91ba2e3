import { rule } from "../../lint/rule.js";
import type { DeclaredDomain } from "../../model/alloy.js";
import type { UnavailableDomain } from "../../schema/domain.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { removeElement, replaceNode } from "../../syntax/edits.js";
import { indexIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Why a domain that has a file cannot be used. */
const WHY: Record<UnavailableDomain["why"], (id: string, place: string, wanted: string) => string> = {
  broken: (id, place) => t`Domain "${id}" was not loaded: its file "${place}" has errors.`,
  clash: (id, place) => t`Domain "${id}" in "${place}" was rejected: another domain has the same ID.`,
  untrusted: (id, place) =>
    t`Domain "${id}" in "${place}" is not used because this workspace is not trusted.`,
  base: (id, place, wanted) =>
    t`Domain "${id}" in "${place}" was not loaded: it extends "${wanted}", which is not available.`,
  circle: (id, place) => t`Domain "${id}" in "${place}" was not loaded: it extends itself.`,
  version: (id, place, wanted) =>
    t`No version of domain "${id}" is in the range "${wanted}" of the configuration. Available: ${place}.`,
};

/** A declared domain that is not available. */
export const domainUnknown = rule<{
  declared: DeclaredDomain;
  registered: readonly string[];
  unavailable: UnavailableDomain | undefined;
}>({
  code: "domain/unknown",
  severity: "error",
  summary: "Unknown domain",
  explanation:
    "Each item of `domains` must be the exact ID of an available domain. If a domain is unknown, its stages cannot be checked, so unknown stage types are not reported. Add a domain as one file, `.forge-alloy/domains/<id>.json`, in the folder of the alloys; docs/domains.md describes the format. A file is not loaded if it has errors, if another domain has the same ID, or if the workspace is not trusted.",
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
    if (unavailable) return WHY[unavailable.why](declared.id, unavailable.place, unavailable.wanted ?? "");
    return t`Unknown domain "${declared.id}".${hint} Available: ${choiceWords(registered)}.`;
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
