import { readFileSync } from "node:fs";

/** For Node: the memory that a process has by default on a small machine. */
export const MEMORY = "--max-old-space-size=2048";

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 1000 ? 2 : 1)} s`;
}

/** The most memory that a process ever had, where the system tells. */
export function peakMemoryOf(pid: number | undefined): string {
  try {
    const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return `${Math.round(Number(kilobytes) / 1024)} MB`;
  } catch {
    return "?";
  }
}

/** Of the clock that counts what processes used. */
const TICK = 10;
const [USED, USED_BY_CHILDREN] = [11, 13];

/** The processor time that a process used so far, in milliseconds: beside others it takes longer, but not more of it. */
export function processorTimeOf(pid: number | undefined): number {
  return used(`${pid}`, USED);
}

/** The same for all processes that this one started and that have ended. */
export function processorTimeOfChildren(): number {
  return used("self", USED_BY_CHILDREN);
}

/** Where the system does not tell, the time of day has to do. */
function used(process: string, field: number): number {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "utf8");
    // Behind the name of the program, which may have blanks in it.
    const values = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(values[field]) + Number(values[field + 1])) * TICK;
  } catch {
    return performance.now();
  }
}
