import { rule } from "../../lint/rule.js";
import type { DomainVersion } from "../../schema/domain.js";
import { t } from "../../text/l10n.js";

/** Several versions of a declared domain are available, and no configuration selects one. */
export const domainVersions = rule<{ id: string; versions: readonly DomainVersion[] }>({
  code: "domain/versions",
  severity: "information",
  summary: "Several versions of a declared domain are available",
  explanation:
    'Files with different versions of the domain are available. The newest is used. To select another one, or to make the choice explicit, set a range in `.forge-alloy/config.json`: `"versions": {"bakery": "^1.2"}`.',
  examples: { bad: [], good: ['{"domains": ["llm-forge"]}'] },
  scope: "document",
  reads: [],
  check({ declaredDomains }, report) {
    for (const { id, node, domain } of declaredDomains)
      if (node && domain?.versions) report(node, { id, versions: domain.versions });
  },
  message: ({ id, versions }) => {
    const all = versions.map(({ version, place }) => `${version} (${place})`).join(", ");
    return t`Several versions of "${id}" are available: ${all}. The newest is used; set a range in "versions" of the configuration.`;
  },
});
