import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import type { Digest, Unavailable } from "../verify/files.js";
import { gitProgram, SAFE_ARGUMENTS, safeEnvironment } from "./git.js";

/**
 * SHA-256 of a file at a commit of a local Git clone. Git runs none of the programs that the clone configures for showing
 * files, replaces no objects, and fetches none that are missing.
 * @param path relative to the root of the clone, with `/`
 */
export function fileAtCommit(clone: string, commit: string, path: string): Promise<Digest | Unavailable> {
  const args = [...SAFE_ARGUMENTS, "-C", clone, "cat-file", "blob", `${commit}:${path}`];
  const env = safeEnvironment();
  const program = gitProgram();
  if (program === undefined) return Promise.resolve(CANNOT_RUN);
  return new Promise((resolve) => {
    const git = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const hash = createHash("sha256");
    let size = 0;
    let message = "";
    git.stdout.on("data", (chunk: Buffer) => {
      hash.update(chunk);
      size += chunk.length;
    });
    git.stderr.on("data", (chunk: Buffer) => {
      if (message.length < MAX_MESSAGE) message += chunk.toString("utf8");
    });
    git.on("error", () => resolve(CANNOT_RUN));
    git.on("close", (code) => {
      const [line = ""] = message.trim().split("\n");
      if (code === 0) resolve({ hex: hash.digest("hex"), size });
      else
        resolve({
          kind: "missing",
          reason: `not in the clone: ${line.replace(/^fatal: /, "") || `exit code ${code}`}`,
        });
    });
  });
}

const CANNOT_RUN: Unavailable = { kind: "unreadable", reason: "Git cannot be run" };

const MAX_MESSAGE = 1000;
