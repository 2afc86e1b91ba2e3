/** Number of unchanged lines around each change. */
const CONTEXT = 3;

/**
 * Number of edits after which the search starts anew from the furthest place it has reached. The search takes the product
 * of this number and of the number of lines at most; beyond it, the diff may be longer than necessary, but never wrong.
 */
const MAX_EDITS = 200;

/** A run of lines that differ: lines [a, aEnd) of the old text are replaced by lines [b, bEnd) of the new one. */
interface Change {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/**
 * Returns the difference between two texts as `patch` and `git apply` read it, or an empty string if there is none. Lines
 * end with a line feed; a carriage return before it belongs to the line.
 * @param file path of the text, with `/`
 */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const a = linesOf(before);
  const b = linesOf(after);
  const parts = [`--- ${quoted(`a/${file}`)}\n+++ ${quoted(`b/${file}`)}\n`];
  for (const hunk of hunksOf(changesBetween(a, b))) parts.push(printHunk(hunk, a, b));
  return parts.join("");
}

/** Splits a text into lines that keep their line feed. The last line may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Quotes a path as Git does if a character in it would end it. */
function quoted(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (!/[\u0000-\u001F"\\\u007F]/.test(path)) return path;
  const escaped = path.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    /[\u0000-\u001F"\\\u007F]/g,
    (char) =>
      char === '"' || char === "\\" ? `\\${char}` : `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `"${escaped}"`;
}

/** Returns the changes that lead from one list of lines to the other, in their order. */
function changesBetween(a: readonly string[], b: readonly string[]): Change[] {
  let tail = 0;
  const most = Math.min(a.length, b.length);
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const [aEnd, bEnd] = [a.length - tail, b.length - tail];
  const changes: Change[] = [];
  let [x, y] = [0, 0];
  while (x < aEnd || y < bEnd) {
    for (const change of nextChanges(a, b, { a: x, aEnd, b: y, bEnd })) {
      const last = changes.at(-1);
      // Two runs that touch are one.
      if (last?.aEnd === change.a && last.bEnd === change.b)
        changes[changes.length - 1] = { ...last, aEnd: change.aEnd, bEnd: change.bEnd };
      else if (change.aEnd > change.a || change.bEnd > change.b) changes.push(change);
      [x, y] = [change.aEnd, change.bEnd];
    }
    while (x < aEnd && y < bEnd && a[x] === b[y]) {
      x++;
      y++;
    }
  }
  return changes;
}

/**
 * Myers' greedy search: the furthest place on each diagonal, with one more edit in each round. Places outside of the lists
 * come up and do no harm: they compare as different, and the end is reached before them.
 */
function nextChanges(a: readonly string[], b: readonly string[], within: Change): Change[] {
  const width = within.aEnd - within.a;
  const height = within.bEnd - within.b;
  const limit = Math.min(MAX_EDITS, width + height);
  const middle = limit + 1;
  const rounds: Int32Array[] = [];
  let furthest = new Int32Array(2 * limit + 3);
  for (let edits = 0; ; edits++) {
    rounds.push(furthest);
    furthest = furthest.slice();
    let best = { progress: -1, diagonal: 0 };
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let { x } = stepTo(diagonal, edits, furthest, middle);
      while (x < width && x - diagonal < height && a[within.a + x] === b[within.b + x - diagonal]) x++;
      furthest[middle + diagonal] = x;
      const y = x - diagonal;
      if (x >= width && y >= height) return stepsTo(diagonal, rounds, within, middle);
      if (x <= width && y <= height && x + y > best.progress) best = { progress: x + y, diagonal };
    }
    if (edits === limit) return stepsTo(best.diagonal, rounds, within, middle);
  }
}

/** Returns the last edit on the way to a diagonal, and the place in the old text that is reached by it. */
function stepTo(diagonal: number, edits: number, furthest: Int32Array, middle: number) {
  const above = furthest[middle + diagonal + 1] as number;
  const left = furthest[middle + diagonal - 1] as number;
  const isInsertion = diagonal === -edits || (diagonal !== edits && left < above);
  return { isInsertion, x: isInsertion ? above : left + 1 };
}

/** Returns the edits on the way to a diagonal, in the order of the text. */
function stepsTo(end: number, rounds: readonly Int32Array[], within: Change, middle: number): Change[] {
  const changes: Change[] = [];
  let diagonal = end;
  for (let edits = rounds.length - 1; edits > 0; edits--) {
    const { isInsertion, x } = stepTo(diagonal, edits, rounds[edits] as Int32Array, middle);
    const [aEnd, bEnd] = [within.a + x, within.b + x - diagonal];
    changes.push({ a: isInsertion ? aEnd : aEnd - 1, aEnd, b: isInsertion ? bEnd - 1 : bEnd, bEnd });
    diagonal += isInsertion ? 1 : -1;
  }
  return changes.reverse();
}

/** Puts changes together that are so near that the lines around them overlap. */
function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const before = last?.at(-1);
    if (last && before && change.a - before.aEnd <= 2 * CONTEXT) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function printHunk(changes: readonly Change[], a: readonly string[], b: readonly string[]): string {
  const first = changes[0] as Change;
  const last = changes.at(-1) as Change;
  const before = Math.min(CONTEXT, first.a);
  const after = Math.min(CONTEXT, a.length - last.aEnd);
  const lines: string[] = [];
  let at = first.a - before;
  for (const change of [...changes, { a: last.aEnd + after, aEnd: 0, b: 0, bEnd: 0 }]) {
    for (; at < change.a; at++) lines.push(printLine(" ", a[at] as string));
    for (; at < change.aEnd; at++) lines.push(printLine("-", a[at] as string));
    for (let i = change.b; i < change.bEnd; i++) lines.push(printLine("+", b[i] as string));
  }
  const old = printRange(first.a - before, last.aEnd + after);
  const now = printRange(first.b - before, last.bEnd + after);
  return `@@ -${old} +${now} @@\n${lines.join("")}`;
}

function printLine(mark: string, line: string): string {
  return line.endsWith("\n") ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
}

/** Counts from 1; a range without lines is named by the line before it. */
function printRange(start: number, end: number): string {
  const count = end - start;
  const first = count === 0 ? start : start + 1;
  return count === 1 ? String(first) : `${first},${count}`;
}
