/** What the declarations of commands share. */
import { type Command, InvalidArgumentError } from "commander";

/** Takes the exit code of a command. */
export type Done = (result: number | Promise<number>) => Promise<void>;

/** Declares a command: its arguments, its help, and what it runs. */
export type Declare = (program: Command, done: Done) => void;

export const EXIT_CODES =
  "Exit codes: 0 no problems, 1 problems found,\n2 wrong usage or a file that cannot be read or written.";

/** The default name of standard input. */
export const STDIN = "stdin.alloy.json";

/** The flags and the description of the option for domain files. */
export const DOMAIN_OPTION = [
  "--domain <path>",
  "domain file or folder with domain files; may be repeated",
] as const;

/** The text below the options: examples, and sentences about exit codes and the like. */
export function more(
  examples: readonly (readonly [string, string])[],
  ...sentences: readonly string[]
): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  return ["", "Examples:", ...lines, ...sentences.flatMap((sentence) => ["", sentence])].join("\n");
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Expected an integer of at least 0.");
  return Number(value);
}

/** The options that say where files are and who is trusted. */
export function withSourceOptions(command: Command): Command {
  return command
    .option("--model-dir <dir>", "folder with the weights")
    .option("--base <dir>", "folder that paths in the alloy are relative to; default: its own")
    .option("--dataset <name=dir>", "folder of a dataset; may be repeated", collect)
    .option("--parent <file>", "the alloy that this one is derived from")
    .option("--keys <file>", "JSON object of trusted keys by their ID")
    .option("--trust <pem>", "root certificate; may be repeated", collect)
    .option("--code <dir>", "local Git clone of the runner's source");
}
