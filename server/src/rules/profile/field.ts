import { rule } from "../../lint/rule.js";
import { profileDocument, rootFields, stageFields, stageTypesAround } from "../../model/profile-document.js";
import { referencesTo } from "../../model/references.js";
import { list } from "../../schema/words.js";
import { t } from "../../text/l10n.js";
import { hintOf, nameFixes, type UnknownName, unknownName } from "./unknown-name.js";

/** A field that no stage of the domain has. */
export const profileField = rule<UnknownName & { where: string }>({
  code: "profile/field",
  severity: "warning",
  summary: "Unknown field in an executor profile",
  explanation:
    "A profile names fields of stages by their exact names, and in `derivation` fields of `target` and `source`. What it states about a field that the domain does not define never applies. A field of another stage type is accepted, since alloys carry such fields.",
  examples: {
    bad: [
      '{"id": "acme-forge", "stages": {"train": {"reads": [‹"learninRate"›], "ignores": [‹"colour"›]}}}',
      '{"id": "acme-forge", "stages": {"train": {"accepts": {‹"domian"›: "domains"}}}}',
      '{"id": "acme-forge", "adapters": {"a": {"stages": ["train"], "byName": [{"fills": {‹"step"›: 5}}]}}}',
      '{"id": "acme-forge", "derivation": {"stages": [{"from": ‹"contextLenght"›, "stage": {"type": "train"}}]}}',
    ],
    good: [
      '{"id": "acme-forge", "stages": {"train": {"reads": ["learningRate", "steps"], "ignores": ["rank"]}}}',
      '{"id": "acme-forge", "derivation": {"stages": [{"from": "domain", "stage": {"type": "train", "domain": "{value}"}}]}}',
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const tell = (data: UnknownName & { where: string }) => report(data.at, data);
    const { vocabulary } = profileDocument(alloy);
    if (!vocabulary) return;
    const anywhere = stageFields(
      vocabulary,
      vocabulary.stageTypes.map(({ name }) => name),
    );
    for (const reference of referencesTo(alloy, "stageField")) {
      if (anywhere.has(reference.name)) continue;
      const types = stageTypesAround(alloy, reference.at);
      // A stage type that is not known is reported as such.
      if (types.some((type) => !vocabulary.stageType(type))) continue;
      const where = list(
        types.map((type) => `"${type}"`),
        "or",
      );
      const known = types.length > 0 ? stageFields(vocabulary, types) : anywhere;
      tell({ ...unknownName(reference, [...known]), where });
    }
    for (const [kind, field] of [
      ["targetField", "target"],
      ["sourceField", "source"],
    ] as const) {
      const known = [...rootFields(vocabulary, field)];
      for (const reference of referencesTo(alloy, kind))
        if (!known.includes(reference.name)) tell({ ...unknownName(reference, known), where: `"${field}"` });
    }
  },
  message: (data) =>
    data.where === ""
      ? t`Unknown field "${data.name}".${hintOf(data)}`
      : t`Unknown field "${data.name}" of ${data.where}.${hintOf(data)}`,
  fixes: nameFixes,
});
