import { rule } from "../../lint/rule.js";
import { itemsIn, membersIn } from "../../model/profile-document.js";
import { findMember, findValue, type Span, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly field: string;
  /** The bound of the item before; undefined if it has none, so that no later item ever applies. */
  readonly before: number | undefined;
  readonly bound: number | undefined;
}

/** Items by size, or by name, of which one can never apply. */
export const profileOrder = rule<Data>({
  code: "profile/order",
  severity: "error",
  summary: "An item of a list by size or name can never apply",
  explanation:
    "The items of `bySize` and `stepsPerMinute` are in ascending order of their bounds, and the first one that matches applies: only the last item may lack a bound. In `byName`, only the last item may lack `baseModelContains`. An item out of order never applies.",
  examples: {
    bad: [
      '{"id": "acme-forge", "adapters": {"a": {"bySize": [{"belowParamsB": 15}, {"belowParamsB": ‹5›}, {}]}}}',
      '{"id": "acme-forge", "adapters": {"a": {"bySize": [{}, ‹{›"belowParamsB": 5}]}}}',
      '{"id": "acme-forge", "adapters": {"a": {"byName": [{}, ‹{›"baseModelContains": "code"}]}}}',
      '{"id": "acme-forge", "runTime": {"stepsPerMinute": [{"upToParamsB": 5}, {"upToParamsB": ‹5›}]}}',
    ],
    good: [
      '{"id": "acme-forge", "adapters": {"a": {"bySize": [{"belowParamsB": 5}, {"belowParamsB": 15}, {}], "byName": [{"baseModelContains": "code"}, {}]}}}',
      '{"id": "acme-forge", "runTime": {"stepsPerMinute": [{"upToParamsB": 5}, {"upToParamsB": 10}]}}',
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const check = (items: readonly ValueNode[], field: string) => {
      for (const [i, item] of items.entries()) {
        const before = items[i - 1];
        if (before?.kind !== "object" || item.kind !== "object") continue;
        const earlier = findValue(before, field);
        const own = findValue(item, field);
        const bound = own?.kind === "number" ? own.value : undefined;
        if (!findMember(before, field)) report(firstOf(item), { field, before: undefined, bound });
        else if (own && earlier?.kind === "number" && bound !== undefined && bound <= earlier.value)
          report(own, { field, before: earlier.value, bound });
      }
    };
    for (const { value } of membersIn(alloy, "adapters")) {
      check(itemsIn(value, "bySize"), "belowParamsB");
      check(itemsIn(value, "byName"), "baseModelContains");
    }
    check(itemsIn(findValue(alloy.root, "runTime"), "stepsPerMinute"), "upToParamsB");
  },
  message: ({ field, before, bound }) =>
    before === undefined
      ? t`This item never applies: the previous item has no "${field}" and applies to all.`
      : t`"${field}" must be larger than ${before}, the bound of the previous item, but is ${bound ?? ""}.`,
});

function firstOf({ start }: Span): Span {
  return { start, end: start + 1 };
}
