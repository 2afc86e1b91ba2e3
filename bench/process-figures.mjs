// What the system says about another process. Only Linux says it in files; elsewhere there is no figure.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Resident memory in MB, undefined where the system does not tell. */
export function residentMb(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** Processor time used so far by all threads in ms, undefined where the system does not tell. */
export function cpuMs(pid) {
  const stat = read(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // The name in parentheses may hold anything; utime and stime are the 14th and 15th field of the line.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond();
}

let ticks;
function ticksPerSecond() {
  ticks ??= Number(spawnSync("getconf", ["CLK_TCK"], { encoding: "utf8" }).stdout) || 100;
  return ticks;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
