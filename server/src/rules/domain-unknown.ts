import type { DeclaredDomain } from "../alloy/alloy.js";
import { closest } from "../alloy/names.js";
import { list } from "../alloy/words.js";
import { removeElement, replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A declared domain that is not registered. */
export const domainUnknown = rule<{ declared: DeclaredDomain; registered: readonly string[] }>({
  code: "domain/unknown",
  severity: "error",
  summary: "A declared domain is not registered",
  explanation:
    'Each entry of `domains` must be the exact id of a registered domain; there is no fallback. While one is unknown, its stages cannot be checked, so unknown stage types are not reported. A domain is added as one vocabulary file: see "How to add a domain" in CONTRIBUTING.',
  examples: {
    bad: ['{"domains": [‹"llm-forg"›]}', '{"domains": ["llm-forge", ‹"laboratory"›]}'],
    good: ['{"domains": ["llm-forge", "ticketing"]}', '{"domains": []}'],
  },
  scope: "document",
  check({ declaredDomains, registry }, report) {
    const registered = registry.domains.map(({ file }) => file.id);
    for (const declared of declaredDomains) {
      if (!declared.domain && declared.node) report(declared.node, { declared, registered });
    }
  },
  message: ({ declared, registered }) => {
    const meant = closest(declared.id, registered);
    const hint = meant ? t` Did you mean "${meant}"?` : "";
    return t`No domain "${declared.id}" is registered.${hint} Registered are ${list(registered, "and")}; another one is added as a vocabulary file in "schemas/domains".`;
  },
  fixes: ({ declared, registered }, { tree }) => {
    const { node } = declared;
    if (node?.parent?.kind !== "array") return [];
    const taken = node.parent.items.flatMap((item) => (item.kind === "string" ? [item.value] : []));
    const free = registered.filter((id) => !taken.includes(id));
    const meant = closest(declared.id, free);
    const ordered = meant ? [meant, ...free.filter((id) => id !== meant)] : free;
    return [
      ...ordered.map((id) => ({
        title: t`Change to "${id}"`,
        edits: [replaceNode(node, id)],
        preferred: id === meant,
      })),
      {
        title: t`Remove "${declared.id}"`,
        edits: [removeElement(tree, node.parent, node.parent.items.indexOf(node))],
      },
    ];
  },
});
