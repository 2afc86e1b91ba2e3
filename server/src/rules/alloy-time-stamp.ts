import { t } from "../text/l10n.js";
import type { StringNode, ValueNode } from "../text/tree.js";
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
    ],
    good: ['{"receipt": {"issuedAt": "2026-04-08T13:06:51.741196+00:00"}}'],
  },
  scope: "section",
  check(section, report, alloy) {
    const open: ValueNode[] = [section.node];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node === alloy.stagesNode) continue; // stages are sections of their own
      if (node.kind === "array") for (const item of node.items) open.push(item);
      if (node.kind !== "object") continue;
      for (const { key, value } of node.members) {
        if (value?.kind === "object" || value?.kind === "array") open.push(value);
        const isTime = value?.kind === "string" && key.value.endsWith("At") && alloy.placeOf(value);
        if (isTime && !RFC3339.test(value.value)) report(value, { key: key.value, node: value });
      }
    }
  },
  message: ({ key }) => t`"${key}" should be a time stamp such as 2026-05-12T09:41:07Z, with its zone.`,
});
