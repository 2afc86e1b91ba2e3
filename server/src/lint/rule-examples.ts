import { Alloy } from "../model/alloy.js";
import { rules } from "../rules/index.js";
import { registries, registryFor } from "../schema/bundled.js";
import type { DocumentKind } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import { diagnose } from "./lint.js";
import { withExecutors } from "./load-executors.js";
import { type Example, exampleOf, type Fix, type Problem, type Rule } from "./rule.js";

/** What one rule finds in a document of the kind that it looks at; no other rule is run. */
export function findingsOf(
  rule: Rule,
  text: string,
  { context, executors }: Omit<Example, "text"> = {},
): readonly Problem[] {
  const { on = "alloy" } = rule;
  const others = rules.filter((other) => other !== rule);
  const off = Object.fromEntries(others.map(({ code }) => [code, "off" as const]));
  const alloy = Alloy.parse(text, registryWith(on === "every" ? "alloy" : on, executors));
  return diagnose(alloy, { layers: [off], suppressions: [] }, context).problems;
}

/** The fixes of all problems in the examples of a rule, one per title. */
export function exampleFixes(rule: Rule): readonly Fix[] {
  if (!rule.fixes) return [];
  const fixes = rule.examples.bad
    .map(exampleOf)
    .flatMap((example) => findingsOf(rule, example.text.replaceAll(/[‹›]/g, ""), example))
    .flatMap((problem) => problem.fixes());
  return [...new Map(fixes.map((fix) => [fix.title, fix])).values()];
}

/** The registry of a kind of documents, with the executor profiles of an example. */
function registryWith(kind: DocumentKind, executors: Example["executors"]): Registry {
  if (!executors) return registries[kind];
  const { files = [], selected, isTrusted = true } = executors;
  const sources = files.map((text, i) => ({ uri: `file:///${i}.json`, place: `executors/${i}.json`, text }));
  const registry = withExecutors(registries.alloy, sources, { isTrusted, selected });
  return registryFor(kind, registry);
}
