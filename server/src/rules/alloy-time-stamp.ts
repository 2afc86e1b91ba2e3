import { t } from "../text/l10n.js";
import type { StringNode } from "../text/tree.js";
import { rule } from "./rule.js";

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** A time stamp that is not written as RFC 3339. */
export const alloyTimeStamp = rule<{ key: string; node: StringNode }>({
  code: "alloy/time-stamp",
  severity: "hint",
  summary: "A time stamp is not written as RFC 3339",
  explanation:
    "Time stamps are written with date, time and zone, as `2026-05-12T09:41:07Z` or with an offset such as `-05:00`. Without the zone, or with `-0500`, not every reader knows the moment.",
  examples: {
    bad: [
      '{"receipt": {"issuedAt": ‹"2026-04-08"›}}',
      '{"results": {"completedAt": ‹"2026-04-06T11:02:49-0500"›}}',
      '{"stages": [{"type": "expert-prune", "notes": 1}], "results": {"completedAt": ‹"x2026-04-06T11:02:49Z"›}}',
      '{"results": {"completedAt": ‹"2026-04-06T11:02:49Z later"›}}',
    ],
    good: [
      '{"receipt": {"issuedAt": "2026-04-08T13:06:51.741196+00:00"}}',
      '{"hereAt": "now", "results": {"completedAt": "2026-04-06t11:02:49-05:00"}}',
      '{"receipt": {"issuedAt": 5}}',
      '{"tags": ["2026"]}',
    ],
  },
  scope: "object",
  check({ members }, report, around) {
    for (const { name: key, value: node } of members) {
      if (!key.endsWith("At") || node?.kind !== "string" || !around.placeOf(node)) continue;
      if (!RFC3339.test(node.value)) report(node, { key, node });
    }
  },
  message: ({ key }) => t`"${key}" should be a time stamp such as 2026-05-12T09:41:07Z, with its zone.`,
});
