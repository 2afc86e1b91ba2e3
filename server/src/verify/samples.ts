/** Hashes of files next to the alloy: samples, corpora, the model card. */
import { fieldValue, objectsOf, stringField } from "../model/coerced-fields.js";
import { compareCodePoints } from "../model/hashes.js";
import { findValue, type ObjectNode, textIn, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { type Check, failed, notVerified, type Statement, verified } from "./check.js";
import { besideAlloy, tooMany, type VerifyContext } from "./context.js";
import { type Digest, insidePath, isUnavailable, type Unavailable } from "./files.js";
import { printHash, statedHash } from "./stated-hash.js";

const OF_FILE = "SHA-256 of the file";
const OF_FOLDER = "SHA-256 of the files in the folder, concatenated in the order of their names";
const OF_FOLDERS = "SHA-256 of the files in the folder and below, concatenated in the order of their paths";

/** Samples that are here, of a result that does not state their hash. */
export interface UnhashedSamples {
  readonly result: ObjectNode;
  readonly field: "resultHash" | "baseResultHash";
  /** `sha256:` and 64 hex digits. */
  readonly hash: string;
}

interface SampleChecks {
  readonly checks: readonly Check[];
  readonly unhashed: readonly UnhashedSamples[];
}

const RESULT_FIELDS = [
  ["samplesPath", "resultHash"],
  ["baseSamplesPath", "baseResultHash"],
] as const;

/** Checks `resultHash` and `baseResultHash` of each result. */
export async function checkResults(context: VerifyContext): Promise<SampleChecks> {
  const list = fieldValue(context.results, "benchmarks");
  const results = objectsOf(list);
  const overflow = tooMany({ id: "resultHash", node: list }, results.length);
  if (overflow) return { checks: [overflow], unhashed: [] };
  // In the order of the text, whichever file is read first.
  const found = await Promise.all(
    results.flatMap((result) =>
      RESULT_FIELDS.map(async ([pathField, field]) => {
        const path = fieldValue(result, pathField);
        const hash = fieldValue(result, field);
        const subject = textIn(result, "name")?.value;
        const statement = { id: field, node: hash ?? path, subject };
        const check = await checkSamples(context, { statement, path, hash });
        const isUnhashed = check?.actual !== undefined && !hash;
        return { check, unhashed: isUnhashed ? [{ result, field, hash: check.actual }] : [] };
      }),
    ),
  );
  return {
    checks: found.flatMap(({ check }) => check ?? []),
    unhashed: found.flatMap(({ unhashed }) => unhashed),
  };
}

const EVALUATION_HASHES = ["samplesHash", "resultHash"] as const;

/** Checks the samples of each of `priorMetricBaselines` against `samplesHash` and `resultHash` of its `evaluation`. */
export async function checkBaselines(context: VerifyContext): Promise<Check[]> {
  const list = fieldValue(context.root, "priorMetricBaselines");
  const baselines = objectsOf(list);
  const overflow = tooMany({ id: "samplesHash", node: list }, baselines.length);
  if (overflow) return [overflow];
  const checks = await Promise.all(
    baselines.flatMap((baseline) => {
      const evaluation = fieldValue(baseline, "evaluation");
      const subject = textIn(baseline, "id")?.value;
      const path = fieldValue(evaluation, "samplesPath");
      const stated = EVALUATION_HASHES.filter((id) => fieldValue(evaluation, id));
      // Without either hash, the samples are a gap, and one is enough to name it.
      return (stated.length > 0 ? stated : (["samplesHash"] as const)).map((id) => {
        const hash = fieldValue(evaluation, id);
        return checkSamples(context, { statement: { id, node: hash ?? path, subject }, path, hash });
      });
    }),
  );
  return checks.filter((check) => check !== undefined);
}

/** One path and its hash; undefined if the alloy has neither. */
async function checkSamples(
  context: VerifyContext,
  {
    statement,
    path,
    hash,
  }: { statement: Statement; path: ValueNode | undefined; hash: ValueNode | undefined },
): Promise<Check | undefined> {
  if (!path && !hash) return undefined;
  const stated = statedHash(hash);
  if (stated.kind === "other") return notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`);
  const expected = stated.kind === "sha256" ? printHash(stated.hex) : undefined;
  const given = path?.kind === "string" ? path.value : "";
  if (given === "") return notVerified(statement, t`no path to the samples`, { expected });
  const inside = insidePath(given);
  if (!inside)
    return notVerified(statement, t`"${given}" points outside the folder, or to the folder itself`, {
      expected,
    });
  if (expected === undefined) {
    const digest = await context.files.digest([besideAlloy(inside)]);
    const actual = isUnavailable(digest) ? undefined : printHash(digest.hex);
    return notVerified(statement, t`publishes samples without a hash`, { actual });
  }
  return matchFileOrFolder(context, { statement, path: inside, expected });
}

/** Tries the forms of a hash that alloys have for samples, and names the one that matches. */
async function matchFileOrFolder(
  { files }: VerifyContext,
  { statement, path, expected }: { statement: Statement; path: string; expected: string },
): Promise<Check> {
  const file = await files.digest([besideAlloy(path)]);
  if (!isUnavailable(file) && printHash(file.hex) === expected)
    return verified(statement, { expected, actual: expected, form: OF_FILE });
  const isFolder = isUnavailable(file) && file.kind === "is-folder";
  if (isUnavailable(file) && !isFolder) return notVerified(statement, file.reason, { expected });
  const folder = isFolder ? path : path.split("/").slice(0, -1).join("/");
  // The folder of the alloy itself has the weights in it.
  if (folder !== "") {
    for (const deep of [false, true]) {
      const digest = await digestFolder(files, folder, deep);
      if (!isUnavailable(digest) && printHash(digest.hex) === expected)
        return verified(statement, { expected, actual: expected, form: deep ? OF_FOLDERS : OF_FOLDER });
      // What was not read may be what the hash is of.
      if (isUnavailable(digest) && (isFolder || digest.kind === "withheld"))
        return notVerified(statement, digest.reason, { expected });
    }
  }
  const actual = isUnavailable(file) ? undefined : printHash(file.hex);
  return failed(statement, t`"${path}" has a different SHA-256`, { expected, actual });
}

async function digestFolder(
  files: VerifyContext["files"],
  folder: string,
  deep: boolean,
): Promise<Digest | Unavailable> {
  const entries = await files.list(besideAlloy(folder), { deep });
  if (isUnavailable(entries)) return entries;
  const wrong = entries.find(({ problem }) => problem !== undefined);
  if (wrong) return { kind: "unreadable", reason: wrong.problem ?? "" };
  // The hash of nothing is easily stated.
  if (entries.length === 0) return { kind: "missing", reason: t`no files in "${folder}"` };
  const names = entries.map(({ path }) => path).sort(compareCodePoints);
  return files.digest(names.map((name) => besideAlloy(`${folder}/${name}`)));
}

/** Checks `sha256` of each of `calibrationCorpora`. */
export async function checkCorpora(context: VerifyContext): Promise<Check[]> {
  const list = fieldValue(context.root, "calibrationCorpora");
  const corpora = objectsOf(list);
  const overflow = tooMany({ id: "corpusHash", node: list }, corpora.length);
  if (overflow) return [overflow];
  return Promise.all(
    corpora.map((corpus) => {
      const hash = fieldValue(corpus, "sha256");
      const statement: Statement = {
        id: "corpusHash",
        node: hash ?? corpus,
        subject: textIn(corpus, "id")?.value,
      };
      return checkOneFile(context, { statement, hash, path: stringField(corpus, "path")?.value });
    }),
  );
}

/** Checks `receipt.cardHash`: the README.md next to the alloy. */
export async function checkCard(context: VerifyContext): Promise<Check[]> {
  const receipt = findValue(context.root, "receipt");
  if (receipt?.kind !== "object") return [];
  const hash = fieldValue(receipt, "cardHash");
  const statement: Statement = { id: "cardHash", node: hash ?? receipt, subject: "README.md" };
  return [await checkOneFile(context, { statement, hash, path: "README.md" })];
}

async function checkOneFile(
  { files }: VerifyContext,
  { statement, hash, path }: { statement: Statement; hash: ValueNode | undefined; path: string | undefined },
): Promise<Check> {
  const stated = statedHash(hash);
  if (stated.kind === "absent") return notVerified(statement, t`nothing stated`);
  if (stated.kind === "other") return notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`);
  const expected = printHash(stated.hex);
  const inside = path === undefined ? undefined : insidePath(path);
  if (path === undefined || path === "") return notVerified(statement, t`no path`, { expected });
  if (!inside)
    return notVerified(statement, t`"${path}" points outside the folder, or to the folder itself`, {
      expected,
    });
  const digest = await files.digest([besideAlloy(inside)]);
  if (isUnavailable(digest)) return notVerified(statement, digest.reason, { expected });
  const actual = printHash(digest.hex);
  return actual === expected
    ? verified(statement, { expected, actual })
    : failed(statement, t`"${inside}" has a different SHA-256`, { expected, actual });
}
