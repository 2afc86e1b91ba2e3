/** Snippets of the Language Server Protocol, read as clients read them. */
import assert from "node:assert/strict";

/**
 * The text that a snippet inserts: placeholders by their defaults, choices by the first one, and a tab stop that is
 * repeated by what its first place has. Fails for variables, and for a list of choices that clients read differently.
 */
export function expand(snippet: string): string {
  const values = new Map<string, string>();
  let at = 0;
  return sequence(() => false);

  /** Up to the end of the snippet, or to where `isEnd`. */
  function sequence(isEnd: () => boolean): string {
    let text = "";
    while (at < snippet.length && !isEnd()) text += snippet[at] === "$" ? stop() : character("\\$}");
    return text;
  }

  function character(escapable: string): string {
    const isEscaped = snippet[at] === "\\" && escapable.includes(snippet[at + 1] ?? "-");
    const char = snippet[isEscaped ? at + 1 : at] as string;
    assert.ok(isEscaped || char !== "\\", `a backslash that escapes nothing, at ${at} of ${snippet}`);
    at += isEscaped ? 2 : 1;
    return char;
  }

  function stop(): string {
    const rest = snippet.slice(at);
    const [opening, id] = /^\$\{?(\d+)/.exec(rest) ?? [];
    assert.ok(opening !== undefined && id !== undefined, `no tab stop, at ${at} of ${snippet}`);
    at += opening.length;
    if (!opening.startsWith("${")) return values.get(id) ?? "";
    const kind = snippet[at++];
    if (kind === "}") return values.get(id) ?? "";
    if (kind === "|") {
      const first = choices();
      values.set(id, first);
      return first;
    }
    assert.equal(kind, ":", `at ${at} of ${snippet}`);
    const value = sequence(() => snippet[at] === "}");
    assert.equal(snippet[at++], "}", snippet);
    values.set(id, value);
    return value;
  }

  function choices(): string {
    const found = [""];
    while (!snippet.startsWith("|}", at)) {
      assert.ok(at < snippet.length, `a list of choices without its end: ${snippet}`);
      if (snippet[at] === ",") {
        found.push("");
        at++;
        continue;
      }
      // Visual Studio Code takes `\$` for two characters here, and the protocol for one.
      assert.ok(!"$}".includes(snippet[at] as string), `read differently by clients: ${snippet}`);
      found.push(found.pop() + character("\\,|"));
    }
    at += 2;
    assert.ok(!found.includes(""), `an empty choice: ${snippet}`);
    return found[0] as string;
  }
}
