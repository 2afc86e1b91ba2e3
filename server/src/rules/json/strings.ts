/** Strings that are not enclosed, or not escaped, as JSON wants it: what their fixes make of them. */

import type { Fix } from "../../lint/rule.js";
import { escapedControls } from "../../syntax/escapes.js";
import type { SyntaxProblem } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** The fixes of a string's problem. Those that keep every character, where the text has one reading, are safe. */
export function stringFixes(problem: SyntaxProblem, text: string): Fix[] {
  const { start, end, isDoubtful } = problem;
  const raw = text.slice(start, end);
  const replace = (title: string, by: string, isSafe: boolean): Fix[] =>
    isString(by) ? [{ title, edits: [{ start, end, text: by }], safe: isSafe, preferred: isSafe }] : [];
  switch (problem.kind) {
    case "quotes": {
      const [open = "", content, close = ""] = [raw.slice(0, 1), raw.slice(1, -1), raw.slice(-1)];
      const { escaped, isCertain } = requoted(content, open + close);
      // In JavaScript, `${` starts an expression, which is not part of the string.
      const isTemplate = open === "`" && content.includes("${");
      return replace(t`Change to double quotes`, `"${escaped}"`, isCertain && !isTemplate && !isDoubtful);
    }
    case "triple-quotes": {
      const { escaped } = requoted(raw.slice(3, -3), "");
      return replace(t`Change to one pair of double quotes`, `"${escaped}"`, false);
    }
    case "inner-quote":
      return replace(t`Escape the inner double quotes`, `"${requoted(raw.slice(1, -1), "").escaped}"`, false);
    case "control-character":
      return isDoubtful ? [] : replace(t`Escape the character`, escapedControls(raw), true);
    case "line-break-in-string":
      return isDoubtful ? [] : replace(t`Change the line break to \\n`, escapedControls(raw), true);
    default: {
      let at = end;
      while (at > start + 1 && /[\s,]/.test(text.charAt(at - 1))) at--;
      return [
        { title: t`Insert a closing double quote`, edits: [{ start: at, end: at, text: '"' }], safe: false },
      ];
    }
  }
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/**
 * What was in other quotation marks, for double ones: escapes of JSON stay, those of the other marks go, and what JSON
 * escapes is escaped. Not certain if there is another backslash.
 */
function requoted(content: string, quotes: string): { escaped: string; isCertain: boolean } {
  let isCertain = true;
  const parts: string[] = [];
  for (let i = 0; i < content.length; i++) {
    const char = content[i] as string;
    ESCAPE.lastIndex = i;
    const [kept] = ESCAPE.exec(content) ?? [];
    if (kept !== undefined) {
      parts.push(kept);
      i += kept.length - 1;
    } else if (char !== "\\") parts.push(char === '"' ? '\\"' : char);
    else if (quotes.includes(content[i + 1] ?? "\\")) {
      parts.push(content[i + 1] as string);
      i++;
    } else {
      parts.push("\\\\");
      isCertain = false;
    }
  }
  return { escaped: escapedControls(parts.join("")), isCertain };
}

function isString(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "string";
  } catch {
    return false;
  }
}
