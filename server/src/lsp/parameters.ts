/** Which values the parameters of messages may have. Each name means the same in all messages of the protocol. */

/** Whether a value, as it came from outside, is of a shape. */
type Shape = (value: unknown) => boolean;

const text: Shape = (value) => typeof value === "string";
const integer: Shape = (value) => Number.isInteger(value);
const flag: Shape = (value) => typeof value === "boolean";
const key: Shape = (value) => typeof value === "string" || typeof value === "number";

const list =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

/** @param required fields that must be there; others may be absent, or `null`, which some clients send */
const record =
  (fields: Readonly<Record<string, Shape>> = {}, required: readonly string[] = []): Shape =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([name, shape]) => {
      const field = Object.hasOwn(value, name) ? value[name] : undefined;
      return field === undefined || field === null ? !required.includes(name) : shape(field);
    });

// Numbers outside of the text are no error: many clients say "to the end" with a huge one.
const position = record({ line: integer, character: integer }, ["line", "character"]);
const range = record({ start: position, end: position }, ["start", "end"]);
const named = record({ uri: text }, ["uri"]);

const side = record({ name: text, uri: text, text }, ["name", "uri", "text"]);

const SHAPES: Readonly<Record<string, Shape>> = {
  a: side,
  action: text,
  b: side,
  capabilities: record({
    general: record({ positionEncodings: list(text) }),
    workspace: record(),
    stageType: text,
    textDocument: record(),
    window: record(),
  }),
  ch: text,
  changes: list(named),
  contentChanges: list(record({ range, text }, ["text"])),
  context: record({ only: list(text), includeDeclaration: flag }),
  event: record({ added: list(named), removed: list(named) }, ["added", "removed"]),
  format: text,
  id: key,
  index: integer,
  isUnlimited: flag,
  locale: text,
  modelFolder: (value) => typeof value === "string" && /^[a-z][a-z\d+.-]*:./i.test(value),
  name: text,
  newName: text,
  options: record(
    {
      tabSize: (value) => typeof value === "number",
      insertSpaces: flag,
      trimTrailingWhitespace: flag,
      insertFinalNewline: flag,
      trimFinalNewlines: flag,
    },
    ["tabSize", "insertSpaces"],
  ),
  position,
  positions: list(position),
  previousResultId: text,
  previousResultIds: list(record({ uri: text, value: text }, ["uri", "value"])),
  processId: integer,
  query: text,
  range,
  room: (value) => typeof value === "number",
  rootUri: text,
  textDocument: record({ uri: text, languageId: text, version: integer, text }, ["uri"]),
  title: text,
  to: integer,
  token: key,
  trace: text,
  uri: text,
  value: text,
  workDoneToken: key,
  workspaceFolders: list(named),
};

const isShaped = record(SHAPES);

/**
 * Whether parameters are as the protocol has them: an object whose fields have their shapes.
 * @param required fields that must be there, as paths such as `context.includeDeclaration`
 */
export function areParameters(params: unknown, required: readonly string[]): boolean {
  if (isNone(params)) return required.length === 0;
  return isShaped(params) && required.every((path) => isThere(params, path.split(".")));
}

/** Whether a message has no parameters: absent, `null`, or by position, where the client library of VS Code says `[null]`. */
function isNone(params: unknown): boolean {
  const isNothing = (one: unknown) => one === undefined || one === null;
  return isNothing(params) || (Array.isArray(params) && params.every(isNothing));
}

export function isRange(value: unknown): boolean {
  return range(value);
}

function isThere(value: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return value !== undefined && value !== null;
  return isObject(value) && Object.hasOwn(value, name) && isThere(value[name], rest);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
