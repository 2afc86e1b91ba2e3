/** What each rule says about its examples, in full: messages, severities, and what each fix makes of the text. */

import { exampleOf, type Problem, type Rule } from "../lint/rule.js";
import { findingsOf } from "../lint/rule-examples.js";
import { afterEdits, withRanges } from "./fixtures.js";

/** Returns everything that a rule reports about its bad examples, as in `rules/rules.golden.txt`. */
export function goldenOf(rule: Rule): string {
  const said = rule.examples.bad.map(exampleOf).flatMap((example) => {
    const { text } = withRanges(example.text);
    const problems = findingsOf(rule, text, example);
    return [cut(example.text), ...problems.flatMap((problem) => linesOf(text, problem)), ""];
  });
  return [`## ${rule.code}`, "", ...said].join("\n");
}

function linesOf(text: string, problem: Problem): string[] {
  const { severity, message, tag, related, start, end } = problem;
  return [
    `  ${severity}${tag ? `, ${tag}` : ""} ‹${cut(text.slice(start, end))}›: ${message}`,
    ...related.map(({ start, end, message }) => `    ‹${cut(text.slice(start, end))}›: ${message}`),
    ...problem
      .fixes()
      .flatMap(({ title, preferred, safe, edits }) => [
        `    ${title}${preferred ? ", preferred" : ""}${safe ? ", safe" : ""}`,
        `      ${cut(afterEdits(text, edits))}`,
      ]),
  ];
}

/** On one line, without the middle of what is nested hundreds of levels deep. */
function cut(text: string): string {
  const shown = text.replaceAll("\uFEFF", "\\uFEFF").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return shown.length > 1000 ? `${shown.slice(0, 60)} … ${shown.slice(-60)}` : shown;
}
