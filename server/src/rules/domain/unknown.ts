import { rule } from "../../lint/rule.js";
import type { DeclaredDomain } from "../../model/alloy.js";
import type { UnavailableDomain } from "../../schema/domain.js";
import { closest } from "../../schema/names.js";
import { unavailableWords } from "../../schema/unavailable-words.js";
import { choiceWords } from "../../schema/words.js";
import { removeElement, replaceNode } from "../../syntax/edits.js";
import { indexIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

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
  reads: [],
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
    if (unavailable) return unavailableWords(unavailable);
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
