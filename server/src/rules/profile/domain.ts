import { rule } from "../../lint/rule.js";
import { referencesTo } from "../../model/references.js";
import { choiceWords } from "../../schema/words.js";
import { t } from "../../text/l10n.js";
import { hintOf, nameFixes, type UnknownName, unknownName } from "./unknown-name.js";

/** The domain of a profile is not available. */
export const profileDomain = rule<UnknownName>({
  code: "profile/domain",
  severity: "warning",
  summary: "Unknown domain in an executor profile",
  explanation:
    "`domain` is the exact ID of the domain whose stage types the executor runs. If the domain is not available, no alloy can declare it, and nothing in the profile applies.",
  examples: {
    bad: ['{"id": "acme-forge", "domain": ‹"llm-forg"›}', '{"id": "acme-forge", "domain": ‹"laboratory"›}'],
    good: ['{"id": "acme-forge", "domain": "ticketing"}', '{"id": "acme-forge"}'],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const tell = (data: UnknownName) => report(data.at, data);
    const known = alloy.registry.domains.map(({ file }) => file.id);
    for (const reference of referencesTo(alloy, "domain"))
      if (!known.includes(reference.name)) tell(unknownName(reference, known));
  },
  message: (data) => t`Unknown domain "${data.name}".${hintOf(data)} Available: ${choiceWords(data.known)}.`,
  fixes: nameFixes,
});
