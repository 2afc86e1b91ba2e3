import { statSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { DiskFiles } from "../../disk/disk-files.js";
import { nodePlatform } from "../../disk/node-platform.js";
import { verifyReport } from "../../library/verify-report.js";
import { faultOf } from "../../model/fault.js";
import { CHECK_IDS } from "../../verify/check.js";
import { NOTHING_ELSE } from "../../verify/context.js";
import type { Folder } from "../../verify/files.js";
import { verifyAlloy as verify } from "../../verify/verify.js";
import { Failure } from "../../workspace/failure.js";
import { plainValue } from "../plain.js";
import type { Sandbox } from "../sandbox.js";
import { SOURCE, sourceOf } from "../source.js";
import { type Call, tool } from "../tool.js";

export const verifyAlloy = tool({
  name: "verify_alloy",
  title: "Verify an alloy",
  description:
    "Compares what an alloy states about files and signatures with the files of the workspace, without a network: hashes of weights, samples, corpora, datasets, receipts, parents. Weights of many GB take minutes.",
  effect: "reads",
  input: z.strictObject({
    ...SOURCE,
    modelDir: z.string().optional().describe("Folder with the weights; without it, they are not verified."),
    require: z.array(z.enum(CHECK_IDS)).optional().describe("Checks that must not be left not-verified."),
  }),
  output: z.object({
    formatVersion: z.literal(1),
    tool: z.object({ name: z.string(), version: z.string() }),
    file: z.string(),
    summary: z.object({ verified: z.int(), failed: z.int(), notVerified: z.int() }),
    checks: z.array(
      z.object({
        id: z.string(),
        pointer: z.string(),
        outcome: z.enum(["verified", "failed", "not-verified"]),
        expected: z.string().optional(),
        actual: z.string().optional(),
        reason: z.string().optional(),
        form: z.string().optional(),
        required: z.boolean().optional(),
      }),
    ),
  }),
  fromFile: ["checks"],
  async run({ modelDir, require = [], ...given }, call) {
    const { alloy, name, file } = await sourceOf(given, call.sandbox);
    const problem = faultOf(alloy);
    if (problem !== undefined) throw new Failure(`${name} ${problem}`);
    const folders = new Map<Folder, string>();
    if (file) folders.set("alloy", path.dirname(file.path));
    if (modelDir !== undefined) folders.set("model", folderAt(modelDir, call.sandbox));
    const files = new DiskFiles(folders, progressOf(call), { within: call.sandbox.folders });
    const cancel = () => void files.cancel();
    call.signal.addEventListener("abort", cancel);
    try {
      const { checks } = await verify(
        alloy,
        {
          files,
          platform: nodePlatform,
          hasModel: modelDir !== undefined,
          ...NOTHING_ELSE,
        },
        require,
      );
      call.signal.throwIfAborted();
      const report = plainValue(verifyReport(checks, name)) as ReturnType<typeof verifyReport>;
      const { verified, failed, notVerified } = report.summary;
      const wrong = report.checks.filter(({ outcome, required }) => outcome === "failed" || required);
      const lines = wrong
        .slice(0, 5)
        .map(
          ({ id, pointer, outcome, reason }) => `${id} ${pointer}: ${outcome}${reason ? ` (${reason})` : ""}`,
        );
      return {
        text: [`${name}: ${verified} verified, ${failed} failed, ${notVerified} not verified`, ...lines].join(
          "\n",
        ),
        data: { ...report, checks: report.checks.slice(0, 200) },
      };
    } finally {
      call.signal.removeEventListener("abort", cancel);
      await files.end();
    }
  },
});

function folderAt(given: string, sandbox: Sandbox): string {
  const folder = sandbox.existing(given).path;
  if (!statSync(folder).isDirectory()) throw new Failure(`${given} is not a folder`);
  return folder;
}

function progressOf(call: Call) {
  let total = 0;
  let read = 0;
  return {
    total(bytes: number) {
      total += bytes;
    },
    read(bytes: number) {
      read += bytes;
      call.progress(read, Math.max(total, read));
    },
  };
}
