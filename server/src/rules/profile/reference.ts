import { rule } from "../../lint/rule.js";
import { declaredNames } from "../../model/profile-document.js";
import { referencesTo } from "../../model/references.js";
import { choiceWords } from "../../schema/words.js";
import { t } from "../../text/l10n.js";
import { hintOf, nameFixes, type UnknownName, unknownName } from "./unknown-name.js";

/** A family adapter, or a set of accepted values, that the profile does not have. */
export const profileReference = rule<UnknownName & { kind: "adapter" | "acceptedSet" }>({
  code: "profile/reference",
  severity: "error",
  summary: "Unresolved name in an executor profile",
  explanation:
    "`adapter` of an architecture is a name in `adapters`, and a value in `accepts` of a stage is a name in `accepted`: of this profile, or of the one that it extends.",
  examples: {
    bad: [
      '{"id": "acme-forge", "architectures": {"acme3": {"stages": [], "adapter": ‹"dense"›}}}',
      '{"id": "acme-forge", "extends": "reference", "architectures": {"acme3": {"stages": [], "adapter": ‹"desne"›}}}',
      '{"id": "acme-forge", "stages": {"train": {"accepts": {"domain": ‹"subject"›}}}, "accepted": {"subjects": {"otherwise": "the run ends", "values": []}}}',
    ],
    good: [
      '{"id": "acme-forge", "extends": "reference", "architectures": {"acme3": {"stages": [], "adapter": "dense"}}}',
      '{"id": "acme-forge", "architectures": {"acme3": {"stages": [], "adapter": "small"}}, "adapters": {"small": {"stages": ["train"]}}}',
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const tell = (data: UnknownName & { kind: "adapter" | "acceptedSet" }) => report(data.at, data);
    for (const kind of ["adapter", "acceptedSet"] as const) {
      const known = declaredNames(alloy, kind);
      for (const reference of referencesTo(alloy, kind))
        if (!reference.isDeclaration && !known.includes(reference.name))
          tell({ ...unknownName(reference, known), kind });
    }
  },
  message: (data) => {
    const what =
      data.kind === "adapter"
        ? t`Unknown family adapter "${data.name}": not defined in "adapters".`
        : t`Unknown set of values "${data.name}": not defined in "accepted".`;
    const available = data.known.length > 0 ? t` Available: ${choiceWords(data.known)}.` : "";
    return `${what}${hintOf(data)}${available}`;
  },
  fixes: nameFixes,
});
