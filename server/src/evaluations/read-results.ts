import { parseJson } from "../syntax/parser.js";
import { whyUnreadable } from "../syntax/unreadable.js";
import { isEvalPlusResults, readEvalPlus } from "./evalplus.js";
import { isHarnessResults, readHarness } from "./harness.js";
import { type ReadResults, type ResultScale, refuse } from "./measured.js";

export interface ReadOptions {
  /** Scale of the numbers of lm-evaluation-harness; if omitted, numbers above 1 are rejected. */
  readonly scale: ResultScale | undefined;
  /** Whether to skip tasks without a benchmark. */
  readonly skipUnknown: boolean;
}

/**
 * Reads the results file of an evaluation tool, which is identified by the structure of the file. Results
 * that cannot be mapped to a benchmark without a guess are rejected by name.
 */
export function readResults(text: string, fileName: string, options: ReadOptions): ReadResults {
  const { root, problems, ...rest } = parseJson(text);
  const fault = whyUnreadable({ root, problems, ...rest });
  if (fault !== undefined) return refuse(`it ${fault}`);
  if (root?.kind !== "object") return refuse("it is not a JSON object");
  if (isEvalPlusResults(root)) return readEvalPlus(root, fileName);
  if (isHarnessResults(root)) return readHarness(root, fileName, options);
  return refuse(`it has neither "results", as lm-evaluation-harness writes, nor "eval", as EvalPlus writes`);
}
