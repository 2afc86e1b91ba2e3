/** The processes of this machine, for tests that find a language server from outside in order to end it. */
import { execFileSync } from "node:child_process";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Not on Windows, which has no `ps`. */
export function processes(): Process[] {
  const table = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), parent: Number(parent), command };
    });
}

/** Whether this is our language server as VS Code runs it; a killed one counts until it is gone. */
export function isLanguageServer({ command }: Process): boolean {
  return /forge-alloy[^ ]*[\\/]server[\\/]dist[\\/]server\.cjs\b/.test(command);
}
