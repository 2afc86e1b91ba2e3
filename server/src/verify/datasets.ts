/** `integrity.datasets[].hash`: folders of data. */
import { fieldValue, objectsOf, stringField } from "../model/coerced-fields.js";
import { compareCodePoints } from "../model/hashes.js";
import { t } from "../text/l10n.js";
import { type Check, failed, notVerified, type Statement, verified } from "./check.js";
import { tooMany, type VerifyContext } from "./context.js";
import { type Entry, type Files, insidePath, isUnavailable, type Place, type Unavailable } from "./files.js";
import { LEAF, merkleRoot } from "./merkle.js";
import { printHash, statedHash } from "./stated-hash.js";

/** Checks the Merkle tree of each dataset whose folder is here. */
export async function checkDatasets(context: VerifyContext): Promise<Check[]> {
  const list = fieldValue(context.integrity, "datasets");
  const datasets = objectsOf(list);
  const overflow = tooMany({ id: "datasetHash", node: list }, datasets.length);
  if (overflow) return [overflow];
  return Promise.all(
    datasets.map(async (dataset): Promise<Check> => {
      const hash = fieldValue(dataset, "hash");
      const name = stringField(dataset, "name")?.value;
      const statement: Statement = { id: "datasetHash", node: hash ?? dataset, subject: name };
      const stated = statedHash(hash);
      if (stated.kind === "absent") return notVerified(statement, t`nothing stated`);
      if (stated.kind === "other") return notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`);
      const expected = printHash(stated.hex);
      const place = placeOf(context, name, stringField(dataset, "source")?.value);
      if (!place)
        return notVerified(statement, t`no folder given (--dataset), and "source" is not one`, { expected });
      const root = await rootOf(context.files, place);
      if (typeof root !== "string") return notVerified(statement, root.reason, { expected });
      return root === expected
        ? verified(statement, { expected, actual: root })
        : failed(statement, t`the files in the folder have a different Merkle root`, {
            expected,
            actual: root,
          });
    }),
  );
}

function placeOf(
  { datasets }: VerifyContext,
  name: string | undefined,
  source: string | undefined,
): Place | undefined {
  if (name !== undefined && datasets.has(name)) return { folder: `dataset:${name}`, path: "" };
  // An address is no folder, and neither is the folder of the alloy a dataset.
  if (source === undefined || /^[a-z][a-z0-9+.-]+:/i.test(source)) return undefined;
  const path = insidePath(source);
  return path ? { folder: "alloy", path } : undefined;
}

/** So many files are hashed at the same time at most; the rest waits without taking memory for it. */
const BATCH = 1000;

async function rootOf(files: Files, place: Place): Promise<string | Unavailable> {
  const found = await files.list(place, { deep: true });
  if (isUnavailable(found)) return found;
  const wrong = found.find(({ problem }) => problem !== undefined);
  if (wrong) return { kind: "unreadable", reason: wrong.problem ?? "" };
  // The root of nothing is easily stated.
  if (found.length === 0) return { kind: "missing", reason: t`no files in the folder` };
  const entries = [...found].sort((a, b) => compareCodePoints(a.path, b.path));
  const leaves: Uint8Array[] = [];
  for (let i = 0; i < entries.length; i += BATCH) {
    const hashes = await Promise.all(entries.slice(i, i + BATCH).map((entry) => leafOf(files, place, entry)));
    for (const hash of hashes) {
      if (!(hash instanceof Uint8Array)) return hash;
      leaves.push(hash);
    }
  }
  return printHash(merkleRoot(leaves));
}

async function leafOf(
  files: Files,
  { folder, path }: Place,
  entry: Entry,
): Promise<Uint8Array | Unavailable> {
  const digest = await files.digest(
    [{ folder, path: path === "" ? entry.path : `${path}/${entry.path}` }],
    LEAF,
  );
  return isUnavailable(digest)
    ? digest
    : Uint8Array.from(digest.hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
