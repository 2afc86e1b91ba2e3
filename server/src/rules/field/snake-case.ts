import { rule } from "../../lint/rule.js";
import { isGateField } from "../../model/acceptance.js";
import type { Coercion } from "../../schema/validate.js";
import { removeElement } from "../../syntax/edits.js";
import { findMember, indexIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** `base_model`: accepted by the Python package, dropped by others. */
export const fieldSnakeCase = rule<Extract<Coercion, { kind: "snake-case" }>>({
  code: "field/snake-case",
  severity: "warning",
  summary: "A field is written in snake_case",
  explanation:
    "Fields of an alloy are written in camelCase. The forge-alloy Python package also accepts `base_model` for `baseModel`; other implementations treat it as an unknown field and drop it. If an object has both, the package uses the field in camelCase.",
  examples: {
    bad: [
      '{"source": {‹"base_model"›: "a", "architecture": "qwen2"}}',
      '{"stages": [{"type": "train", ‹"learning_rate"›: "2e-4"}]}',
      '{"source": {‹"base_model"›: "a", "baseModel": "b", "architecture": "qwen2"}}',
      '{"source": {‹"is_moe"›: true}, "hardware": {‹"supports_cpu"›: true}}',
      '{"source": {"baseModel": "b", ‹"base_model"›: 5}}',
    ],
    good: [
      '{"results": {"benchmarks": [{"scoreCorrection": {"corrected_at": "2026-05-12T09:41:07Z"}}]}}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"pass_at_1": 0.5}}]}}',
      '{"derived_from": {"repo": "a"}}',
      '{"source": {"base__model": "a", "is_mo_e": true, "Base_model": "a", "base_Model": "a", "basemodel": "a"}}',
      '{"calibrationCorpora": [{"id": "a", "path": "b", "sha_256": "c", "sha256": null}]}',
    ],
  },
  on: "every",
  scope: "section",
  reads: "coercions",
  check({ coercions }, report) {
    for (const coercion of coercions) {
      if (coercion.kind !== "snake-case") continue;
      const { member, name } = coercion;
      // A criterion that another one displaces is reported as not evaluated.
      if (!findMember(member.parent, name) || !isGateField(member, name)) report(member.key, coercion);
    }
  },
  message: ({ member, name }) =>
    findMember(member.parent, name)
      ? t`"${member.name}" is ignored, because this object also has "${name}".`
      : t`Rename "${member.name}" to "${name}": only the forge-alloy Python package accepts snake_case.`,
  fixes: ({ member, name }, { tree }) => {
    const { start, end } = member.key;
    if (findMember(member.parent, name)) {
      const index = indexIn(member.parent.members, member);
      return [
        {
          title: t`Remove "${member.name}"`,
          safe: false,
          edits: [removeElement(tree, member.parent, index)],
        },
      ];
    }
    return [
      {
        title: t`Rename to "${name}"`,
        edits: [{ start, end, text: JSON.stringify(name) }],
        safe: true,
        preferred: true,
      },
    ];
  },
});
