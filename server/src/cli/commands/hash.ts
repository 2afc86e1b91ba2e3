import { createHash } from "node:crypto";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readBytes } from "../../workspace/files.js";
import { printLine, say } from "../terminal.js";

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
