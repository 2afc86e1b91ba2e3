import { t } from "../text/l10n.js";
import { findMember, type Span } from "../text/tree.js";
import { rule } from "./rule.js";

/** Far more than any vocabulary has, and few enough to stay quick. */
const MAX_STAGES = 500;
const MAX_FIELDS = 2000;

interface Data {
  readonly what: "stages" | "fields" | "depth";
  readonly count: number;
}

/** A vocabulary that would slow everything down. */
export const vocabularyLimits = rule<Data>({
  code: "vocabulary/limits",
  severity: "error",
  summary: "A vocabulary is too large",
  explanation: `A domain has at most ${MAX_STAGES} stages, a stage at most ${MAX_FIELDS} fields, and its file is nested no deeper than any alloy may be. What is larger is not loaded, so that it slows nothing else down.`,
  examples: {
    bad: [
      `{‹"stages"›: {${Array.from({ length: MAX_STAGES + 1 }, (_, i) => `"s${i}": {}`).join(", ")}}}`,
      `{"stages": {"a": {‹"properties"›: {${Array.from({ length: MAX_FIELDS + 1 }, (_, i) => `"f${i}": {}`).join(", ")}}}}}`,
      `{"stages": ${"[".repeat(255)}‹[›${"]".repeat(256)}}`,
    ],
    good: [
      '{"stages": {"mix": {}}}',
      '{"stages": {"a": {"properties": 1}, "b": {}}}',
      `{"stages": {${Array.from({ length: MAX_STAGES }, (_, i) => `"s${i}": {}`).join(", ")}}}`,
    ],
  },
  on: "domain",
  scope: "document",
  check({ root, tree }, report) {
    const deep = tree.problems.find(({ kind }) => kind === "too-deep");
    if (deep) report(deep, { what: "depth", count: 0 });
    const stages = findMember(root, "stages");
    if (stages?.value?.kind !== "object") return;
    const { members } = stages.value;
    if (members.length > MAX_STAGES) report(stages.key, { what: "stages", count: members.length });
    for (const { value } of members) {
      const fields = findMember(value, "properties");
      const count = fields?.value?.kind === "object" ? fields.value.members.length : 0;
      if (fields && count > MAX_FIELDS) report(fields.key as Span, { what: "fields", count });
    }
  },
  message: ({ what, count }) => {
    if (what === "depth") return t`A vocabulary is not nested this deeply; it is not loaded.`;
    if (what === "stages") return t`A domain has at most ${MAX_STAGES} stages, and this one has ${count}.`;
    return t`A stage has at most ${MAX_FIELDS} fields, and this one has ${count}.`;
  },
});
