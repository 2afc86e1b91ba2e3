import path from "node:path";
import * as z from "zod";
import { isPublished } from "../model/receipt.js";
import { isAlloyName } from "../schema/document-kind.js";
import { unifiedDiff } from "../text/unified-diff.js";
import { diagnoseFile, type FileDiagnosis } from "../workspace/diagnose-file.js";
import { Failure } from "../workspace/failure.js";
import { createFile, writeText } from "../workspace/files.js";
import { Project } from "../workspace/project.js";
import { cutLines, LIMITS } from "./limits.js";
import { plainLines, visibleText } from "./plain.js";
import { PROBLEMS, problemReport, problemText } from "./problems.js";
import type { AllowedFile, Sandbox } from "./sandbox.js";
import { isAlloyFile, renamed, type Source, UNNAMED } from "./source.js";
import type { Answer } from "./tool.js";

export const WRITE = {
  write: z
    .boolean()
    .optional()
    .describe("True writes the file; otherwise, only the diff comes back. Needs path."),
} as const;

/** What every tool that changes an alloy answers. */
export const CHANGE = {
  file: z.string(),
  written: z.boolean(),
  diff: z.string().describe("Unified diff; empty if nothing changes."),
  text: z.string().optional().describe("The alloy afterward, if it is not in a file."),
  ...PROBLEMS,
} as const;

/** What of it is copied from files. */
export const CHANGE_FROM_FILE = ["diff", "text", "problems"] as const;

/**
 * Answers with the difference between an alloy and its next text, and with the problems after it; writes it if it is told
 * to.
 * @throws {Failure} if it must not be written: a text without a file, another file than an alloy, or a published alloy
 */
export async function answerChange(
  source: Source,
  next: string,
  { write = false, summary }: { readonly write?: boolean | undefined; readonly summary: string },
): Promise<Answer<ChangeData>> {
  const { file, name, text } = source;
  const isChanged = next !== text;
  if (write) assertWritable(source);
  if (write && file && isChanged) rewrite(file, text, next);
  return answer({
    file: name,
    before: text,
    after: next,
    written: write && isChanged,
    isFile: file !== undefined,
    summary,
    ...(await source.diagnose(next)),
  });
}

/**
 * The same for an alloy that is new.
 * @param given path of the file to create; `undefined` for none
 * @throws {Failure} if the file exists, or has not the name of an alloy
 */
export async function answerNew(
  text: string,
  given: {
    readonly path?: string | undefined;
    readonly write?: boolean | undefined;
    readonly summary: string;
  },
  sandbox: Sandbox,
): Promise<Answer<ChangeData>> {
  const { path: wanted, write = false, summary } = given;
  if (write && wanted === undefined) throw new Failure("write requires path");
  const file = wanted === undefined ? undefined : newFile(wanted, sandbox);
  const place = file?.path ?? path.join(sandbox.first, UNNAMED);
  const project = await Project.open({ roots: sandbox.folders });
  const diagnosis = await diagnoseFile(project, place, text, { isFile: file !== undefined });
  if (write && file) {
    try {
      createFile(file.path, text);
    } catch (error) {
      throw error instanceof Failure ? new Failure(renamed(error.message, file)) : error;
    }
  }
  return answer({
    file: file?.name ?? UNNAMED,
    before: "",
    after: text,
    written: write,
    isFile: write,
    summary,
    ...diagnosis,
  });
}

function newFile(given: string, sandbox: Sandbox): AllowedFile {
  const file = sandbox.creatable(given);
  if (!isAlloyName(path.basename(file.path)))
    throw new Failure(`${given}: the file name must end with .alloy.json, or be forge-alloy.json`);
  return file;
}

type ChangeData = z.input<z.ZodObject<typeof CHANGE>>;

interface Changed extends FileDiagnosis {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly written: boolean;
  /** The caller can read the file. */
  readonly isFile: boolean;
  readonly summary: string;
}

function answer(changed: Changed): Answer<ChangeData> {
  const { file, before, after, written, isFile, summary, problems, alloy } = changed;
  const diff = before === "" ? "" : unifiedDiff(file, before, after);
  const report = problemReport(problems, alloy);
  const isShown = !isFile && after.length <= LIMITS.text;
  const head = `${summary}${written ? `; written to ${file}` : ""}.`;
  const shown = diff !== "" && diff.length <= LIMITS.shortDiff ? [diff.trimEnd()] : [];
  return {
    text: [head, ...shown, problemText(report, file)].join("\n"),
    data: {
      file,
      written,
      diff: plainLines(cutLines(diff, LIMITS.page)),
      ...(isShown && { text: visibleText(after) }),
      ...report,
    },
  };
}

function assertWritable({ file, alloy, name }: Source): void {
  if (!file) throw new Failure("write requires path: without a file, the answer contains the changed text");
  if (!isAlloyFile(file) || !isAlloyName(path.basename(file.path)))
    throw new Failure(`${name} is not written: only *.alloy.json and forge-alloy.json are`);
  if (isPublished(alloy))
    throw new Failure(
      `${name} is published and never written: its publications refer to the hash of its bytes. Fork it instead`,
    );
}

function rewrite(file: AllowedFile, was: string, text: string): void {
  try {
    writeText(file.path, { was, text, isNamed: true });
  } catch (error) {
    throw error instanceof Failure ? new Failure(renamed(error.message, file)) : error;
  }
}
