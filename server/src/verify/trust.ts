/** The rating of the public verify page: a pure function of the fields that an alloy has. It rates presence, not truth. */
import type { Alloy } from "../model/alloy.js";
import { findValue, textIn, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { CheckId } from "./check.js";
import { integrityOf } from "./context.js";

type TrustLabel = "proven" | "attested" | "self-reported" | "unverified";

const TRUST_ROWS = ["source", "pipeline", "code", "modelHash", "benchmarks", "hardware", "receipt"] as const;

type TrustRowName = (typeof TRUST_ROWS)[number];

/** One row of the rating. */
export interface TrustRow {
  readonly row: TrustRowName;
  readonly label: TrustLabel;
  /** The field that leads to the label, or the one that is missing. */
  readonly reason: string;
  /** What would raise the label; undefined if nothing can. */
  readonly raises: string | undefined;
}

/** The checks that say whether what a row is rated by is true. None says anything about the hardware. */
export const TRUST_CHECKS: Readonly<Record<TrustRowName, readonly CheckId[]>> = {
  source: ["modelHash"],
  pipeline: ["stageCheckpoint"],
  code: ["binaryHash"],
  modelHash: ["modelHash", "fileHash", "integritySignature"],
  benchmarks: ["resultHash", "baseResultHash"],
  hardware: [],
  receipt: ["receiptAlloyHash", "cardHash"],
};

/** What a label takes, the highest first. The first that holds is given. */
interface Step {
  readonly label: TrustLabel;
  readonly holds: boolean;
  /** What must be there, as a fragment of a sentence. */
  readonly needs: string;
}

/** The seven rows of the public verify page for an alloy, in its order. Any text is rated. */
export function trustRows({ root }: Pick<Alloy, "root">): TrustRow[] {
  const integrity = integrityOf(root);
  const code = findValue(integrity, "code");
  const results = findValue(root, "results");
  const receipt = findValue(root, "receipt");
  const has = (node: ValueNode | undefined, ...names: string[]) =>
    names.every((name) => isPresent(findValue(node, name)));
  const benchmarks = itemsOf(findValue(results, "benchmarks"));
  const isEnclave = textIn(integrity, "trustLevel")?.value === "enclave";
  const hasWitness = has(integrity, "apiWitness");
  const isVerified = itemsOf(findValue(results, "hardwareVerified")).some((entry) => has(entry, "verified"));
  const otherwise = (label: TrustLabel): Step => ({ label, holds: true, needs: "" });
  const steps: Readonly<Record<TrustRowName, readonly Step[]>> = {
    source: [
      { label: "attested", holds: has(integrity, "modelHash"), needs: t`a modelHash` },
      otherwise("self-reported"),
    ],
    pipeline: [{ label: "proven", holds: hasWitness, needs: t`an apiWitness` }, otherwise("self-reported")],
    code: [
      { label: "proven", holds: isEnclave, needs: t`the trustLevel "enclave"` },
      {
        label: "attested",
        holds: has(code, "binaryHash", "commit", "sourceRepo"),
        needs: t`code with binaryHash, commit, and sourceRepo`,
      },
      { label: "self-reported", holds: has(code, "binaryHash"), needs: t`code with a binaryHash` },
      otherwise("unverified"),
    ],
    modelHash: [
      { label: "proven", holds: isEnclave, needs: t`the trustLevel "enclave"` },
      { label: "attested", holds: has(integrity, "signature"), needs: t`a signature` },
      { label: "self-reported", holds: has(integrity, "modelHash"), needs: t`a modelHash` },
      otherwise("unverified"),
    ],
    benchmarks: [
      { label: "proven", holds: hasWitness, needs: t`an apiWitness` },
      {
        label: "attested",
        holds: benchmarks.some((one) => has(one, "resultHash")),
        needs: t`a result with a resultHash`,
      },
      { label: "self-reported", holds: benchmarks.length > 0, needs: t`a benchmark result` },
      otherwise("unverified"),
    ],
    hardware: [
      { label: "attested", holds: isVerified, needs: t`a device in hardwareVerified with "verified": true` },
      otherwise("self-reported"),
    ],
    receipt: [
      {
        label: "attested",
        holds: has(receipt, "cardHash", "alloyHash"),
        needs: t`a receipt with cardHash and alloyHash`,
      },
      {
        label: "self-reported",
        holds: itemsOf(findValue(receipt, "publications")).length > 0,
        needs: t`a receipt with publications`,
      },
      otherwise("unverified"),
    ],
  };
  return TRUST_ROWS.map((row) => rowOf(row, steps[row]));
}

function rowOf(row: TrustRowName, steps: readonly Step[]): TrustRow {
  const at = steps.findIndex(({ holds }) => holds);
  const { label, needs } = steps[at] as Step;
  const above = steps.slice(0, at);
  const missing = above.at(-1)?.needs ?? "";
  return {
    row,
    label,
    reason: needs === "" ? t`does not have ${missing}` : t`has ${needs}`,
    raises:
      above.length === 0
        ? undefined
        : above
            .map((step) => t`${step.needs} (${step.label})`)
            .reverse()
            .join("; "),
  };
}

function itemsOf(node: ValueNode | undefined): readonly ValueNode[] {
  return node?.kind === "array" ? node.items : [];
}

/** As JavaScript takes a value for true, which is what the page asks. */
function isPresent(node: ValueNode | undefined): boolean {
  switch (node?.kind) {
    case undefined:
    case "null":
    case "invalid":
      return false;
    case "string":
    case "boolean":
      return Boolean(node.value);
    case "number":
      return node.value !== 0;
    default:
      return true;
  }
}
