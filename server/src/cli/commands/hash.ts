import { createHash } from "node:crypto";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readBytes } from "../../workspace/files.js";
import { type Declare, EXIT_CODES, more } from "../command.js";
import { printLine, say } from "../terminal.js";

export const declareHash: Declare = (program, done) => {
  program
    .command("hash")
    .description("Print the SHA-256 of the bytes of an alloy")
    .argument("<file>", "alloy")
    .option("--verify <prefix>", "start of the expected hash, at least 8 hex digits")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy hash a.alloy.json", "print the hash"],
          ["forge-alloy hash a.alloy.json --verify cb1e00f7e09a151e", "exit with 1 if it differs"],
        ],
        EXIT_CODES,
      ),
    )
    .action((file, options) => done(hash(file, options)));
};

/** Prints the SHA-256 of a file's bytes, which is the hash of an alloy; or compares it with the beginning of one. */
export function hash(file: string, { verify }: { verify?: string }): number {
  const read = readBytes(file);
  if ("reason" in read) throw new Failure(read.reason);
  const digest = createHash("sha256").update(read.bytes).digest("hex");
  printLine(`sha256:${digest}  ${file}`);
  if (verify === undefined) return EXIT.clean;
  const wanted = verify.toLowerCase().replace(/^sha256:/, "");
  if (!/^[0-9a-f]{8,64}$/.test(wanted))
    throw new Failure("--verify requires at least 8 hex digits of a SHA-256");
  if (digest.startsWith(wanted)) return EXIT.clean;
  say(`error: the hash of ${file} does not start with ${wanted}`);
  return EXIT.problems;
}
