import { adapterValues } from "../model/adapter.js";
import type { Alloy, Stage } from "../model/alloy.js";
import { isSet } from "../model/executor.js";
import { evaluateChecks, type GateCheck } from "../model/gate.js";
import { amount, figure, percent, percentWords, points } from "../model/gate-figures.js";
import { checkWords, stateWords } from "../model/gate-words.js";
import { parametersOf } from "../model/parameters.js";
import { bitsPerWeight, sizeInGb, sizeWords } from "../model/sizes.js";
import { show } from "../schema/words.js";
import { findMember, findValue, type Span, walk } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";

/** A short text shown behind a value, as if it stood in the document. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Made when the pointer rests on the hint. */
  tooltip(): string;
}

const HINT_KINDS = ["gate", "adapter", "defaults", "sizes", "units"] as const;
export type HintKind = (typeof HINT_KINDS)[number];

/** The hints of a range, of the kinds that are wanted, in the order of the text. */
export function inlayHints(alloy: Alloy, range: Span, wanted: (kind: HintKind) => boolean): InlayHint[] {
  const stages = alloy.stages.filter(({ node }) => node.end >= range.start && node.start <= range.end);
  const hints = [
    ...(wanted("units") ? unitHints(alloy, range) : []),
    ...(wanted("gate") ? gateHints(alloy) : []),
    ...(wanted("adapter") ? stages.flatMap((stage) => adapterHints(alloy, stage)) : []),
    ...(wanted("defaults") ? stages.flatMap((stage) => defaultHints(alloy, stage)) : []),
    ...(wanted("sizes") ? stages.flatMap((stage) => sizeHints(alloy, stage)) : []),
  ];
  return hints
    .filter(({ offset }) => offset >= range.start && offset <= range.end)
    .sort((a, b) => a.offset - b.offset);
}

/** After each `min`, `anchorDelta`, and `maxVramGb`: what was measured and whether it passes, or why it does not count. */
function gateHints(alloy: Alloy): InlayHint[] {
  return (evaluateChecks(alloy) ?? []).flatMap((check) => {
    const words = measuredWords(check);
    if (!words) return [];
    return [{ offset: check.criterion.end, label: words, tooltip: () => checkWords(check) }];
  });
}

function measuredWords(check: GateCheck): string | undefined {
  const { kind, state, cause, measured, change } = check;
  if (state === "invalid" || cause === "ambiguous") return `⚠ ${stateWords(check)}`;
  if (state === "unmeasured" || !measured) return undefined;
  const mark = state === "pass" ? "✓" : "✗";
  switch (kind) {
    case "floor":
      return `${mark} ${percentWords(measured)}`;
    case "anchor":
      return change && `${mark} ${points(change.value)}`;
    default:
      return t`${mark} ${amount(measured.value)} GB`;
  }
}

/**
 * Returns the hint after the type of a stage: the fields that the stage omits and the family adapter sets at
 * run time.
 */
function adapterHints(alloy: Alloy, { type, typeNode, node }: Stage): InlayHint[] {
  if (!typeNode) return [];
  const values = Object.entries(adapterValues(alloy, type) ?? {}).filter(
    ([field]) => !isSet(findValue(node, field)),
  );
  if (values.length === 0) return [];
  const fields = alloy.vocabulary.fields(alloy.vocabulary.stage(type?.name));
  const short = values.map(([field, value]) => withUnit(value, fields.get(field)?.place.schema.unit));
  return [
    {
      offset: typeNode.end,
      label: t`adapter: ${short.join(" · ")}`,
      tooltip: () => {
        const whole = values.map(([field, value]) => `${field} ${unquoted(value)}`).join(", ");
        return t`The executor's family adapter sets omitted fields at run time, from the size and name of the base model: ${whole}.`;
      },
    },
  ];
}

/** `200 steps`; without the unit if it is a scale, such as `fraction 0..1`. */
function withUnit(value: unknown, unit: string | undefined): string {
  const isCounted = typeof value === "number" && unit !== undefined && !/\d/.test(unit);
  return isCounted ? `${value} ${translate(unit)}` : unquoted(value);
}

/** Returns the hint after the type of a stage: the defaults that apply because their fields are omitted. */
function defaultHints(alloy: Alloy, { type, typeNode, node }: Stage): InlayHint[] {
  if (!type || !typeNode) return [];
  const fields = alloy.vocabulary.fields(alloy.vocabulary.stage(type.name));
  const defaults = (type.schema.hints ?? []).flatMap((name) => {
    const value = fields.get(name)?.place.schema.default;
    return value === undefined || findMember(node, name) ? [] : [`${name} ${unquoted(value)}`];
  });
  if (defaults.length === 0) return [];
  return [
    {
      offset: typeNode.end,
      label: t`default ${defaults.join(", ")}`,
      tooltip: () => t`Default values of omitted fields.`,
    },
  ];
}

function unquoted(value: unknown): string {
  return show(value).replace(/^"|"$/g, "");
}

/** Returns the hints after each quantization type: the estimated size of the file, in GB. */
function sizeHints(alloy: Alloy, { type, node }: Stage): InlayHint[] {
  const list = findValue(node, "quantTypes");
  if (type?.schema.role !== "quantize" || list?.kind !== "array") return [];
  const params = parametersOf(alloy, alloy.stages);
  if (!params) return [];
  return list.items.flatMap((item) => {
    const bits = item.kind === "string" ? bitsPerWeight(alloy, type, item.value) : undefined;
    if (!bits) return [];
    return [
      {
        offset: item.end,
        label: sizeWords(sizeInGb(params.billions, bits), params.isUpperBound),
        tooltip: () =>
          params.isUpperBound
            ? t`${figure(params.billions)} billion parameters × ≈${bits} bits per weight, before pruning.`
            : t`${figure(params.billions)} billion parameters × ≈${bits} bits per weight.`,
      },
    ];
  });
}

/**
 * Returns the hints after numbers whose keys do not show the unit; none in `results`, which is not written by
 * hand.
 */
function unitHints(alloy: Alloy, range: Span): InlayHint[] {
  const hints: InlayHint[] = [];
  const results = findValue(alloy.root, "results");
  walk(alloy.root, (node) => {
    if (node === results || node.end < range.start || node.start > range.end) return false;
    if (node.kind !== "number" || node.parent?.kind !== "member") return true;
    const unit = alloy.placeOf(node)?.schema.unit;
    const label = unit === undefined ? undefined : unitLabel(unit, node.value);
    if (unit !== undefined && label)
      hints.push({ offset: node.end, label, tooltip: () => t`Unit: ${translate(unit)}` });
    return true;
  });
  return hints;
}

/**
 * Returns a label only for units that are easily confused: fractions of 1, percentages, and differences
 * between those.
 */
function unitLabel(unit: string, value: number): string | undefined {
  switch (unit) {
    case "fraction 0..1":
      return `= ${percent(figure(value * 100))}`;
    case "percent 0..100":
      return value > 1 ? "%" : undefined; // older alloys write fractions here
    case "percentage points":
      return t`pp`;
    default:
      return undefined;
  }
}
