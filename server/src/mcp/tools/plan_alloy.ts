import * as z from "zod";
import { faultOf } from "../../model/fault.js";
import { planOf } from "../../plan/plan.js";
import { planReport } from "../../plan/report.js";
import { planText } from "../../plan/text.js";
import { UNPAINTED } from "../../text/paint.js";
import { Failure } from "../../workspace/failure.js";
import { cutLines, LIMITS } from "../limits.js";
import { plainLines, plainValue } from "../plain.js";
import { SOURCE, sourceOf } from "../source.js";
import { tool } from "../tool.js";

const items = z.array(z.unknown());

export const planAlloy = tool({
  name: "plan_alloy",
  title: "Plan the run of an alloy",
  description:
    "Says what a run makes of an alloy: stages in execution order (derived from target if there are none), origins of omitted values, what is skipped or ends the run, sizes, devices that fit, minutes.",
  effect: "reads",
  input: z.strictObject({
    ...SOURCE,
    margin: z
      .number()
      .min(0)
      .max(0.99)
      .optional()
      .describe("Share of a device's memory that the runtime takes; 0.1 if omitted."),
  }),
  output: z.object({
    file: z.string(),
    alloy: z.unknown().optional().describe("The effective alloy; absent if it is long."),
    executor: z.string().optional(),
    cycles: z.number(),
    stages: items,
    notes: items.describe("Origins of omitted values; fields that are not read."),
    skipped: items.describe("Stages that do not run, or end the run."),
    leftOut: items.describe("Values of target without effect."),
    sizes: items,
    margin: z.number(),
    fits: items.describe("Experts × type × device."),
    minutes: z.number().optional(),
    hardware: z.string().optional(),
    stagesWithoutEstimate: z.number().optional(),
  }),
  fromFile: ["alloy", "stages", "notes", "skipped", "leftOut", "sizes"],
  async run({ margin, ...given }, { sandbox }) {
    const { alloy, name } = await sourceOf(given, sandbox);
    const fault = faultOf(alloy);
    if (fault !== undefined) throw new Failure(`cannot plan ${name}: it ${fault}`);
    const plan = planOf(alloy, { margin });
    const { alloy: effective, ...report } = planReport(plan, name);
    const { stages, notes, skipped, leftOut, sizes, fits, ...facts } = report;
    const most = <Item>(list: readonly Item[]) => list.slice(0, LIMITS.checks).map(plainItem);
    const isShort = JSON.stringify(effective).length <= LIMITS.page;
    return {
      text: plainLines(cutLines(planText(plan, UNPAINTED), LIMITS.page)),
      data: {
        ...(plainValue(facts) as typeof facts),
        ...(isShort && { alloy: plainValue(effective) }),
        stages: most(stages),
        notes: most(notes),
        skipped: most(skipped),
        leftOut: most(leftOut),
        sizes: most(sizes),
        fits: most(fits),
      },
    };
  },
});

function plainItem(item: unknown): Record<string, unknown> {
  return plainValue(item) as Record<string, unknown>;
}
