import type * as z from "zod";
import type { Sandbox } from "./sandbox.js";

/** What a tool gets in addition to its arguments. */
export interface Call {
  readonly sandbox: Sandbox;
  /** Tells the client how far long work is, if it wants to know; not more often than it can read. */
  progress(done: number, total?: number): void;
  /**
   * To be called between two pieces of long work: tells the client how far it is, and lets other messages in.
   * @throws the reason of the cancellation if the client has canceled the call
   */
  step(done: number, total?: number): Promise<void>;
  readonly signal: AbortSignal;
}

/** What a tool answers. */
export interface Answer<Data> {
  /** The essence, for clients that show text only. */
  readonly text: string;
  readonly data: Data;
}

/** `reads` changes nothing, `creates` writes new files only, `changes` rewrites files; the last two if they are told to. */
type Effect = "reads" | "creates" | "changes";

/** A tool: one file in `tools/`. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** When to use it and what comes back. */
  readonly description: string;
  readonly effect: Effect;
  readonly input: Input;
  readonly output: Output;
  /** The fields of the answer with text that is copied from files. */
  readonly fromFile?: readonly string[];
  /** @throws {Failure} for wrong arguments, and for files that cannot be read or written */
  run(args: z.output<Input>, call: Call): Answer<z.input<Output>> | Promise<Answer<z.input<Output>>>;
}

/** Checks a tool's types; how its arguments and its answer look, only the tool itself knows. */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: Tool<Input, Output>,
): Tool {
  return definition as unknown as Tool;
}
