/** Everything about an alloy that can be verified without a network. */
import type { Alloy } from "../model/alloy.js";
import { fieldValue, stringField } from "../model/coerced-fields.js";
import { sha256 } from "../model/hashes.js";
import { parseJson } from "../syntax/parser.js";
import { type Member, pathOf, printPointer, walk } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { type Check, type CheckId, notVerified, type Outcome } from "./check.js";
import { type Given, integrityOf, type Parent, type VerifyContext } from "./context.js";
import { checkDatasets } from "./datasets.js";
import type { Digest, Files, Place, Unavailable } from "./files.js";
import {
  checkAlloyHash,
  checkAnchor,
  checkCode,
  checkParent,
  checkReceipt,
  checkStages,
} from "./provenance.js";
import { checkBaselines, checkCard, checkCorpora, checkResults, type UnhashedSamples } from "./samples.js";
import { checkCertifications, checkIntegritySignature } from "./signatures.js";
import { checkWeights, type WeightFile } from "./weights.js";

/** What verification found, and what could be added to the alloy because of it. */
export interface Verification {
  readonly checks: readonly Check[];
  /** The files of the model, if there is a folder with them and all could be read. */
  readonly weights: readonly WeightFile[] | undefined;
  /** Which form of `modelHash` matched; undefined if none did. */
  readonly modelHashForm: "current" | "older" | undefined;
  /** Results whose samples are here and whose hash is not stated. */
  readonly unhashed: readonly UnhashedSamples[];
}

/**
 * Checks every statement of an alloy that can be checked, in the order of `CHECK_IDS` roughly; reads each file once.
 * @param alloy valid JSON with an object at its root; see `faultOf`
 * @param required checks that must not be `not-verified`; each occurs in the result, also if the alloy states nothing
 */
export async function verifyAlloy(
  alloy: Alloy,
  given: Given,
  required: readonly CheckId[] = [],
): Promise<Verification> {
  const { root } = alloy;
  if (!root) return { checks: [], weights: undefined, modelHashForm: undefined, unhashed: [] };
  const context: VerifyContext = {
    ...given,
    files: readOnce(given.files),
    alloy,
    root,
    results: fieldValue(root, "results"),
    integrity: integrityOf(root),
  };
  const [weights, results, baselines, corpora, datasets, card, code, certifications] = await Promise.all([
    checkWeights(context),
    checkResults(context),
    checkBaselines(context),
    checkCorpora(context),
    checkDatasets(context),
    checkCard(context),
    checkCode(context),
    checkCertifications(context),
  ]);
  const checks = [
    checkAlloyHash(context),
    ...checkReceipt(context),
    ...weights.checks,
    ...results.checks,
    ...baselines,
    ...corpora,
    ...datasets,
    ...card,
    ...code,
    ...checkParent(context),
    ...checkStages(context),
    ...certifications,
    ...checkIntegritySignature(context),
    ...checkAnchor(context),
  ];
  return {
    checks: require(required, withoutAmbiguity(alloy, checks)),
    weights: weights.files,
    modelHashForm: weights.form,
    unhashed: results.unhashed,
  };
}

/**
 * A key that an object defines twice is read differently by different JSON parsers, so that nothing in such an alloy is
 * verified for everybody, except the hash of its bytes.
 */
function withoutAmbiguity({ root }: Alloy, checks: readonly Check[]): readonly Check[] {
  let twice: Member | undefined;
  walk(root, (node) => {
    if (twice) return false;
    if (node.kind === "object" && node.hasEqualKeys)
      twice = node.members.find((member) => node.member(member.name) !== member);
    return true;
  });
  if (!twice) return checks;
  const pointer = printPointer(pathOf(twice));
  const reason = t`"${twice.name}" is defined more than once (${pointer}); JSON parsers disagree about its value`;
  return checks.map((check) =>
    check.outcome === "verified" && check.id !== "alloyHash"
      ? { ...check, outcome: "not-verified", reason }
      : check,
  );
}

function require(required: readonly CheckId[], checks: readonly Check[]): Check[] {
  const ids = new Set(required);
  const stated = new Set(checks.map(({ id }) => id));
  const absent = [...ids].filter((id) => !stated.has(id));
  return [...checks, ...absent.map((id) => notVerified({ id, node: undefined }, t`nothing stated`))].map(
    (check) => (check.outcome === "not-verified" && ids.has(check.id) ? { ...check, required: true } : check),
  );
}

/** What the hashes of a derived alloy are compared with, from the text of its parent. */
export function parentOf(text: string): Parent {
  const { root } = parseJson(text);
  return { hex: sha256(text), stated: stringField(integrityOf(root), "alloyHash")?.value };
}

/** Number of checks by outcome. */
export function countOutcomes(checks: readonly Check[]): Readonly<Record<Outcome, number>> {
  const counts = { verified: 0, failed: 0, "not-verified": 0 };
  for (const { outcome } of checks) counts[outcome]++;
  return counts;
}

/** Several statements may be about one file. */
export function readOnce(files: Files): Files {
  const digests = new Map<string, Promise<Digest | Unavailable>>();
  return {
    size: (place) => files.size(place),
    list: (place, options) => files.list(place, options),
    digest(places: readonly Place[], prefix?: Uint8Array) {
      const [place] = places;
      if (places.length !== 1 || !place || prefix) return files.digest(places, prefix);
      const key = `${place.folder}\n${place.path}`;
      const known = digests.get(key) ?? files.digest(places);
      digests.set(key, known);
      return known;
    },
  };
}
