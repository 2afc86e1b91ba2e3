import type { Stage } from "../alloy/alloy.js";
import { declareDomain } from "../alloy/declare-domain.js";
import { list } from "../alloy/words.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A stage type of a domain that is registered but not declared. */
export const stageUndeclaredDomain = rule<{ stage: Stage; owners: readonly string[] }>({
  code: "stage/undeclared-domain",
  severity: "error",
  summary: "The stage type belongs to a domain that the alloy does not declare",
  explanation:
    "Only the stage types of the domains in `domains` may be used; without that field only those of `llm-forge`. Declare the domain that owns the stage type, beside those that the other stages need.",
  examples: {
    bad: [
      '{"stages": [{"type": ‹"capture"›}]}',
      '{"domains": ["ticketing"], "stages": [{"type": ‹"prune"›}]}',
      '{"domains": [], "stages": [{"type": ‹"deliver"›}]}',
      '{"domains": null, "stages": [{"type": ‹"capture"›}]}',
    ],
    good: [
      '{"domains": ["llm-forg"], "stages": [{"type": "prune"}]}',
      '{"domains": ["llm-forge", "photo-provenance"], "stages": [{"type": "capture"}, {"type": "deliver"}]}',
    ],
  },
  scope: "stage",
  of: (type) => !type,
  check(stage, report, { registry, areDomainsKnown }) {
    if (!stage.typeNode || !areDomainsKnown) return;
    const owners = registry.ownersOf(stage.typeNode.value).map(({ file }) => file.id);
    if (owners.length > 0) report(stage.typeNode, { stage, owners });
  },
  message: ({ stage, owners }) =>
    t`"${stage.typeNode?.value}" is a stage type of ${list(owners, "and")}, which this alloy does not declare. Add "${owners[0]}" to "domains".`,
  fixes: ({ owners }, alloy) =>
    owners.map((id) => ({
      title: t`Declare the domain "${id}"`,
      edits: declareDomain(alloy, id),
      safe: false,
      preferred: owners.length === 1,
    })),
});
