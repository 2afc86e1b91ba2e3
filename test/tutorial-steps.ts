/** The steps of a tutorial of the documentation: `json FILE` blocks are files, `console` blocks are commands. */
export type Step =
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  /** `command` is what follows `forge-alloy`; `output` is what it prints, or a part of it. */
  | { readonly kind: "command"; readonly command: string; readonly output: string };

/** Returns the steps of a tutorial, in order. */
export function* stepsOf(markdown: string): Generator<Step> {
  const text = markdown.replaceAll("\r\n", "\n");
  for (const [, kind, name, block = ""] of text.matchAll(/```(json|console)(?: (\S+))?\n([\s\S]*?)```/g)) {
    if (kind === "json" && name !== undefined) yield { kind: "file", name, text: block };
    if (kind !== "console") continue;
    for (const [, command = "", output = ""] of block.matchAll(/^\$ forge-alloy (.*)\n((?:(?!\$ ).*\n)*)/gm))
      yield { kind: "command", command, output };
  }
}
