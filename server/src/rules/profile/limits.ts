import { rule } from "../../lint/rule.js";
import { MAX_PROFILE_LENGTH } from "../../schema/executors.js";
import { keyOrStart, walk } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Many times what any profile has, and few enough to stay quick. */
const MAX_FIELDS = 2000;
const MAX_ITEMS = 10_000;
/** All values of a file together. */
const MAX_VALUES = 200_000;

interface Data {
  readonly what: "length" | "depth" | "fields" | "items" | "values";
  readonly count: number;
}

const fields = (count: number) => Array.from({ length: count }, (_, i) => `"n${i}": {}`).join(", ");

/** A profile that would slow everything down. */
export const profileLimits = rule<Data>({
  code: "profile/limits",
  severity: "error",
  summary: "An executor profile exceeds a limit",
  explanation: `An executor profile has at most ${MAX_PROFILE_LENGTH} characters and ${MAX_VALUES} values; an object in it has at most ${MAX_FIELDS} fields, an array at most ${MAX_ITEMS} items. It is nested no deeper than an alloy may be. A larger file is not used, so that it does not slow down the rest.`,
  examples: {
    bad: [
      `{‹"architectures"›: {${fields(MAX_FIELDS + 1)}}}`,
      `{‹"skipped"›: [${'"a", '.repeat(MAX_ITEMS)}"b"]}`,
      `{"architectures": ${"[".repeat(255)}‹[›${"]".repeat(256)}}`,
    ],
    good: ['{"architectures": {"a": {}}, "skipped": ["a"]}', `{"architectures": {${fields(MAX_FIELDS)}}}`],
  },
  on: "executor",
  scope: "document",
  check({ root, tree }, report) {
    const { length } = tree.source;
    if (length > MAX_PROFILE_LENGTH) {
      report({ start: 0, end: 0 }, { what: "length", count: length });
      return;
    }
    const deep = tree.problems.find(({ kind }) => kind === "too-deep");
    if (deep) report(deep, { what: "depth", count: 0 });
    let values = 0;
    walk(root, (node) => {
      values++;
      if (node.kind === "object" && node.members.length > MAX_FIELDS)
        report(keyOrStart(node), { what: "fields", count: node.members.length });
      if (node.kind === "array" && node.items.length > MAX_ITEMS)
        report(keyOrStart(node), { what: "items", count: node.items.length });
    });
    if (root && values > MAX_VALUES) report(keyOrStart(root), { what: "values", count: values });
  },
  message: ({ what, count }) => {
    switch (what) {
      case "length":
        return t`An executor profile must have at most ${MAX_PROFILE_LENGTH} characters, but this one has ${count}; it is not used.`;
      case "depth":
        return t`The executor profile is nested too deeply; it is not used.`;
      case "fields":
        return t`An object in an executor profile must have at most ${MAX_FIELDS} fields, but this one has ${count}.`;
      case "items":
        return t`An array in an executor profile must have at most ${MAX_ITEMS} items, but this one has ${count}.`;
      case "values":
        return t`An executor profile must have at most ${MAX_VALUES} values, but this one has ${count}.`;
    }
  },
});
