import { rule } from "../../lint/rule.js";
import type { Stage } from "../../model/alloy.js";
import { declareDomain } from "../../model/declare-domain.js";
import { choiceWords } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** More stages than this are not told one by one. */
const MAX_RELATED = 20;

/** A stage type of a domain that is registered but not declared. */
export const stageUndeclaredDomain = rule<{ stage: Stage; owners: readonly string[] }>({
  code: "stage/undeclared-domain",
  severity: "error",
  summary: "Stage type of a domain that is not declared",
  explanation:
    "An alloy can use the stage types of the domains in `domains`; if omitted, those of `llm-forge`. Add the domain that defines the stage type. Each domain is reported once, at its first stage.",
  examples: {
    bad: [
      '{"stages": [{"type": ‹"capture"›}]}',
      '{"domains": ["ticketing"], "stages": [{"type": ‹"prune"›}]}',
      '{"domains": [], "stages": [{"type": ‹"deliver"›}]}',
      '{"domains": null, "stages": [{"type": ‹"capture"›}]}',
      '{"stages": [{"type": ‹"capture"›}, {"type": ‹"issued"›}, {"type": "edit"}, {"type": "scanned"}]}',
    ],
    good: [
      '{"domains": ["llm-forg"], "stages": [{"type": "prune"}]}',
      '{"domains": ["llm-forge", "photo-provenance"], "stages": [{"type": "capture"}, {"type": "deliver"}]}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    if (!alloy.areDomainsKnown) return;
    const byOwners = new Map<string, { readonly owners: readonly string[]; readonly stages: Stage[] }>();
    for (const stage of alloy.stagesOf(undefined)) {
      if (stage.typeName === undefined) continue;
      const owners = alloy.registry.ownersOf(stage.typeName).map(({ file }) => file.id);
      if (owners.length === 0) continue;
      const key = owners.join(" ");
      const group = byOwners.get(key);
      if (group) group.stages.push(stage);
      else byOwners.set(key, { owners, stages: [stage] });
    }
    for (const { owners, stages } of byOwners.values()) {
      const [stage, ...others] = stages;
      if (!stage?.typeNode) continue;
      const related = others.slice(0, MAX_RELATED).flatMap(({ typeNode }) => typeNode ?? []);
      report(
        stage.typeNode,
        { stage, owners },
        { related: related.map(({ start, end }) => ({ start, end, message: t`stage of the same domain` })) },
      );
    }
  },
  message: ({ stage, owners }) =>
    t`Stage type "${stage.typeNode?.value}" is defined in the domain ${choiceWords(owners)}, which is not declared. Add "${owners[0]}" to "domains".`,
  fixes: ({ owners }, alloy) =>
    owners.map((id) => ({
      title: t`Declare domain "${id}"`,
      edits: declareDomain(alloy, id),
      safe: false,
      preferred: owners.length === 1,
    })),
});
