/** What people and editors do to a text, as notifications one after the other. */
import { codeActionsAt, fixAll } from "../../server/src/features/code-actions/code-actions.js";
import { completionsAt } from "../../server/src/features/completion/completion.js";
import { format } from "../../server/src/features/format.js";
import { NO_SETTINGS } from "../../server/src/lint/configuration.js";
import type { DocumentVersion } from "../../server/src/lsp/documents.js";
import type { Edit } from "../../server/src/syntax/edits.js";
import type { Random } from "./random.js";
import type { Change } from "./replay.js";
import { FIELD, type Library } from "./texts.js";

/** The document as it is after all that was done so far. */
export interface Desk {
  readonly document: DocumentVersion;
  readonly random: Random;
  readonly library: Library;
}

type Notifications = Generator<readonly Change[], void, void>;

/** More changes than a person makes at once. */
const MOST_CHANGES = 60;

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", '"': '"' };

/** Fields from which follows what other parts mean. */
const DECIDING = ["architecture", "domains", "domain", "type", "name", "id", "trustLevel"];

const GARBAGE = [
  ..."{}[],:\"\\ \n\t1-e/'tn\r\u0000é\u2028".split(""),
  ...[
    "\r\n",
    "\uFEFF",
    "\uD800",
    "\uDC00",
    "😀",
    "// c\n",
    "/*",
    "*/",
    "null",
    "true",
    "None",
    "1e999",
    "01",
  ],
  ...["“", "”", "«a»", "`", "\u00a0", "\u200b", "，", "：", ";", "=", "−3", "1,5", "1 000", "12 GB", "007"],
  ...["${A}", "{{ a }}", "```json\n", "# c\n", '"""', '"a "b" c"', "\\\n", "a b: 1", "a b", "https://a/b"],
  ...["\n<<<<<<< a\n", "\n=======\n", "\n>>>>>>> b\n"],
  ...['"a": 1,', '{"a": [1]}', "[1, {}]", '"\\u00', "'x'", '"__proto__": {}', ", ,", "{ }", '"type": "'],
  ...['"domains": ["ticketing"],', '"tags": null,', '"architecture": "qwen3_moe",', '"type": "train",'],
  ...["[".repeat(300), `${'{"a":'.repeat(260)}1`, "]".repeat(5), '"'.repeat(3), "x".repeat(3000)],
];

/** By name, with how often each is done. */
export const DEEDS: Readonly<Record<string, { readonly weight: number; do(desk: Desk): Notifications }>> = {
  stage: { weight: 3, do: typeStage },
  letters: { weight: 6, do: typeLetters },
  garbage: { weight: 8, do: pasteGarbage },
  word: { weight: 10, do: replaceWord },
  value: { weight: 6, do: replaceValue },
  number: { weight: 4, do: replaceNumber },
  items: { weight: 5, do: changeItems },
  mark: { weight: 8, do: breakAndMend },
  paste: { weight: 5, do: pastePart },
  cut: { weight: 5, do: cutPart },
  surround: { weight: 4, do: surround },
  truncate: { weight: 2, do: truncate },
  cursors: { weight: 4, do: editEverywhere },
  lines: { weight: 1, do: changeLineEnds },
  move: { weight: 5, do: moveStage },
  drag: { weight: 2, do: dragLines },
  whole: { weight: 1, do: replaceAll },
  action: { weight: 4, do: applyAction },
  completion: { weight: 3, do: acceptCompletion },
  format: { weight: 1, do: layOut },
};

/** Types a stage letter by letter, sometimes with the brackets and quotes that an editor adds. */
function* typeStage(desk: Desk): Notifications {
  const { random, library } = desk;
  const stages = desk.document.alloy.stagesNode;
  const stage = JSON.stringify(random.pick(library.stages), null, random.pick([0, 2]));
  if (!stages) return yield* typeText(desk, anywhere(desk), `"stages": [${stage}],`);
  const after = random.pick([undefined, ...stages.items]);
  const at = after ? after.end : stages.start + 1;
  yield* typeText(desk, at, after ? `, ${stage}` : `${stage},`);
}

