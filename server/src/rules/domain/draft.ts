import { rule } from "../../lint/rule.js";
import { t } from "../../text/l10n.js";

/** A declared domain whose vocabulary is not settled. */
export const domainDraft = rule<string>({
  code: "domain/draft",
  severity: "information",
  summary: "Declared domain is a draft",
  explanation:
    "The stages and fields of a draft domain may still change. Only `type` is required in its stages, and an unknown stage type is reported as information, not as an error.",
  examples: { bad: ['{"domains": [‹"ticketing"›]}'], good: ['{"domains": ["llm-forge"]}'] },
  scope: "document",
  reads: [],
  check({ declaredDomains }, report) {
    for (const { node, domain, id } of declaredDomains) {
      if (node && domain?.file.status === "draft") report(node, id);
    }
  },
  message: (id) =>
    t`Domain "${id}" is a draft: its stages and fields may still change, and only "type" is required in a stage.`,
});
