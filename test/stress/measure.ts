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

/** What a process has had of processors, in ms, where the system tells. */
export function processorTimeOf(pid: number | undefined): number {
  try {
    // Behind the name, which may hold anything: the 14th and 15th field of the line, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}
