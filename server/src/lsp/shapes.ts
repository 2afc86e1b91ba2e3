/** Which parameters each message has: as much of it as the server relies on. */
import { SHOW_DOCUMENT } from "./suppressions.js";

/** Whether a value, as it came from outside, is of a shape. */
type Shape = (value: unknown) => boolean;

const text: Shape = (value) => typeof value === "string";
const whole: Shape = (value) => Number.isInteger(value);
/** With a scheme, so that it leads to the same document from anywhere. */
const uri: Shape = (value) => typeof value === "string" && /^[a-z][a-z\d+.-]*:./i.test(value);
const number: Shape = (value) => typeof value === "number";
const flag: Shape = (value) => typeof value === "boolean";
const key: Shape = (value) => typeof value === "string" || typeof value === "number";

/** Left out, or null, which some clients send for it. */
const optional =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || value === null || shape(value);

const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

const record = (fields: Readonly<Record<string, Shape>> = {}): Shape => {
  const shapes = Object.entries(fields);
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    shapes.every(([name, shape]) =>
      shape(Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined),
    );
};

// Numbers outside of the text are no error: many clients say "to the end" with a huge one.
const position = record({ line: whole, character: whole });
const range = record({ start: position, end: position });
const textDocument = record({ uri: text });
const options = record({
  tabSize: number,
  insertSpaces: flag,
  trimTrailingWhitespace: optional(flag),
  insertFinalNewline: optional(flag),
  trimFinalNewlines: optional(flag),
});
const named = record({ uri: text });
const side = record({ name: text, uri, text });
const inDocument = record({ textDocument });
const atPosition = record({ textDocument, position });
const inRange = record({ textDocument, range });

interface Command {
  readonly command: string;
  readonly arguments?: unknown;
}

/** The arguments of each command of the server, in their order. */
const COMMANDS: Readonly<Record<string, readonly Shape[]>> = { [SHOW_DOCUMENT]: [uri, range] };

/** Whether a command is one of the server, with as many arguments as it has, each of its shape. */
function isCommand({ command, arguments: given }: Command): boolean {
  const shapes = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  return (
    shapes !== undefined &&
    Array.isArray(given) &&
    given.length === shapes.length &&
    shapes.every((shape, i) => shape(given[i]))
  );
}

const SHAPES: Readonly<Record<string, Shape>> = {
  initialize: record({
    capabilities: optional(
      record({
        general: optional(record({ positionEncodings: optional(list(text)) })),
        workspace: optional(record()),
        textDocument: optional(record()),
        window: optional(record()),
      }),
    ),
    processId: optional(whole),
    rootUri: optional(text),
    workspaceFolders: optional(list(named)),
    locale: optional(text),
    trace: optional(text),
  }),
  "$/cancelRequest": record({ id: key }),
  "$/setTrace": record({ value: text }),
  "window/workDoneProgress/cancel": record({ token: key }),

  "textDocument/didOpen": record({
    textDocument: record({ uri: text, languageId: text, version: optional(whole), text }),
  }),
  "textDocument/didChange": record({
    textDocument: record({ uri: text, version: optional(whole) }),
    contentChanges: list(record({ range: optional(range), text })),
  }),
  "textDocument/didSave": inDocument,
  "textDocument/didClose": inDocument,
  "workspace/didChangeConfiguration": record(),
  "workspace/didChangeWatchedFiles": record({ changes: list(named) }),
  "workspace/didChangeWorkspaceFolders": record({
    event: record({ added: list(named), removed: list(named) }),
  }),

  "textDocument/codeAction": record({
    textDocument,
    range,
    context: record({ only: optional(list(text)) }),
  }),
  "codeAction/resolve": record({
    title: text,
    data: optional(record({ uri: text, version: whole, offset: whole })),
  }),
  "textDocument/codeLens": inDocument,
  "textDocument/completion": atPosition,
  "completionItem/resolve": record(),
  "textDocument/definition": atPosition,
  "textDocument/diagnostic": record({ textDocument, previousResultId: optional(text) }),
  "textDocument/documentHighlight": atPosition,
  "textDocument/documentLink": inDocument,
  "textDocument/documentSymbol": inDocument,
  "textDocument/foldingRange": inDocument,
  "textDocument/formatting": record({ textDocument, options }),
  "textDocument/hover": atPosition,
  "textDocument/inlayHint": inRange,
  "inlayHint/resolve": record(),
  "textDocument/linkedEditingRange": atPosition,
  "textDocument/onTypeFormatting": record({ textDocument, position, ch: text, options }),
  "textDocument/prepareRename": atPosition,
  "textDocument/rangeFormatting": record({ textDocument, range, options }),
  "textDocument/references": record({
    textDocument,
    position,
    context: record({ includeDeclaration: flag }),
  }),
  "textDocument/rename": record({ textDocument, position, newName: text }),
  "textDocument/selectionRange": record({ textDocument, positions: list(position) }),
  "textDocument/semanticTokens/full": inDocument,
  "textDocument/semanticTokens/full/delta": record({ textDocument, previousResultId: text }),
  "textDocument/semanticTokens/range": inRange,
  "textDocument/typeDefinition": atPosition,
  "workspace/diagnostic": record({ previousResultIds: list(record({ uri: text, value: text })) }),
  "workspace/executeCommand": (value) => record({ command: text })(value) && isCommand(value as Command),
  "workspace/symbol": record({ query: text }),

  "forgeAlloy/compare": record({ a: side, b: side }),
  "forgeAlloy/export": record({ textDocument, format: text }),
  "forgeAlloy/gate": inDocument,
  "forgeAlloy/insertableStages": atPosition,
  "forgeAlloy/preview": record({ textDocument, room: optional(number) }),
  "forgeAlloy/previewStyle": optional(record()),
  "forgeAlloy/starterDomain": record({ id: text }),
  "forgeAlloy/status": inDocument,
  "forgeAlloy/templates": record({ uri: text, name: optional(text) }),
  "forgeAlloy/verify": record({
    textDocument,
    modelFolder: optional(uri),
    isUnlimited: optional(flag),
    workDoneToken: optional(key),
  }),
};

/** Whether a message has the parameters that its method needs. A method that is not known needs none. */
export function hasItsParameters({ method, params }: { method: string; params?: unknown }): boolean {
  return !Object.hasOwn(SHAPES, method) || (SHAPES[method] as Shape)(params);
}
