import type { Stage } from "../alloy/alloy.js";
import { closest } from "../alloy/names.js";
import { list } from "../alloy/words.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

interface Data {
  readonly stage: Stage;
  readonly meant: string | undefined;
  readonly domains: readonly string[];
  readonly count: number;
}

/** A stage type that no registered domain knows. */
export const stageUnknownType = rule<Data>({
  code: "stage/unknown-type",
  severity: "error",
  summary: "No declared domain knows the stage type",
  explanation:
    "The `type` of a stage is looked up in the domains that the alloy declares (`llm-forge` where it declares none), letter by letter. A stage of unknown type is refused. Where a draft domain is declared the type may belong to it, so it is an information only.",
  examples: {
    bad: [
      '{"stages": [{"type": ‹"expert-purne"›}]}',
      '{"stages": [{"type": ‹"Prune"›}]}',
      '{"stages": [{"type": ‹"polish"›}]}',
      '{"domains": ["photo-provenance"], "stages": [{"type": ‹"develop"›}]}',
      '{"domains": [], "stages": [{"type": ‹"polish"›}]}',
    ],
    good: [
      '{"stages": [{"type": "deliver"}]}',
      '{"domains": ["ticketing"], "stages": [{"type": "issued"}]}',
      '{"domains": ["my-own"], "stages": [{"type": "anything"}]}',
    ],
  },
  scope: "stage",
  of: (type) => !type,
  check(stage, report, alloy) {
    if (!stage.typeNode || !alloy.areDomainsKnown) return;
    const { vocabulary, registry } = alloy;
    const name = stage.typeNode.value;
    if (registry.ownersOf(name).length > 0) return; // stage/undeclared-domain says more
    const types = vocabulary.stageTypes.map((type) => type.name);
    const isDraft = vocabulary.domains.some(({ file }) => file.status === "draft");
    const domains = vocabulary.domains.map(({ file }) => file.id);
    report(
      stage.typeNode,
      { stage, meant: closest(name, types), domains, count: types.length },
      isDraft ? { severity: "information" } : {},
    );
  },
  message: ({ stage, meant, domains, count }) => {
    const name = `"${stage.typeNode?.value}"`;
    if (domains.length === 0)
      return t`No domain is declared, so the stage type ${name} cannot be known. Name one in "domains".`;
    const where = t`${name} is no stage type of ${list(domains, "or")}.`;
    return meant
      ? t`${where} Did you mean "${meant}"?`
      : t`${where} Completion offers all ${count} that are.`;
  },
  fixes: ({ stage, meant }) => {
    if (meant === undefined || !stage.typeNode) return [];
    return [
      {
        title: t`Change to "${meant}"`,
        edits: [replaceNode(stage.typeNode, meant)],
        safe: false,
        preferred: true,
      },
    ];
  },
});
