import type { Coercion } from "../alloy/section.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

type Data = Extract<Coercion, { kind: "time-stamp" }>;

/** A time stamp that is not written as RFC 3339. */
export const alloyTimeStamp = rule<Data>({
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
      '{"results": {"benchmarks": [{"scoreCorrection": {"correctedAt": ‹"yesterday"›}}]}}',
    ],
    good: [
      '{"receipt": {"issuedAt": "2026-04-08T13:06:51.741196+00:00"}}',
      '{"hereAt": "now", "results": {"completedAt": "2026-04-06t11:02:49-05:00"}}',
      '{"receipt": {"issuedAt": 5}}',
      '{"tags": ["2026"]}',
    ],
  },
  scope: "section",
  reads: "coercions",
  check({ coercions }, report) {
    for (const coercion of coercions) if (coercion.kind === "time-stamp") report(coercion.node, coercion);
  },
  message: ({ name }) => t`"${name}" should be a time stamp such as 2026-05-12T09:41:07Z, with its zone.`,
});