function* typeLetters(desk: Desk): Notifications {
  const { random, library } = desk;
  const at = anywhere(desk);
  const text = random.chance(0.5)
    ? random.pick(library.words)
    : `${random.pick(library.words)}: ${random.pick(["1", "null", "[]", "{", random.pick(library.words)])},`;
  yield* typeText(desk, at, text);
  if (random.chance(0.7)) yield* eraseBackwards(desk, at + text.length, random.between(1, text.length));
}

function* typeText(desk: Desk, offset: number, text: string): Notifications {
  const closes = desk.random.chance(0.5);
  const pending: string[] = [];
  let at = offset;
  for (const letter of text) {
    const isQuoted = pending.at(-1) === '"';
    const closer = CLOSERS[letter];
    if (closes && pending.length > 0 && pending.at(-1) === letter && desk.document.text[at] === letter) {
      pending.pop();
      yield [{ start: at, end: at + 1, text: letter }]; // typed over
    } else if (closes && closer && !isQuoted) {
      pending.push(closer);
      yield [{ start: at, end: at, text: letter + closer }];
    } else if (closes && letter === "\n" && pending.length > 0) {
      yield [{ start: at, end: at, text: desk.document.text[at] === pending.at(-1) ? "\n\n" : "\n" }];
    } else yield [{ start: at, end: at, text: letter }];
    at += letter.length;
  }
}

function* eraseBackwards(desk: Desk, offset: number, count: number): Notifications {
  for (let at = Math.min(offset, desk.document.text.length), i = 0; at > 0 && i < count; at--, i++)
    yield [{ start: at - 1, end: at, text: "" }];
}

function* pasteGarbage(desk: Desk): Notifications {
  const { random } = desk;
  const start = anywhere(desk);
  const end = start + random.pick([0, 0, 0, 1, random.below(5), random.below(300)]);
  yield [{ start, end, text: random.pick(GARBAGE) }];
}

/** A name by another: a type, a domain, an architecture, a key. */
function* replaceWord(desk: Desk): Notifications {
  const { random, library } = desk;
  const place = near(desk, /"(?:[^"\\\n]|\\.)*"/g);
  if (!place) return;
  const text = random.pick([
    random.pick(library.words),
    random.pick(library.words),
    "null",
    '""',
    "{}",
    "[1]",
  ]);
  yield [{ ...place, text }];
}

/** A value by another that such a field has elsewhere; some of them decide how much of the alloy is judged. */
function* replaceValue(desk: Desk): Notifications {
  const { random, library, document } = desk;
  const all = [...document.text.matchAll(FIELD)];
  // Of each of these keys as often: there are many stages and one source.
  const key = random.pick(DECIDING);
  const telling = all.filter((field) => field[1] === key);
  const field = random.pick(random.chance(0.7) && telling.length > 0 ? telling : all);
  if (!field) return;
  const [match, name = "", value = ""] = field;
  const end = field.index + match.length;
  yield [{ start: end - value.length, end, text: random.pick(library.valuesOf(name)) }];
}

/** In a list of plain values: one more, one less, a comma too few or too many, a comment. */
function* changeItems(desk: Desk): Notifications {
  const { random, document } = desk;
  const list = near(desk, /\[[^[\]{}]*\]/g);
  if (!list) return;
  const listed = document.text.slice(list.start, list.end);
  const places = [...listed.matchAll(/,|[^\s,[\]]+/g)];
  if (places.length === 0)
    return yield [{ start: list.start + 1, end: list.start + 1, text: "1, true, null, 2" }];
  const place = random.pick(places);
  const start = list.start + place.index;
  const end = start + place[0].length;
  yield random.pick([
    [{ start, end, text: "" }],
    [{ start: end, end, text: random.pick([", 1", ", null, true", ",", " // c\n", " 7"]) }],
    [{ start, end: start, text: random.pick(["1, ", "null,", "x", ","]) }],
  ]);
}

function* replaceNumber(desk: Desk): Notifications {
  const { random } = desk;
  const place = near(desk, /-?\d+(?:\.\d+)?/g);
  if (place)
    yield [
      {
        ...place,
        text: random.pick(["0", "-3", "0.5", "12", "1e3", "8.0", '"7"', "", "1.", "null", "1,5", "2k"]),
      },
    ];
}

