/** Numbers of the gate as people read them. */
import type { Exact } from "../text/exact.js";
import { t } from "../text/l10n.js";
import type { Figure } from "./results.js";

/** `67.07%`, from a score in percent. */
export function percentWords({ value }: Pick<Figure, "value">, decimals = 2): string {
  return percent(value.toFixed(decimals));
}

/** `67.07%`, from a number as text; other languages may put a space before the sign. */
export function percent(number: string): string {
  return t`${number}%`;
}

/** `−3.7 pp`, a change in percentage points, with a real minus sign and a plus sign. */
export function points(value: Exact, decimals = 2): string {
  return `${signed(value, decimals)} pp`;
}

/** `−3.7`, `+1`, `0`. */
export function signed(value: Exact, decimals = 2): string {
  const text = value.absolute.toFixed(decimals);
  if (text === "0") return text;
  return value.sign < 0 ? `−${text}` : `+${text}`;
}

/** `7.6`, any amount. */
export function amount(value: Exact, decimals = 2): string {
  return value.toFixed(decimals).replace("-", "−");
}

/** A number for display: at most two decimals, without trailing zeros. */
export function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The same with a real minus sign, or a plus sign if the number is positive. */
export function signedFigure(value: number): string {
  const text = figure(Math.abs(value));
  return value < 0 ? `−${text}` : value > 0 ? `+${text}` : text;
}

/** A number in percent as the fraction that `min` has in the file. */
export function fraction(percent: number): string {
  return String(Number((percent / 100).toFixed(6)));
}
