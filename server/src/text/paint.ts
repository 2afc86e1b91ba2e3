/** How words stand out on a terminal. Each function may return its text unchanged. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

const unchanged = (text: string): string => text;

/** For readers without colors. */
export const UNPAINTED: Paint = {
  bold: unchanged,
  dim: unchanged,
  good: unchanged,
  bad: unchanged,
  warn: unchanged,
};
