import { rule } from "../../lint/rule.js";
import type { Stage } from "../../model/alloy.js";
import { closest } from "../../schema/names.js";
import { list } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly stage: Stage;
  readonly meant: string | undefined;
  readonly domains: readonly string[];
}

/** A stage type that no registered domain knows. */
export const stageUnknownType = rule<Data>({
  code: "stage/unknown-type",
  severity: "error",
  summary: "Unknown stage type",
  explanation:
    "The `type` of a stage must be defined in a domain that the alloy declares (default: `llm-forge`), and is compared exactly. The forge-alloy packages reject any other. If a draft domain is declared, the type may belong to it, so this is reported as information.",
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
      { stage, meant: closest(name, types), domains },
      isDraft ? { severity: "information" } : {},
    );
  },
  message: ({ stage, meant, domains }) => {
    const name = `"${stage.typeNode?.value}"`;
    if (domains.length === 0)
      return t`Unknown stage type ${name}: no domain is declared. Add one to "domains".`;
    if (meant) return t`Unknown stage type ${name}. Did you mean "${meant}"?`;
    const where = list(
      domains.map((domain) => `"${domain}"`),
      "or",
    );
    return t`Unknown stage type ${name}: not defined in domain ${where}.`;
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
