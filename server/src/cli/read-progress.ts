import type { WriteStream } from "node:tty";
import type { ReadProgress } from "../disk/disk-files.js";
import { TerminalLine } from "./terminal-line.js";

/** Time between two updates, in milliseconds. */
const INTERVAL_MS = 200;

/** Nothing is shown before reading has taken this long, in milliseconds. */
const PATIENCE_MS = 500;

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Says on a terminal how much was read, how fast, and how long the rest will take. */
export class VerifyProgress implements ReadProgress {
  readonly #line: TerminalLine;
  readonly #startedAt = Date.now();
  #total = 0;
  #read = 0;

  /** @param stream where people look; nothing is shown if it is not a terminal */
  constructor(stream: WriteStream) {
    this.#line = new TerminalLine(stream, INTERVAL_MS, PATIENCE_MS);
  }

  total(bytes: number): void {
    this.#total += bytes;
  }

  read(bytes: number): void {
    this.#read += bytes;
    this.#line.update((now) => progressWords(this.#read, this.#total, now - this.#startedAt));
  }

  clear(): void {
    this.#line.clear();
  }
}

/** @param ms time since reading began, in milliseconds */
export function progressWords(read: number, total: number, ms: number): string {
  const rate = (read / Math.max(1, ms)) * 1000;
  const left = rate > 0 ? Math.max(0, total - read) / rate : Number.POSITIVE_INFINITY;
  return `${size(read)} of ${size(total)} · ${size(rate)}/s · ${time(left)} left`;
}

/** Three digits and a decimal unit, as disks are sold. */
function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

function time(seconds: number): string {
  if (!Number.isFinite(seconds)) return "unknown time";
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
