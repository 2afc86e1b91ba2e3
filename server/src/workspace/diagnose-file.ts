import path from "node:path";
import type { CheckSettings } from "../lint/configuration.js";
import { type Analysis, diagnose } from "../lint/lint.js";
import { clashOf } from "../lint/load-domain.js";
import { Alloy } from "../model/alloy.js";
import type { DocumentKind } from "../schema/document-kind.js";
import type { Project } from "./project.js";

/** What is wrong with a file, and the settings that were applied. */
export interface FileDiagnosis extends Analysis {
  readonly alloy: Alloy;
  readonly settings: CheckSettings;
}

interface Known {
  /** What the file is, if its path does not show it. */
  readonly kind?: DocumentKind | undefined;
  /** Of a configuration: indexes of its suppressions that no file needs. */
  readonly unusedSuppressions?: readonly number[];
  /** False for a text without a file, whose name says nothing. */
  readonly isFile?: boolean;
}

/** Checks the text of a file under the settings that apply to it: the one way for the command line and for agents. */
export async function diagnoseFile(
  project: Project,
  file: string,
  text: string,
  known: Known = {},
): Promise<FileDiagnosis> {
  const { kind, unusedSuppressions = [], isFile = true } = known;
  const alloy = Alloy.parse(text, await project.registry(file, kind));
  const settings = await project.settings(file);
  const clashesWith =
    alloy.kind === "domain"
      ? clashOf({ uri: project.uri(file), text, alloy }, await project.domainSources(file))
      : undefined;
  const analysis = diagnose(alloy, settings, {
    unusedSuppressions,
    unresolved: await project.unresolvedIn(file),
    ...(clashesWith !== undefined && { clashesWith }),
    ...(alloy.kind === "alloy" && isFile && { fileName: path.basename(file) }),
  });
  return { ...analysis, alloy, settings };
}
