import type { Alloy } from "../model/alloy.js";
import { rules } from "../rules/index.js";
import type { CheckSettings } from "./configuration.js";
import { diagnose } from "./lint.js";

/** All rules that report warnings or less are off. */
const ERRORS_ONLY: CheckSettings = {
  layers: [
    Object.fromEntries(
      rules.filter(({ severity }) => severity !== "error").map(({ code }) => [code, "off"] as const),
    ),
  ],
  suppressions: [],
};

/**
 * Returns whether a document has errors at the default levels of the rules. Answers sooner than `diagnose`, because rules
 * that only warn are not run.
 */
export function hasErrors(document: Alloy): boolean {
  return diagnose(document, ERRORS_ONLY).problems.some(({ severity }) => severity === "error");
}
