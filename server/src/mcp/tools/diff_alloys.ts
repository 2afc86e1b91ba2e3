import * as z from "zod";
import { compareAlloys } from "../../compare/compare.js";
import { comparisonReport } from "../../compare/report.js";
import type { Alloy } from "../../model/alloy.js";
import { faultOf } from "../../model/fault.js";
import { Failure } from "../../workspace/failure.js";
import { LIMITS } from "../limits.js";
import { plainLine, plainValue } from "../plain.js";
import type { Sandbox } from "../sandbox.js";
import { MAX_TEXT, sourceOf } from "../source.js";
import { tool } from "../tool.js";

const side = z.union([z.string(), z.strictObject({ text: z.string().max(MAX_TEXT) })]);
const change = z.looseObject({ label: z.string().optional() });

export const diffAlloys = tool({
  name: "diff_alloys",
  title: "Compare two alloys",
  description:
    "Says what changed from one alloy to another in their own terms: stages, fields, criteria that were loosened or tightened, scores, the verdict, and regressions. Layout and key order are no difference.",
  effect: "reads",
  input: z.strictObject({
    a: side.describe("Path of the earlier alloy, or {text}."),
    b: side.describe("Path of the later one, or {text}."),
  }),
  output: z.object({
    a: z.string(),
    b: z.string(),
    identical: z.boolean(),
    changes: z.array(change).describe("Kind, label, pointers, from, to, and unit of each."),
    criteria: z.array(change).describe("Effect, pointer, from, and to of each."),
    scores: z.array(change).describe("Benchmark, both scores, and the difference in percentage points."),
    verdict: z.looseObject({}),
    checks: z.array(change).describe("Checks of the gate that came out differently."),
    regressions: z.array(z.string()),
  }),
  fromFile: ["changes", "criteria", "scores", "checks", "regressions"],
  async run({ a, b }, { sandbox }) {
    const before = await alloyAt(a, "a", sandbox);
    const after = await alloyAt(b, "b", sandbox);
    const comparison = compareAlloys(before.alloy, after.alloy);
    const report = plainValue(comparisonReport(comparison, { a: before.name, b: after.name })) as ReturnType<
      typeof comparisonReport
    >;
    const { changes, criteria, scores, checks, regressions, verdict, identical } = report;
    const words = identical
      ? ["identical"]
      : [
          `${changes.length} changes, ${criteria.length} criteria, ${scores.length} scores; ${verdict.a} → ${verdict.b}`,
          ...regressions.slice(0, LIMITS.problems),
        ];
    return {
      text: `${before.name} → ${after.name}: ${words.join("\n")}`,
      data: {
        ...report,
        changes: changes.slice(0, LIMITS.changes),
        criteria: criteria.slice(0, LIMITS.changes),
        scores: scores.slice(0, LIMITS.changes),
        checks: checks.slice(0, LIMITS.changes),
        regressions: regressions.slice(0, LIMITS.changes),
      },
    };
  },
});

async function alloyAt(
  side: string | { readonly text: string },
  which: string,
  sandbox: Sandbox,
): Promise<{ readonly alloy: Alloy; readonly name: string }> {
  const isPath = typeof side === "string";
  const { alloy, name } = await sourceOf(isPath ? { path: side } : side, sandbox);
  const fault = faultOf(alloy);
  if (fault !== undefined) throw new Failure(`cannot compare ${which}: it ${fault}`);
  return { alloy, name: isPath ? name : plainLine(which) };
}
