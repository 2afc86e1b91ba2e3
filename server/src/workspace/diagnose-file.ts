import path from "node:path";
import type { CheckSettings } from "../lint/configuration.js";
import { type Diagnosis, diagnose } from "../lint/lint.js";
import { clashOf } from "../lint/load-domain.js";
import { Alloy } from "../model/alloy.js";
import type { Project } from "./project.js";

/** What is wrong with a file, and the settings that were applied. */
export interface FileDiagnosis extends Diagnosis {
  readonly alloy: Alloy;
  readonly settings: CheckSettings;
}

interface Known {
  /** Of a configuration: places in its list of suppressions that no file needs. */
  readonly unusedSuppressions?: readonly number[];
  /** False for a text without a file, whose name says nothing. */
  readonly isFile?: boolean;
}

/** Checks the text of a file under the settings that apply to it: the one way for the command line and for agents. */
export function diagnoseFile(project: Project, file: string, text: string, known: Known = {}): FileDiagnosis {
  const { unusedSuppressions = [], isFile = true } = known;
  const alloy = Alloy.parse(text, project.registry(file));
  const settings = project.settings(file);
  const clashesWith = domainClash(project, file, text);
  const diagnosis = diagnose(alloy, settings, {
    unusedSuppressions,
    ...(clashesWith !== undefined && { clashesWith }),
    ...(alloy.kind === "alloy" && isFile && { fileName: path.basename(file) }),
  });
  return { ...diagnosis, alloy, settings };
}

/** Where another domain with the ID of this domain file is defined. */
function domainClash(project: Project, file: string, text: string): string | undefined {
  if (project.kind(file) !== "domain") return undefined;
  return clashOf({ uri: path.resolve(file), text }, project.domainSources(file));
}
