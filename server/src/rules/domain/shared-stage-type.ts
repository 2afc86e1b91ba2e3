import { rule } from "../../lint/rule.js";
import { list } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** Two declared domains own a stage type of the same name. */
export const domainSharedStageType = rule<{
  id: string;
  earlier: string;
  types: readonly string[];
  /** `id` extends `earlier`. */
  isExtension?: boolean;
}>({
  code: "domain/shared-stage-type",
  severity: "warning",
  summary: "Stage type defined in two declared domains",
  explanation:
    "If two declared domains define the same stage type, the definition in the domain declared first is used. Change the order in `domains` to use the other.",
  examples: {
    bad: [
      '{"domains": ["llm-forge", ‹"photo-provenance"›]}',
      '{"domains": ["photo-provenance", ‹"llm-forge"›]}',
    ],
    good: [
      '{"domains": ["llm-forge", "ticketing"]}',
      '{"domains": ["photo-provenance"]}',
      '{"domains": ["llm-forge", "llm-forge"]}',
    ],
  },
  scope: "document",
  reads: [],
  check({ declaredDomains }, report) {
    if (declaredDomains.length < 2) return;
    const related = new Set<unknown>();
    for (const { id, node, domain } of declaredDomains) {
      const base = declaredDomains.find((other) => other.id !== id && domain?.lineage.includes(other.id));
      if (!base) continue;
      related.add(id).add(base.id);
      if (node) report(node, { id, earlier: base.id, types: [], isExtension: true });
    }
    const owners = new Map<string, string>();
    for (const { id, node, domain } of declaredDomains) {
      const shared = new Map<string, string[]>();
      for (const type of Object.keys(domain?.file.stages ?? {})) {
        const earlier = owners.get(type);
        if (earlier === undefined) owners.set(type, id);
        else if (earlier !== id && !(related.has(earlier) && related.has(id)))
          shared.set(earlier, [...(shared.get(earlier) ?? []), type]);
      }
      if (node) for (const [earlier, types] of shared) report(node, { id, earlier, types });
    }
  },
  message: ({ id, earlier, types, isExtension }) => {
    if (isExtension) return t`"${id}" extends "${earlier}" and has all of its stages. Declare "${id}" alone.`;
    const names = list(
      types.map((type) => `"${type}"`),
      "and",
    );
    return t`"${id}" and "${earlier}" both define the stage type ${names}. The definition in "${earlier}", declared first, is used.`;
  },
});
