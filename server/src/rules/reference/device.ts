import { rule } from "../../lint/rule.js";
import { nearName } from "../../schema/names.js";
import { show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import type { StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A device that is nearly spelled as a known one. */
export const referenceDevice = rule<{ node: StringNode; meant: string }>({
  code: "reference/device",
  severity: "hint",
  summary: "The device is usually spelled differently",
  explanation:
    "Any name is allowed for a device. Published alloys spell common devices the same way, as in `rtx4090`, so that tools can group by device.",
  examples: {
    bad: [
      '{"hardware": {"deviceTargets": [‹"RTX 4090"›, ‹"rxt3060"›, "rtx4070"]}}',
      '{"stages": [{"type": "quant", "deviceTargets": [‹"raspberrypi"›]}]}',
    ],
    good: [
      '{"hardware": {"deviceTargets": ["rtx4080", "rtx4070ti", "macbook-pro-16gb", "rtx4090d", "h100", "phone", "iphone"], "testedOn": ["RTX 4090"]}}',
    ],
  },
  scope: "section",
  reads: "marked",
  check({ marked }, report, { vocabulary }) {
    for (const { node, place, schema } of marked) {
      if (node.kind !== "string" || schema.holds !== "device") continue;
      const known = vocabulary.suggestions(place.schema, place.owner).map(({ value }) => String(value));
      const meant = known.includes(node.value) ? undefined : nearName(node.value, known);
      if (meant !== undefined) report(node, { node, meant });
    }
  },
  message: ({ node, meant }) => t`${show(node.value)} is usually spelled "${meant}".`,
  fixes: ({ node, meant }) => [
    { title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false },
  ],
});
