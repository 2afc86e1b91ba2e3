import { rule } from "../../lint/rule.js";
import { own } from "../../schema/schema.js";
import { type NumberNode, numberIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const ORDER = ["deadThreshold", "dormantThreshold", "lowThreshold", "mediumThreshold", "highThreshold"];

/** The thresholds of `compact` are not in ascending order. */
export const stageThresholdsOrder = rule<{ lower: string; lowerValue: number; key: string; value: number }>({
  code: "stage/thresholds-order",
  severity: "warning",
  summary: "Thresholds of compact not in ascending order",
  explanation:
    "`compact` classifies heads by use: dead < dormant < low < medium < high. A threshold that is not greater than the previous one leaves its class empty. Omitted thresholds have their default values.",
  examples: {
    bad: [
      '{"stages": [{"type": "compact", "deadThreshold": 0.3, "dormantThreshold": ‹0.2›, "lowThreshold": 0.4}]}',
      '{"stages": [{"type": "compact", "deadThreshold": ‹0.25›}]}',
    ],
    good: ['{"stages": [{"type": "compact", "deadThreshold": 0.05, "highThreshold": 0.9}]}'],
  },
  scope: "stage",
  of: (type) => type?.name === "compact",
  check({ type, node }, report) {
    if (!type) return;
    const read = (key: string): { key: string; value: number; node: NumberNode | undefined } => {
      const written = numberIn(node, key);
      const standard = own(type.schema.properties, key)?.default;
      return { key, node: written, value: written?.value ?? Number(standard) };
    };
    const thresholds = ORDER.map(read);
    thresholds.slice(1).forEach((threshold, i) => {
      const lower = thresholds[i];
      if (!lower || threshold.value > lower.value) return;
      const at = threshold.node ?? lower.node;
      if (at)
        report(at, { lower: lower.key, lowerValue: lower.value, key: threshold.key, value: threshold.value });
    });
  },
  message: ({ lower, lowerValue, key, value }) =>
    t`"${key}" (${value}) should be greater than "${lower}" (${lowerValue}).`,
});
