import * as z from "zod";
import { hoverAt } from "../../features/hover.js";
import type { Alloy } from "../../model/alloy.js";
import type { SchemaLocation } from "../../schema/effective-schema.js";
import { closest } from "../../schema/names.js";
import { findMember, parsePointer, type ValueNode } from "../../syntax/tree.js";
import { Failure } from "../../workspace/failure.js";
import { type DescribedField, describeField as describe, FIELD } from "../describe.js";
import { cutLines, LIMITS } from "../limits.js";
import { plainLine, plainLines } from "../plain.js";
import { SOURCE, sourceOrNone } from "../source.js";
import { tool } from "../tool.js";

export const describeField = tool({
  name: "describe_field",
  title: "Describe a field",
  description:
    "Says what a field is for, its type, unit, range, default, what happens if it is omitted, and what executors do with it. With path or text also its value, and the acceptance check that it belongs to.",
  effect: "reads",
  input: z.strictObject({
    pointer: z
      .string()
      .describe(
        "JSON pointer, such as /source/totalParamsB; with stage, within a stage of that type, such as /steps.",
      ),
    stage: z
      .string()
      .optional()
      .describe("Stage type, such as train. Not needed for a stage of the given alloy."),
    ...SOURCE,
  }),
  output: z.object({
    pointer: z.string(),
    ...FIELD.shape,
    fields: z
      .array(z.string())
      .optional()
      .describe("Of an object or its items: the fields that may be in it."),
    inAlloy: z.string().optional().describe("What the editor shows about it in this alloy, as Markdown."),
  }),
  fromFile: ["value", "inAlloy"],
  async run({ pointer, stage, ...given }, { sandbox }) {
    const { alloy } = await sourceOrNone(given, sandbox);
    const steps = parsePointer(pointer);
    if (!steps || steps.length === 0) throw new Failure(`"${pointer}" is not a JSON pointer to a field`);
    const start = stage === undefined ? alloy.vocabulary.root : stagePlace(alloy, stage);
    const { field, node } = locate(alloy, steps, start, stage === undefined ? alloy.tree.root : undefined);
    const facts = describe(alloy, field, node, false);
    const inside = alloy.vocabulary.item(field.place) ?? field.place;
    const fields = [...alloy.vocabulary.fields(inside).keys()].map(plainLine);
    const member = findMember(node, field.name);
    const shown = member && hoverAt(alloy, member.key.start)?.markdown;
    return {
      text: `${pointer}: ${facts.type}, ${facts.required === true ? "required" : "optional"}. ${facts.description ?? ""}`.trim(),
      data: {
        pointer: plainLine(pointer),
        ...facts,
        ...(fields.length > 0 && { fields }),
        ...(shown && { inAlloy: plainLines(cutLines(shown, LIMITS.string)) }),
      },
    };
  },
});

function stagePlace({ vocabulary }: Alloy, stage: string): SchemaLocation {
  if (vocabulary.stageType(stage)) return vocabulary.stage(stage);
  const meant = closest(
    stage,
    vocabulary.stageTypes.map(({ name }) => name),
  );
  throw new Failure(`unknown stage type "${stage}"${meant ? `. Did you mean "${meant}"?` : ""}`);
}

/** Follows the steps of a pointer through the schema, and through the alloy as far as it has them. */
function locate(
  alloy: Alloy,
  steps: readonly string[],
  start: SchemaLocation,
  root: ValueNode | undefined,
): { field: DescribedField; node: ValueNode | undefined } {
  const { vocabulary } = alloy;
  let place = start;
  let node = root;
  for (const [i, step] of steps.entries()) {
    const isLast = i === steps.length - 1;
    const item = /^(-|\*|\d+)$/.test(step);
    const inner: ValueNode | undefined = item
      ? node?.kind === "array"
        ? node.items[Number(step)]
        : undefined
      : findMember(node, step)?.value;
    const field = vocabulary.fields(place).get(step);
    if (isLast && field) return { field, node };
    const next = item
      ? ((inner && alloy.placeOf(inner)) ?? vocabulary.item(place))
      : vocabulary.member(place, step);
    if (!next) {
      const meant = closest(step, vocabulary.fields(place).keys());
      const where =
        steps
          .slice(0, i)
          .map((one) => `/${one}`)
          .join("") || "the alloy";
      throw new Failure(`no field "${step}" in ${where}${meant ? `. Did you mean "${meant}"?` : ""}`);
    }
    if (isLast)
      return {
        field: { name: step, place: next, status: "optional" },
        node,
      };
    [place, node] = [next, inner];
  }
  throw new Failure("the pointer is empty");
}
