import { rule } from "../../lint/rule.js";
import { profileDocument } from "../../model/profile-document.js";
import { referencesTo } from "../../model/references.js";
import { t } from "../../text/l10n.js";
import { hintOf, nameFixes, type UnknownName, unknownName } from "./unknown-name.js";

/** A stage type that the domain of the profile does not have. */
export const profileStage = rule<UnknownName & { domain: string }>({
  code: "profile/stage",
  severity: "warning",
  summary: "Unknown stage type in an executor profile",
  explanation:
    "A profile is about the stage types of one domain: `domain`, or `llm-forge` if omitted. What it states about another stage type never applies.",
  examples: {
    bad: [
      '{"id": "acme-forge", "anyArchitecture": [‹"quantize"›, "eval"]}',
      '{"id": "acme-forge", "architectures": {"acme3": {"stages": ["train", ‹"prun"›]}}, "stages": {‹"trian"›: {"reads": []}}}',
      '{"id": "acme-forge", "domain": "ticketing", "skipped": ["issued", ‹"train"›]}',
    ],
    good: [
      '{"id": "acme-forge", "architectures": {"acme3": {"stages": ["train", "prune"]}}, "stages": {"train": {"reads": []}}}',
      '{"id": "acme-forge", "domain": "nowhere", "skipped": ["whatever"]}',
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const tell = (data: UnknownName & { domain: string }) => report(data.at, data);
    const { vocabulary, domain } = profileDocument(alloy);
    if (!vocabulary) return;
    const known = vocabulary.stageTypes.map(({ name }) => name);
    for (const reference of referencesTo(alloy, "stageType"))
      if (!known.includes(reference.name)) tell({ ...unknownName(reference, known), domain });
  },
  message: (data) =>
    t`Unknown stage type "${data.name}": not defined in domain "${data.domain}".${hintOf(data)}`,
  fixes: nameFixes,
});
