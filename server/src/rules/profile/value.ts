import { rule } from "../../lint/rule.js";
import { LAYOUT_FIELD } from "../../model/executor.js";
import {
  asObject,
  itemsIn,
  membersIn,
  profileDocument,
  stageTypesAround,
} from "../../model/profile-document.js";
import type { EffectiveSchema } from "../../schema/effective-schema.js";
import type { AcceptedValues } from "../../schema/executor-profile.js";
import { own } from "../../schema/schema.js";
import { checkSection } from "../../schema/validate.js";
import { choiceWords, show } from "../../schema/words.js";
import { findValue, type Member, textIn, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly field: string;
  readonly written: string;
  /** The stage type whose schema rejects it. */
  readonly stage: string | undefined;
  /** What is valid instead, if that is a list. */
  readonly choices: readonly unknown[] | undefined;
}

/** A value that the profile puts into alloys and that they must not have. */
export const profileValue = rule<Data>({
  code: "profile/value",
  severity: "error",
  summary: "A value in an executor profile is not valid in an alloy",
  explanation:
    "Values in `fills` of a family adapter become values of a stage, so they must match the schema of their fields, and be in the set of values that the profile itself accepts. `layout` must be a valid `expertTensorLayout`.",
  examples: {
    bad: [
      '{"id": "acme-forge", "adapters": {"a": {"stages": ["train"], "bySize": [{"fills": {"steps": ‹"300"›, "learningRate": "1e-4"}}]}}}',
      '{"id": "acme-forge", "extends": "reference", "adapters": {"a": {"stages": ["train"], "byName": [{"fills": {"domain": ‹"law"›}}]}}}',
      '{"id": "acme-forge", "architectures": {"acme3": {"moe": true, "stages": [], "layout": ‹"acme-fused"›}}}',
    ],
    good: [
      '{"id": "acme-forge", "adapters": {"a": {"stages": ["train"], "bySize": [{"fills": {"steps": 300, "learningRate": "1e-4"}}]}}}',
      '{"id": "acme-forge", "adapters": {"a": {"stages": ["train"], "byName": [{"fills": {"domain": "law"}}]}}}',
      '{"id": "acme-forge", "architectures": {"acme3": {"moe": true, "stages": [], "layout": "granite-moe-fused"}}}',
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const { vocabulary, merged } = profileDocument(alloy);
    if (!vocabulary) return;
    const layouts = layoutsOf(vocabulary);
    for (const { value } of membersIn(alloy, "architectures")) {
      const layout = textIn(value, "layout");
      if (layout && layouts.length > 0 && !layouts.includes(layout.value))
        report(layout, { field: "layout", written: show(layout.value), stage: undefined, choices: layouts });
    }
    for (const { value } of membersIn(alloy, "adapters"))
      for (const item of [...itemsIn(value, "bySize"), ...itemsIn(value, "byName")])
        for (const member of fillsOf(item)) {
          const found = faultOf(member, stageTypesAround(alloy, member), vocabulary, asObject(merged));
          if (found && member.value) report(member.value, found);
        }
  },
  message: ({ field, written, stage, choices }) => {
    const expected = choices ? t` Expected one of: ${choiceWords(choices)}.` : "";
    return stage === undefined
      ? t`Invalid "${field}": ${written}.${expected}`
      : t`Invalid "${field}" of "${stage}": ${written}.${expected}`;
  },
});

function fillsOf(item: ValueNode): readonly Member[] {
  const fills = findValue(item, "fills");
  return fills?.kind === "object" ? fills.members : [];
}

function faultOf(
  { name, value }: Member,
  types: readonly string[],
  vocabulary: EffectiveSchema,
  profile: Record<string, unknown>,
): Data | undefined {
  if (!value) return undefined;
  for (const stage of types) {
    const place = vocabulary.stageType(stage) && vocabulary.fields(vocabulary.stage(stage)).get(name)?.place;
    if (!place) continue;
    const written = "value" in value ? show(value.value) : value.kind;
    const { findings, coercions } = checkSection(vocabulary, value, place);
    if (findings.length > 0 || coercions.length > 0)
      return { field: name, written, stage, choices: place.schema.enum };
    const set = asObject(asObject(asObject(profile.stages)[stage]).accepts)[name];
    const accepted = typeof set === "string" ? own(asObject(profile.accepted), set) : undefined;
    const values = (asObject(accepted) as Partial<AcceptedValues>).values;
    const choices = Array.isArray(values) ? values.map((one) => asObject(one).value) : undefined;
    if (choices && "value" in value && !choices.includes(value.value))
      return { field: name, written, stage, choices };
  }
  return undefined;
}

/** The layouts that some stage of the domain may name. */
function layoutsOf(vocabulary: EffectiveSchema): unknown[] {
  return vocabulary.stageTypes
    .flatMap(
      ({ name }) => vocabulary.fields(vocabulary.stage(name)).get(LAYOUT_FIELD)?.place.schema.enum ?? [],
    )
    .filter((layout) => layout !== null);
}
