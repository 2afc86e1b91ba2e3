import path from "node:path";
import * as z from "zod";
import { Alloy } from "../model/alloy.js";
import { kindOf } from "../schema/document-kind.js";
import { diagnoseFile, type FileDiagnosis } from "../workspace/diagnose-file.js";
import { Failure } from "../workspace/failure.js";
import { readText } from "../workspace/files.js";
import { Project } from "../workspace/project.js";
import type { AllowedFile, Sandbox } from "./sandbox.js";

/** Longest text that is taken as an argument, in UTF-16 code units. */
export const MAX_TEXT = 10_000_000;

/** The arguments of every tool that looks at an alloy: one of the two. */
export const SOURCE = {
  path: z.string().optional().describe("Alloy file, relative to the workspace folder. Give path or text."),
  text: z.string().max(MAX_TEXT).optional().describe("The alloy itself, for one that is not in a file."),
} as const;

interface SourceArguments {
  readonly path?: string | undefined;
  readonly text?: string | undefined;
}

/** An alloy that a tool looks at, with the settings that apply to it. */
export interface Source {
  /** `undefined` for a text without a file. */
  readonly file: AllowedFile | undefined;
  /** How answers and messages call it. */
  readonly name: string;
  readonly text: string;
  /** Parsed when first asked for. */
  readonly alloy: Alloy;
  readonly project: Project;
  /** What is wrong with a text in its place. */
  diagnose(text: string): Promise<FileDiagnosis>;
}

/** What a text without a file is called. */
export const UNNAMED = "text.alloy.json";

/**
 * Reads the alloy that the arguments of a tool mean.
 * @throws {Failure} if they mean none or two, or if it cannot be read
 */
export async function sourceOf({ path: given, text }: SourceArguments, sandbox: Sandbox): Promise<Source> {
  if ((given === undefined) === (text === undefined))
    throw new Failure("one of path and text is required, and not both");
  const project = new Project({});
  if (given === undefined) {
    const place = path.join(sandbox.first, UNNAMED);
    return source({ file: undefined, name: UNNAMED, place, text: text as string, project });
  }
  const file = fileAt(given, sandbox);
  const read = readText(file.path);
  if ("reason" in read) throw new Failure(renamed(read.reason, file));
  return source({ file, name: file.name, place: file.path, text: read.text, project });
}

/** The same, where no alloy is needed: then the default domain and the settings of the workspace folder apply. */
export function sourceOrNone(given: SourceArguments, sandbox: Sandbox): Promise<Source> {
  return sourceOf(given.path === undefined && given.text === undefined ? { text: "{}" } : given, sandbox);
}

/**
 * A JSON file: others hold nothing for these tools, and may hold secrets.
 * @throws {Failure} for any other name, and for files that are not there or not allowed
 */
export function fileAt(given: string, sandbox: Sandbox): AllowedFile {
  const file = sandbox.existing(given);
  if (!file.path.endsWith(".json")) throw new Failure(`${given} is not a JSON file`);
  return file;
}

function source(given: Omit<Source, "alloy" | "diagnose"> & { readonly place: string }): Source {
  const { place, ...known } = given;
  const { file, text, project } = given;
  let parsed: Alloy | undefined;
  return {
    ...known,
    get alloy() {
      parsed ??= Alloy.parse(text, project.registry(place));
      return parsed;
    },
    diagnose: async (next) => diagnoseFile(project, place, next, { isFile: file !== undefined }),
  };
}

/** Reasons are about the path that was opened; answers call files by their names. */
export function renamed(reason: string, { path: opened, name }: AllowedFile): string {
  return reason.replaceAll(opened, name);
}

/** Whether a tool may write a file: nothing but alloys, by their names. */
export function isAlloyFile({ path: file }: AllowedFile): boolean {
  return kindOf(file.split(path.sep).join("/")) === "alloy";
}