/** Takes out what holds the text together, or puts something between, goes on somewhere else, and mends it. */
function* breakAndMend(desk: Desk): Notifications {
  const { random } = desk;
  const place = near(desk, /[{}[\]",:]/g);
  if (!place) return;
  const { start, end } = place;
  const text = random.pick(["", "", "", "[", "{", "]", "}", '"', ",", "/*"]);
  const taken = desk.document.text.slice(start, end);
  yield [{ start, end, text }];
  if (random.chance(0.3)) return;
  let at = start;
  if (random.chance(0.5)) {
    const before = desk.document.text.length;
    const elsewhere = anywhere(desk);
    const word = random.pick(["1", " ", '"x"', ",", "\n"]);
    yield [{ start: elsewhere, end: elsewhere, text: word }];
    if (elsewhere <= at) at += desk.document.text.length - before;
  }
  yield [{ start: at, end: at + text.length, text: taken }];
}

/** A stage or another part is selected and a bracket typed: editors put it on both sides. Then letters into it. */
function* surround(desk: Desk): Notifications {
  const { random, document } = desk;
  const { stages } = document.alloy;
  const { start, end } =
    stages.length > 0 && random.chance(0.6)
      ? random.pick(stages).node
      : (near(desk, /"(?:[^"\\\n]|\\.)*"|\d+|\{[^{}]*\}|\[[^[\]]*\]/g) ?? {
          start: 0,
          end: document.text.length,
        });
  const open = random.pick(["[", "[", "{", '"']);
  yield [
    { start, end: start, text: open },
    { start: end + 1, end: end + 1, text: CLOSERS[open] as string },
  ];
  const at = start + random.below(end - start);
  for (const text of random.pick([[], ["1", ","], [" ", " "], ['"a": 1, ']]))
    yield [{ start: at, end: at, text }];
}

/** From the same text or another one: a part of any bounds, or a whole stage. */
function* pastePart(desk: Desk): Notifications {
  const { random, library, document } = desk;
  const from = random.pick([document.text, random.pick(library.texts)]);
  const start = random.below(from.length);
  const part = from.slice(start, start + random.pick([10, 100, 1000]));
  const text = random.chance(0.5) ? part : JSON.stringify(random.pick(library.stages), null, 2);
  const at = anywhere(desk);
  yield [{ start: at, end: at + random.pick([0, 0, random.below(400)]), text }];
}

function* cutPart(desk: Desk): Notifications {
  const { random } = desk;
  const start = anywhere(desk);
  const end = start + random.pick([1, 10, 100, 1000]);
  const text = desk.document.text.slice(start, end);
  yield [{ start, end, text: "" }];
  if (random.chance(0.6)) yield [{ start, end: start, text }];
}

/** Cuts off the end or the beginning, and mostly puts it back. */
function* truncate(desk: Desk): Notifications {
  const { random } = desk;
  const { text } = desk.document;
  const at = anywhere(desk);
  const [start, end] = random.chance(0.7) ? [at, text.length] : [0, at];
  yield [{ start, end, text: "" }];
  if (random.chance(0.8)) yield [{ start, end: start, text: text.slice(start, end) }];
}

/** The same at many places in one notification, from the end to the beginning as VS Code sends it, or the other way. */
function* editEverywhere(desk: Desk): Notifications {
  const { random, library } = desk;
  const { text } = desk.document;
  const word = near(desk, /"(?:[^"\\\n]|\\.)*"|[{},:\n]/g);
  if (!word) return;
  const found = text.slice(word.start, word.end);
  const put = random.pick([random.pick(library.words), "", ",", "\n", `${found} `]);
  const places: number[] = [];
  const most = random.between(2, MOST_CHANGES);
  for (
    let at = text.indexOf(found);
    at >= 0 && places.length < most;
    at = text.indexOf(found, at + found.length)
  )
    places.push(at);
  const shift = random.chance(0.5) ? put.length - found.length : undefined;
  const changes = places.map((at, index) => {
    const start = at + index * (shift ?? 0);
    return { start, end: start + found.length, text: put };
  });
  yield shift === undefined ? changes.reverse() : changes;
}

