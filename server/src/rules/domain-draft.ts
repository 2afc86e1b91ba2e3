import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A declared domain whose vocabulary is not settled. */
export const domainDraft = rule<string>({
  code: "domain/draft",
  severity: "information",
  summary: "A declared domain is a draft",
  explanation:
    "The vocabulary of a draft domain may still change. Nothing but `type` is required in its stages, and a stage type it does not know is an information, not an error.",
  examples: { bad: ['{"domains": [‹"ticketing"›]}'], good: ['{"domains": ["llm-forge"]}'] },
  scope: "document",
  check({ declaredDomains }, report) {
    for (const { node, domain, id } of declaredDomains) {
      if (node && domain?.file.status === "draft") report(node, id);
    }
  },
  message: (id) =>
    t`${id} is a draft: its stages and fields may still change, and only "type" is required in a stage.`,
});
