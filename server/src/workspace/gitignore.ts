import { type Glob, parseGlob } from "../text/glob.js";

/** The name of a file with rules. */
export const GITIGNORE = ".gitignore";

/** What a `.gitignore` says about the files and folders below its folder. */
export interface IgnoreRules {
  /**
   * Returns whether a file or folder is ignored; `undefined` if no rule of the file applies. Rules for its
   * parent folders are not checked.
   * @param path relative to the folder of the file, with `/`
   */
  isIgnored(path: string, isFolder: boolean): boolean | undefined;
}

/**
 * Reads a `.gitignore`. Each pattern becomes a glob of ours: a stranger may have written it, and the libraries make
 * regular expressions out of it, which take exponential time for some.
 * @param ignoresCase as Git does by default on Windows and macOS
 */
export function parseGitignore(text: string, ignoresCase = false): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((line) => ruleOf(line, ignoresCase))
    .reverse(); // the last one that matches decides
  return {
    isIgnored(path, isFolder) {
      const rule = rules.find(
        ({ glob, ofFoldersOnly }) => (isFolder || !ofFoldersOnly) && glob.matches(path),
      );
      return rule && !rule.isException;
    },
  };
}

interface Rule {
  readonly glob: Glob;
  readonly isException: boolean;
  readonly ofFoldersOnly: boolean;
}

function ruleOf(line: string, ignoresCase: boolean): Rule[] {
  let pattern = withoutTrailingBlanks(line);
  if (pattern === "" || pattern.startsWith("#")) return [];
  const isException = pattern.startsWith("!");
  if (isException) pattern = pattern.slice(1);
  const ofFoldersOnly = pattern.endsWith("/");
  if (ofFoldersOnly) pattern = pattern.slice(0, -1);
  const isAnchored = pattern.includes("/");
  pattern = pattern.replace(/^\//, "").replace(/(^|\/)\*\*$/, "$1**/*");
  if (pattern === "") return [];
  const glob = parseGlob(`${isAnchored ? "" : "**/"}${inOurGlobs(pattern)}`, ignoresCase);
  return [{ glob, isException, ofFoldersOnly }];
}

/** A blank at the end is part of a pattern only after a backslash. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === " ") end--;
  let backslashes = 0;
  while (line[end - 1 - backslashes] === "\\") backslashes++;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** Braces are no wildcards in `.gitignore`, and `^` negates a set as `!` does. */
function inOurGlobs(pattern: string): string {
  return pattern.replace(/\\.|\[\^|[{},]/gs, (part) =>
    part === "[^" ? "[!" : part.startsWith("\\") ? part : `\\${part}`,
  );
}
