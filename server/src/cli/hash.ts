import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { EXIT, Failure } from "./failure.js";
import { reasonOf } from "./files.js";

/** Prints the SHA-256 of a file's bytes, which is the hash of an alloy; or compares it with the beginning of one. */
export function hash(file: string, { verify }: { verify?: string }): number {
  let digest: string;
  try {
    digest = createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${reasonOf(error)}.`);
  }
  process.stdout.write(`sha256:${digest}  ${file}\n`);
  if (verify === undefined) return EXIT.clean;
  const wanted = verify.toLowerCase().replace(/^sha256:/, "");
  if (!/^[0-9a-f]{8,64}$/.test(wanted))
    throw new Failure("Give at least eight hex digits of the hash to compare with.");
  if (digest.startsWith(wanted)) return EXIT.clean;
  process.stderr.write(`The hash of ${file} does not begin with ${wanted}.\n`);
  return EXIT.problems;
}
