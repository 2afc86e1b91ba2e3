import type { Problem, Severity } from "../lint/rule.js";
import { adapterValues } from "../model/adapter.js";
import type { Alloy } from "../model/alloy.js";
import type { Field } from "../schema/effective-schema.js";
import { choiceKey, own, type Schema, valueTypesOf } from "../schema/schema.js";
import { rangeWords } from "../schema/words.js";
import { type Edit, indexInOrder, insertMemberText, removeElement } from "../syntax/edits.js";
import { contains, findMember, type Member, type ObjectNode, type ValueNode } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";
import { plainText } from "../text/markdown.js";

/** The parameters of a stage as a form: all texts are plain, and offsets are UTF-16 code units of the document. */
export interface StageForm {
  readonly index: number;
  readonly stageType: string;
  readonly title: string;
  readonly fields: readonly FormField[];
  /** Problems of the stage that belong to none of the fields. */
  readonly problems: readonly FormProblem[];
  /** A sentence that says what is not shown since there is too much of it; "" if everything is shown. */
  readonly leftOut: string;
  /** Texts of the form itself. */
  readonly words: { readonly required: string; readonly showSource: string; readonly remove: string };
}

/** `none`: the value is too complex for a control. */
type Control = "select" | "checkbox" | "integer" | "number" | "text" | "none";

export interface FormField {
  readonly name: string;
  readonly control: Control;
  readonly isRequired: boolean;
  /** The value as a control shows it; "" if the stage omits the field. */
  readonly value: string;
  /** What a `select` offers, besides nothing. */
  readonly choices: readonly string[];
  /** The value that applies if the field is omitted, and the same with its origin; "" if unknown. */
  readonly fallback: string;
  readonly placeholder: string;
  readonly unit: string;
  readonly description: string;
  readonly problems: readonly FormProblem[];
  /** The field in the document; the stage if it omits the field. */
  readonly start: number;
  readonly end: number;
}

export interface FormProblem {
  readonly severity: Severity;
  readonly message: string;
}

/** Maximum number of fields in a form, and of choices in a `select`: a domain may have a hundred thousand. */
const MAX_SHOWN = 200;

/** Maximum length of a string in a control, and of the beginning of a value without one. */
const MAX_LENGTH = { text: 1000, excerpt: 80 };

/** The form of a stage, in the order of the vocabulary; undefined if the document is broken or no domain knows the type. */
export function stageForm(alloy: Alloy, index: number, problems: readonly Problem[]): StageForm | undefined {
  const found = stageAt(alloy, index);
  if (!found) return undefined;
  const { node, name, fields } = found;
  const shown = fields.slice(0, MAX_SHOWN);
  const fills = adapterValues(alloy, alloy.vocabulary.stageType(name)) ?? {};
  const inside = problems.filter(({ start, end }) => node.start <= start && end <= node.end);
  const rest = new Set(inside);
  return {
    index,
    stageType: name,
    title: t`Parameters of ${`${index + 1} ${name}`}`,
    fields: shown.map((field) => {
      const member = findMember(node, field.name);
      const here = member ? inside.filter(({ start }) => contains(member, start)) : [];
      for (const problem of here) rest.delete(problem);
      return fieldOf(alloy, field, member, { fill: own(fills, field.name), problems: here, node });
    }),
    problems: [...rest].map(problemOf),
    leftOut: fields.length > MAX_SHOWN ? t`Not shown: ${t`${fields.length - MAX_SHOWN} fields`}.` : "",
    words: { required: t`required`, showSource: t`Show in editor`, remove: t`Remove` },
  };
}

/** A parameter that somebody entered into the form. */
export interface ParameterEdit {
  readonly index: number;
  /** The type that the stage had when the form was made: no other stage is changed. */
  readonly stageType: string;
  readonly name: string;
  /** As entered; "" removes the field. */
  readonly value: string;
}

/** The edits that write a parameter; undefined if there is no such stage or field, or the document is broken. */
export function editParameter(
  alloy: Alloy,
  { index, stageType, name, value }: ParameterEdit,
): readonly Edit[] | undefined {
  const found = stageAt(alloy, index);
  const field = found?.fields.find((one) => one.name === name);
  if (!found || !field || found.name !== stageType) return undefined;
  const { node, fields } = found;
  const { tree } = alloy;
  const member = findMember(node, name);
  if (value === "") return member ? [removeElement(tree, node, node.members.indexOf(member))] : [];
  const json = jsonOf(field.place.schema, value);
  if (member?.value) return [{ start: member.value.start, end: member.value.end, text: json }];
  const keys = node.members.map(({ key }) => key.value);
  const order = ["type", ...fields.map((one) => one.name)];
  return insertMemberText(tree, node, indexInOrder(keys, order, name), name, () => json);
}

