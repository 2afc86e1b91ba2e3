import { rule } from "../../lint/rule.js";
import type { Alloy, Stage } from "../../model/alloy.js";
import { expertPruneOf } from "../../model/expert-prune.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type NumberNode, numberIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: NumberNode;
  readonly key: string;
  readonly expected: number;
  readonly how: string;
}

/** A number that follows from others and does not agree with them. */
export const stageDerivedNumber = rule<Data>({
  code: "stage/derived-number",
  severity: "hint",
  summary: "Number inconsistent with the numbers it is derived from",
  explanation:
    "Some numbers are derived from others: `prunePct` is 100 × (1 − keep / original), `expertsDropped` 3 × layers × (original − keep), `expertsRenamed` 3 × layers × keep, `routerSlicedLayers` the number of layers, `improvementPct` 100 × (baseline − final) / baseline. A small difference is a hint, a large one a warning.",
  examples: {
    bad: [
      '{"stages": [{"type": "expert-prune", "keepExpertsPerLayer": 80, "originalExpertsPerLayer": 128, "prunePct": ‹35›}]}',
      '{"source": {"numLayers": 48}, "stages": [{"type": "expert-prune", "keepExpertsPerLayer": 80, "originalExpertsPerLayer": 128, "expertsDropped": ‹100›}]}',
      '{"results": {"baselinePerplexity": 4, "finalPerplexity": 3, "improvementPct": ‹33.3›}}',
    ],
    good: [
      '{"source": {"numLayers": 27, "firstKDenseReplace": 1}, "stages": [{"type": "expert-prune", "keepExpertsPerLayer": 32, "originalExpertsPerLayer": 64, "expertsDropped": 2496}]}',
      '{"source": {"numLayers": 48}, "stages": [{"type": "expert-prune", "keepExpertsPerLayer": 80, "originalExpertsPerLayer": 128, "prunePct": 37.5, "expertsDropped": 6912, "expertsRenamed": 11520, "routerSlicedLayers": 48}]}',
      '{"source": {"numLayers": 48}, "stages": [{"type": "expert-prune", "keepExpertsPerLayer": 160, "originalExpertsPerLayer": 128, "prunePct": 37.5, "expertsDropped": 6912, "expertsRenamed": 11520}]}',
      '{"results": {"baselinePerplexity": 3.04, "finalPerplexity": 2.47, "improvementPct": 18.7, "benchmarks": [{"name": "a", "score": 88.4, "baseScore": 92.1, "delta": -3.7}]}}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    for (const data of [...stageNumbers(alloy), ...resultNumbers(alloy)]) {
      const difference = Math.abs(data.node.value - data.expected);
      // A figure rounded to one decimal is not wrong.
      if (difference <= 0.1) continue;
      const isGross = difference > Math.max(1, 0.05 * Math.abs(data.expected));
      report(data.node, data, isGross ? { severity: "warning" } : {});
    }
  },
  message: ({ key, node, expected, how }) => t`"${key}" is ${node.text}, but ${how} is ${expected}.`,
  fixes: ({ node, expected }) => [
    { title: t`Change to ${expected}`, edits: [replaceNode(node, expected)], safe: false, preferred: true },
  ],
});

function stageNumbers(alloy: Alloy): Data[] {
  return alloy.stagesOf("expert-prune").flatMap((stage) => pruneNumbers(alloy, stage));
}

function pruneNumbers(alloy: Alloy, stage: Stage): Data[] {
  const { keep, original, layers, fault } = expertPruneOf(alloy, stage);
  // What follows from an impossible number is no mistake of its own; stage/keep-count reports the one there is.
  if (fault) return [];
  const one = (key: string, expected: number | undefined, how: string): Data[] => {
    const node = numberIn(stage.node, key);
    return node && expected !== undefined ? [{ node, key, expected, how }] : [];
  };
  const dropped = keep && original && layers && 3 * layers.value * (original.value - keep.value);
  const share =
    keep && original?.value ? Math.round(1000 * (1 - keep.value / original.value)) / 10 : undefined;
  return [
    ...one("prunePct", share, t`100 × (1 − keep / original)`),
    ...one("expertsDropped", dropped, t`3 × layers × (original − keep)`),
    ...one("expertsRenamed", keep && layers && 3 * layers.value * keep.value, "3·layers·keep"),
    ...one("routerSlicedLayers", layers?.value, t`the number of layers`),
  ];
}

function resultNumbers({ root }: Alloy): Data[] {
  const results = findValue(root, "results");
  const [node, base, final] = ["improvementPct", "baselinePerplexity", "finalPerplexity"].map((key) =>
    numberIn(results, key),
  );
  if (!node || !base?.value || !final) return [];
  const expected = Number(((100 * (base.value - final.value)) / base.value).toFixed(2));
  return [{ node, key: "improvementPct", expected, how: t`100 × (baseline − final) / baseline` }];
}
