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
