import { readFileSync } from "node:fs";

/** For Node: the memory that a process has by default on a small machine. */
export const MEMORY = "--max-old-space-size=2048";

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 1000 ? 2 : 1)} s`;
}

/** Returns the peak memory of a process, in MB; `?` if the system has no `/proc`. */
export function peakMemoryOf(pid: number | undefined): string {
  try {
    const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return `${Math.round(Number(kilobytes) / 1024)} MB`;
  } catch {
    return "?";
  }
}

/** Length of a clock tick in milliseconds, the unit of processor times in `/proc/<pid>/stat`. */
const TICK = 10;
const [USED, USED_BY_CHILDREN] = [11, 13];

/**
 * Returns the processor time of a process, in milliseconds. Unlike elapsed time, it does not grow while other
 * processes run.
 */
export function processorTimeOf(pid: number | undefined): number {
  return used(`${pid}`, USED);
}

/** Returns the processor time of all child processes of this process that have ended, in milliseconds. */
export function processorTimeOfChildren(): number {
  return used("self", USED_BY_CHILDREN);
}

/** Returns user plus system time in milliseconds, or elapsed time if the system has no `/proc`. */
function used(process: string, field: number): number {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "utf8");
    // The fields after the program name, which is in parentheses and may contain spaces.
    const values = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(values[field]) + Number(values[field + 1])) * TICK;
  } catch {
    return performance.now();
  }
}
