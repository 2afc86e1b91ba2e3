import { rule } from "../../lint/rule.js";
import type { Coercion } from "../../schema/validate.js";
import { t } from "../../text/l10n.js";

type Data = Extract<Coercion, { kind: "time-stamp" }>;

/** A timestamp that is not in RFC 3339 format. */
export const alloyTimeStamp = rule<Data>({
  code: "alloy/time-stamp",
  severity: "hint",
  summary: "Timestamp not in RFC 3339 format",
  explanation:
    "A timestamp has a date, a time, and a time zone: `2026-05-12T09:41:07Z`, or an offset such as `-05:00`. Without a time zone, or with `-0500`, parsers disagree about the time or reject it.",
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
  message: ({ name }) =>
    t`"${name}" should be an RFC 3339 timestamp with a time zone, such as "2026-05-12T09:41:07Z".`,
});