function* changeLineEnds(desk: Desk): Notifications {
  const { random } = desk;
  const { text } = desk.document;
  const to = random.pick(["\r\n", "\n", "\r"]);
  if (random.chance(0.5)) return yield [{ text: text.replace(/\r\n|\n|\r/g, to) }];
  const ends = [...text.matchAll(/\r\n|\n|\r/g)].slice(0, MOST_CHANGES);
  yield ends.map(({ index, 0: end }) => ({ start: index, end: index + end.length, text: to })).reverse();
}

/** A stage to another place, in one notification or in two; or the same stage twice. */
function* moveStage(desk: Desk): Notifications {
  const { random, document } = desk;
  const { stages } = document.alloy;
  if (stages.length < 2) return;
  const from = random.pick(stages).node;
  const to = random.pick(stages).node;
  const { start, end } = from;
  const stage = document.text.slice(start, end);
  const isSwap = random.chance(0.3);
  const cut = { start, end, text: isSwap ? document.text.slice(to.start, to.end) : "" };
  const paste = isSwap
    ? { start: to.start, end: to.end, text: stage }
    : { start: to.start, end: to.start, text: `${stage}, ` };
  if (from === to || random.chance(0.2)) return yield [{ ...paste, start: to.start, end: to.start }];
  const changes = from.start < to.start ? [paste, cut] : [cut, paste];
  if (random.chance(0.5)) yield changes;
  else for (const change of changes) yield [change];
}

/** Some lines up or down, or into a comment. */
function* dragLines(desk: Desk): Notifications {
  const { random, document } = desk;
  const { lines, text } = document;
  const lineStart = (line: number) => lines.offsetAt({ line, character: 0 }, "utf-16");
  const line = random.below(lines.lineCount);
  const [start, end] = [lineStart(line), lineStart(line + random.between(1, 12))];
  if (random.chance(0.3)) return yield [{ start, end: start, text: "// " }];
  const behind = lineStart(Math.max(line - random.between(1, 12), 0));
  yield [
    { start, end, text: "" },
    { start: behind, end: behind, text: text.slice(start, end) },
  ];
}

function* replaceAll(desk: Desk): Notifications {
  const { random, library } = desk;
  const { text } = desk.document;
  yield [{ text: random.pick([text, `${text} `, "", random.pick(library.texts)]) }];
}

/** A quick fix, a refactoring, or all fixes at once. */
function* applyAction(desk: Desk): Notifications {
  const { document, random } = desk;
  const problems = document.problems(NO_SETTINGS);
  const offset = problems.length > 0 && random.chance(0.7) ? random.pick(problems).start : anywhere(desk);
  const actions = codeActionsAt(document.alloy, { start: offset, end: offset }, problems);
  const all = random.chance(0.1) ? fixAll(problems) : undefined;
  const action = all ?? (actions.length > 0 ? random.pick(actions) : undefined);
  if (action) yield asChanges(action.edits);
}

function* acceptCompletion(desk: Desk): Notifications {
  const { document, random } = desk;
  const items = completionsAt(document.alloy, anywhere(desk), { snippets: false, retriggers: false });
  if (items.length === 0) return;
  const { edit, additionalEdits } = random.pick(items);
  yield asChanges([edit, ...additionalEdits]);
}

function* layOut(desk: Desk): Notifications {
  const tabSize = desk.random.pick([2, 4]);
  const result = format(desk.document.alloy, { tabSize, insertSpaces: desk.random.chance(0.7) });
  if ("edits" in result && result.edits.length > 0) yield asChanges(result.edits);
}

/** Edits of one text as changes one after the other: from the end, so that none moves another. */
function asChanges(edits: readonly Edit[]): Change[] {
  return [...edits].sort((a, b) => b.start - a.start).map(({ start, end, text }) => ({ start, end, text }));
}

function anywhere({ document, random }: Desk): number {
  return random.below(document.text.length + 1);
}

/** The first match behind a place somewhere in the text. */
function near(desk: Desk, pattern: RegExp): { start: number; end: number } | undefined {
  pattern.lastIndex = anywhere(desk);
  const match = pattern.exec(desk.document.text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}
