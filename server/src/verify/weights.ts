/** `modelHash` and `fileHashes`: the weights of the model. */
import { fieldValue } from "../model/coerced-fields.js";
import { compareCodePoints, type HashedFile, modelHashOf, modelHashOfFiles } from "../model/hashes.js";
import { findValue, numberIn, textIn, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { type Check, failed, notVerified, type Statement, verified } from "./check.js";
import { tooMany, type VerifyContext } from "./context.js";
import { type Digest, type Entry, insidePath, isUnavailable, type Unavailable } from "./files.js";
import { hexOf, printHash, statedHash } from "./stated-hash.js";

/** Files that `modelHash` covers, by the end of their name, in the order in which they are looked for. */
const WEIGHTS = [".safetensors", ".gguf"] as const;

/** Other files that loaders take weights from, and `modelHash` does not cover. */
const OTHER_WEIGHTS = /\.(safetensors|gguf|bin|pt|pth|ckpt|onnx|h5|msgpack|npz)$/i;

const CURRENT = "SHA-256 of the list of file hashes";
const OLDER = "older form: SHA-256 of the concatenated weights";

/** A file of the model as it is on disk. */
export interface WeightFile extends HashedFile {
  /** Bytes. */
  readonly size: number;
}

interface WeightChecks {
  readonly checks: readonly Check[];
  /** The files of the model, if all could be read. */
  readonly files?: readonly WeightFile[] | undefined;
  /** Which form of `modelHash` matched. */
  readonly form?: "current" | "older" | undefined;
}

/** Checks `modelHash` and each of `fileHashes`. */
export async function checkWeights(context: VerifyContext): Promise<WeightChecks> {
  const { integrity, hasModel, files } = context;
  const statement: Statement = { id: "modelHash", node: fieldValue(integrity, "modelHash") ?? integrity };
  const list = findValue(integrity, "fileHashes");
  const items = list?.kind === "array" ? list.items : [];
  if (!hasModel) return { checks: [withoutFiles(context, statement, list), ...unread(list, items)] };
  const listStatement: Statement = { id: "fileHash", node: list ?? integrity };
  const overflow = tooMany(listStatement, items.length);
  if (overflow) return { checks: [overflow, notVerified(statement, t`fileHashes is too long`)] };
  const found = await files.list({ folder: "model", path: "" }, { deep: false });
  if (isUnavailable(found)) return { checks: [notVerified(statement, found.reason)] };
  return withFiles(context, { statement, listStatement, list, items, found });
}

function unread(list: ValueNode | undefined, items: readonly ValueNode[]): Check[] {
  if (items.length === 0) return [];
  const subject = items.length === 1 ? t`1 file` : t`${items.length} files`;
  return [notVerified({ id: "fileHash", node: list, subject }, t`no files given (--model-dir)`)];
}

/** Without files, all that can be seen is whether two statements of the alloy contradict each other. */
function withoutFiles(
  { integrity }: VerifyContext,
  statement: Statement,
  list: ValueNode | undefined,
): Check {
  const stated = statedHash(fieldValue(integrity, "modelHash"));
  const problem = unusable(statement, stated);
  if (problem) return problem;
  const expected = printHash(stated.kind === "sha256" ? stated.hex : "");
  if (list?.kind !== "array" || list.items.length === 0)
    return notVerified(statement, t`no files given (--model-dir), and no fileHashes`, { expected });
  const actual = modelHashOf(list);
  if (actual === undefined)
    return notVerified(statement, t`fileHashes is incomplete; no files given (--model-dir)`, { expected });
  return actual === expected
    ? notVerified(statement, t`consistent with fileHashes; no files given`, { expected, actual })
    : failed(statement, t`not the hash computed from fileHashes`, { expected, actual });
}

function unusable(statement: Statement, stated: ReturnType<typeof statedHash>): Check | undefined {
  if (stated.kind === "absent") return notVerified(statement, t`nothing stated`);
  if (stated.kind === "other") return notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`);
  return undefined;
}

interface Folder {
  readonly statement: Statement;
  readonly listStatement: Statement;
  readonly list: ValueNode | undefined;
  readonly items: readonly ValueNode[];
  /** The files of the folder itself. */
  readonly found: readonly Entry[];
}

async function withFiles(context: VerifyContext, folder: Folder): Promise<WeightChecks> {
  const { statement, listStatement, list, items, found } = folder;
  const isListed = items.length > 0;
  const listed = await Promise.all(items.map((item) => checkFile(context, item)));
  const names = new Set(items.map((item) => textIn(item, "filename")?.value ?? ""));
  const ends = WEIGHTS.filter((end) => [...names].some((name) => name.endsWith(end)));
  const covers = (name: string) => ends.some((end) => name.endsWith(end));
  const missing = new Set(listed.flatMap(({ missing }) => (missing === undefined ? [] : [missing])));
  const extra = isListed ? found.filter(({ path }) => covers(path) && !names.has(path)) : [];
  const fileChecks = [
    ...listed.map(({ check }) => check),
    ...extra.map(({ path }) =>
      failed({ ...listStatement, subject: path }, t`"${path}" is in the folder, but not in fileHashes`),
    ),
    ...(isListed ? [] : [notVerified(listStatement, t`nothing stated`)]),
  ];
  const stated = statedHash(fieldValue(context.integrity, "modelHash"));
  const expected = stated.kind === "sha256" ? printHash(stated.hex) : undefined;
  const candidates = isListed
    ? [[...names].filter((name) => !missing.has(name)).concat(extra.map(({ path }) => path))]
    : WEIGHTS.map((end) => found.map(({ path }) => path).filter((path) => path.endsWith(end)));
  // The hash of nothing is easily stated.
  const sets = candidates.filter((set) => set.some((name) => WEIGHTS.some((end) => name.endsWith(end))));
  // The list may write hashes in another way than we do; what follows from it counts only if each of them is true.
  const isTrue = fileChecks.every(({ outcome }) => outcome === "verified");
  const fromList = isTrue ? modelHashOf(list) : undefined;
  const model = await checkModel(context, { statement, expected, sets, fromList });
  const problem = unusable(statement, stated);
  const check = problem
    ? { ...problem, actual: model.check.actual }
    : withUncovered(model.check, found, sets);
  return { checks: [check, ...fileChecks], files: model.files, form: problem ? undefined : model.form };
}

/** The reason of a verified model hash names weights in the folder that it says nothing about. */
function withUncovered(check: Check, found: readonly Entry[], sets: readonly (readonly string[])[]): Check {
  if (check.outcome !== "verified") return check;
  const covered = new Set(sets.flat());
  const others = found
    .map(({ path }) => path)
    .filter((path) => OTHER_WEIGHTS.test(path) && !covered.has(path));
  if (others.length === 0) return check;
  const shown = others.sort(compareCodePoints).slice(0, 3).join(", ");
  return {
    ...check,
    reason:
      others.length > 3
        ? t`does not cover ${shown}, and ${others.length - 3} more`
        : t`does not cover ${shown}`,
  };
}

interface ModelCheck {
  readonly check: Check;
  readonly files?: readonly WeightFile[];
  readonly form?: "current" | "older";
}

async function checkModel(
  context: VerifyContext,
  options: {
    readonly statement: Statement;
    /** The hash that the alloy states; undefined if it states none. */
    readonly expected: string | undefined;
    /** The files that the hash may be about: those in the list, or else those of each kind. */
    readonly sets: readonly (readonly string[])[];
    /** The model hash that follows from `fileHashes`, if those are the hashes of the files. */
    readonly fromList: string | undefined;
  },
): Promise<ModelCheck> {
  const { statement, expected, sets, fromList } = options;
  let first: ModelCheck | undefined;
  // What was not read may have the hash.
  let unread: ModelCheck | undefined;
  for (const set of sets) {
    const read = await readAll(context, set);
    if (isUnavailable(read)) {
      unread ??= { check: notVerified(statement, read.reason, { expected }) };
      continue;
    }
    const actual = modelHashOfFiles(read);
    const result = (check: Check, form?: "current" | "older"): ModelCheck => ({
      check,
      files: read,
      ...(form && { form }),
    });
    const details = { expected, actual };
    if (expected !== undefined && (actual === expected || fromList === expected))
      return result(verified(statement, { ...details, actual: expected, form: CURRENT }), "current");
    if (expected !== undefined) {
      const older = await concatenated(context, set);
      if (isUnavailable(older)) {
        unread ??= { check: notVerified(statement, older.reason, { expected }), files: read };
        continue;
      }
      if (printHash(older.hex) === expected)
        return result(verified(statement, { expected, actual: expected, form: OLDER }), "older");
    }
    first ??= result(
      failed(statement, t`not the hash of the files, in the current form or the older one`, details),
    );
  }
  return (
    unread ??
    first ?? { check: notVerified(statement, t`no *.safetensors or *.gguf in the folder`, { expected }) }
  );
}

/** The older form covers weights only, also where the list has other files. */
function concatenated({ files }: VerifyContext, set: readonly string[]): Promise<Digest | Unavailable> {
  const weights = set.filter((name) => WEIGHTS.some((end) => name.endsWith(end))).sort(compareCodePoints);
  return files.digest(weights.map((path) => ({ folder: "model", path })));
}

async function readAll(
  { files }: VerifyContext,
  set: readonly string[],
): Promise<WeightFile[] | Unavailable> {
  const all: WeightFile[] = [];
  const digests = await Promise.all(
    set.map((filename) => {
      const path = insidePath(filename);
      return path === undefined ? outside(filename) : files.digest([{ folder: "model", path }]);
    }),
  );
  for (const [i, digest] of digests.entries()) {
    if (isUnavailable(digest)) return digest;
    all.push({ filename: set[i] as string, sha256: digest.hex, size: digest.size });
  }
  return all.sort((a, b) => compareCodePoints(a.filename, b.filename));
}

function outside(path: string): Unavailable {
  return { kind: "outside", reason: t`"${path}" points outside the folder` };
}

interface ListedFile {
  readonly check: Check;
  /** The name of a file that is not in the folder. */
  readonly missing?: string | undefined;
}

/** One item of `fileHashes`. */
async function checkFile({ files }: VerifyContext, item: ValueNode): Promise<ListedFile> {
  const filename = textIn(item, "filename")?.value;
  const hex = hexOf(textIn(item, "sha256")?.value ?? "");
  const statement: Statement = { id: "fileHash", node: item, subject: filename };
  if (filename === undefined || filename === "") return { check: notVerified(statement, t`no filename`) };
  if (hex === undefined) return { check: notVerified(statement, t`no SHA-256 stated for "${filename}"`) };
  const expected = printHash(hex);
  const path = insidePath(filename);
  if (path === undefined)
    return { check: failed(statement, outside(filename).reason, { expected }), missing: filename };
  const place = { folder: "model", path } as const;
  const size = await files.size(place);
  if (isUnavailable(size)) return unreadable(statement, size, { filename, expected });
  const stated = numberIn(item, "size")?.value;
  if (stated !== undefined && stated !== size)
    return { check: failed(statement, t`"${filename}" has ${size} bytes, not ${stated}`, { expected }) };
  const digest = await files.digest([place]);
  if (isUnavailable(digest)) return unreadable(statement, digest, { filename, expected });
  const actual = printHash(digest.hex);
  return {
    check:
      actual === expected
        ? verified(statement, { expected, actual })
        : failed(statement, t`"${filename}" has a different SHA-256`, { expected, actual }),
  };
}

/** A file that is named and is not there contradicts the list; one that cannot be read does not. */
function unreadable(
  statement: Statement,
  { kind, reason }: Unavailable,
  { filename, expected }: { filename: string; expected: string },
): ListedFile {
  return kind === "missing" || kind === "outside" || kind === "is-folder"
    ? { check: failed(statement, reason, { expected }), missing: filename }
    : { check: notVerified(statement, reason, { expected }) };
}