function stageAt(
  alloy: Alloy,
  index: number,
): { node: ObjectNode; name: string; fields: readonly Field[] } | undefined {
  const stage = alloy.stages[index];
  if (!stage?.type || alloy.tree.problems.length > 0 || stage.node.kind !== "object") return undefined;
  const { node, type } = stage;
  const { vocabulary } = alloy;
  const fields = [...vocabulary.fields(alloy.placeOf(node) ?? vocabulary.stage(type.name)).values()];
  return {
    node,
    name: type.name,
    fields: fields.filter(
      ({ name, isOutdated }) => name !== "type" && (!isOutdated || findMember(node, name) !== undefined),
    ),
  };
}

interface InStage {
  /** What the executor's family adapter sets. */
  readonly fill: unknown;
  readonly problems: readonly Problem[];
  readonly node: ObjectNode;
}

function fieldOf(
  { tree }: Alloy,
  { name, place, status }: Field,
  member: Member | undefined,
  { fill, problems, node }: InStage,
): FormField {
  const { schema } = place;
  const value = simpleValue(member?.value);
  const control = value === undefined ? "none" : controlOf(schema);
  const fallback = wordsOf(fill ?? place.default);
  const choices = control === "select" ? choicesOf(schema) : [];
  const { start, end } = member ?? node;
  return {
    name,
    control,
    isRequired: status === "required",
    value: value ?? excerpt(tree.source.slice(member?.value?.start, member?.value?.end)),
    choices: value && choices.length > 0 && !choices.includes(value) ? [...choices, value] : choices,
    fallback,
    placeholder: fallback && (fill === undefined ? t`default: ${fallback}` : t`adapter: ${fallback}`),
    unit: schema.unit ? translate(schema.unit) : "",
    description: descriptionOf(schema, value),
    problems: problems.map(problemOf),
    start,
    end,
  };
}

/** The value as text; undefined if a control cannot show it as it is. */
function simpleValue(node: ValueNode | undefined): string | undefined {
  switch (node?.kind) {
    case undefined:
    case "null":
      return "";
    case "number":
      return node.text;
    case "boolean":
      return String(node.value);
    case "string":
      return node.value.length <= MAX_LENGTH.text && !/\p{Cc}/u.test(node.value) ? node.value : undefined;
    default:
      return undefined;
  }
}

function controlOf(schema: Schema): Control {
  const choices = choicesOf(schema);
  if (choices.length > 0 && choices.length <= MAX_SHOWN) return "select";
  const types = valueTypesOf(schema);
  if (types.includes("string") || (types.length === 0 && !schema.properties && !schema.items)) return "text";
  if (types.includes("number")) return "number";
  if (types.includes("integer")) return "integer";
  return types.includes("boolean") ? "checkbox" : "none";
}

function choicesOf({ enum: values = [] }: Schema): string[] {
  const scalars = values.filter((value) => value !== null && value !== "");
  return scalars.some((value) => typeof value === "object") ? [] : scalars.map(choiceKey);
}

function wordsOf(value: unknown): string {
  return value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
}

/** Returns the text of the hover of a field without its markup. */
function descriptionOf(schema: Schema, value: string | undefined): string {
  const { description = "", whenAbsent, enumDescriptions } = schema;
  const choice = value ? own(enumDescriptions, value) : undefined;
  const range = rangeWords(schema);
  return [
    plainText(translate(description)),
    range && t`Range: ${range}.`,
    whenAbsent && t`If omitted: ${plainText(translate(whenAbsent))}`,
    choice && `${value}: ${plainText(translate(choice))}`,
  ]
    .filter(Boolean)
    .join(" ");
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > MAX_LENGTH.excerpt ? `${line.slice(0, MAX_LENGTH.excerpt - 1)}…` : line;
}

function problemOf({ severity, message }: Problem): FormProblem {
  return { severity, message };
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** An entered value as JSON of a type that the field accepts; a string if it is none, which then is a problem of the document. */
function jsonOf(schema: Schema, value: string): string {
  const choice = schema.enum?.find((one) => typeof one !== "object" && choiceKey(one) === value);
  if (choice !== undefined) return JSON.stringify(choice);
  const types = valueTypesOf(schema);
  const trimmed = value.trim();
  const isNumeric = types.length === 0 || types.includes("number") || types.includes("integer");
  if (isNumeric && NUMBER.test(trimmed)) return trimmed;
  const isBoolean = types.length === 0 || types.includes("boolean");
  return isBoolean && /^(true|false)$/.test(trimmed) ? trimmed : JSON.stringify(value);
}
