/** Numbers that JSON writes otherwise, and numbers with a unit: what is wrong with them, and what they may mean. */

import type { Fix } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { type Conversion, conversionsOf, isQuantity } from "../../schema/quantity.js";
import { type Schema, valueTypesOf } from "../../schema/schema.js";
import { plainNumber, readingsOf } from "../../syntax/readings.js";
import { nodeAt, type SyntaxProblem } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import { shown } from "./words.js";

/** Version numbers, dates, and quantities: one word, of which quotation marks make a string. */
const ONE_WORD = /^[\w.+\-:/%]+$/;

/** What is wrong with a number, and how JSON writes it. */
export function numberSentence(problem: SyntaxProblem, alloy: Alloy): string {
  const { token = "" } = problem;
  const number = shown(token);
  const plain = plainNumber(token, isInteger(schemaOf(problem, alloy)));
  if (plain !== undefined) return t`Invalid number "${number}": JSON writes ${shown(plain)}.`;
  const [one, other] = readings(problem, alloy);
  if (one !== undefined)
    return other === undefined
      ? t`Invalid number "${number}": JSON writes ${shown(one)}.`
      : t`Invalid number "${number}": JSON writes ${shown(one)} or ${shown(other)}.`;
  if (isQuantity(token)) return t`Invalid number "${number}": JSON numbers cannot have a unit or suffix.`;
  return t`Invalid number "${number}": JSON writes numbers like 12, 0.5, or 1e-4.`;
}

/**
 * The fixes of a number. One is safe if it keeps all digits and the text has no other reading; of several readings there is
 * one fix each, and a unit is converted only to that of the field.
 */
export function numberFixes(problem: SyntaxProblem, alloy: Alloy): Fix[] {
  const { start, end, token = "" } = problem;
  const schema = schemaOf(problem, alloy);
  const replace = (title: string, text: string, more: { safe?: boolean; preferred?: boolean } = {}): Fix => ({
    title,
    edits: [{ start, end, text }],
    safe: false,
    ...more,
  });
  const types = schema ? valueTypesOf(schema) : [];
  const isString = types.length > 0 && types.every((type) => type === "string");
  const plain = plainNumber(token, isInteger(schema));
  const isSafe = plain !== undefined && !problem.isDoubtful;
  const asString = replace(t`Enclose in double quotes`, JSON.stringify(token), {
    safe: isSafe,
    preferred: ONE_WORD.test(token),
  });
  if (plain !== undefined)
    return isString
      ? [asString]
      : [replace(t`Change to ${shown(plain)}`, plain, { safe: isSafe, preferred: isSafe })];
  return [
    ...(isString ? [asString] : []),
    ...readings(problem, alloy).map((number) => replace(t`Change to ${shown(number)}`, number)),
    ...conversionsOf(token, schema).map(conversionFix(start, end)),
  ];
}

/** Makes the fix that writes a number in the unit of its field, at a place. */
export function conversionFix(start: number, end: number): (conversion: Conversion) => Fix {
  return ({ number, from }) => ({
    title: t`Change to ${shown(number)} (${shown(from)})`,
    edits: [{ start, end, text: number }],
    safe: false,
  });
}

function readings({ start, token = "" }: SyntaxProblem, { tree }: Alloy): string[] {
  // `[1,000]`: the zeros may be the end of a number that began before the comma.
  if (/^\d{3}$/.test(token) && /\d,$/.test(tree.source.slice(Math.max(start - 2, 0), start))) return [];
  return readingsOf(token);
}

/** The schema of the field that has the number as its value. */
function schemaOf({ start }: SyntaxProblem, alloy: Alloy): Schema | undefined {
  const node = nodeAt(alloy.tree, start);
  return node?.kind === "invalid" && node.start === start ? alloy.placeOf(node)?.schema : undefined;
}

function isInteger(schema: Schema | undefined): boolean {
  const types = schema ? valueTypesOf(schema) : [];
  return types.includes("integer") && !types.includes("number");
}
