/** Where the alloy comes from: its own hash, its parent, the code that ran, and the chain of its stages. */
import { fieldValue, stringField } from "../model/coerced-fields.js";
import { alloyHashBeforeReceipt, sha256 } from "../model/hashes.js";
import { findMember, findValue, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { type Check, failed, notVerified, type Statement, verified } from "./check.js";
import { nonNull, tooMany, type VerifyContext } from "./context.js";
import { insidePath, isUnavailable } from "./files.js";
import { hexOf, printHash, statedHash } from "./stated-hash.js";

/** The hash of the alloy's bytes against what the caller knows. */
export function checkAlloyHash({ alloy, hash }: VerifyContext): Check {
  const statement: Statement = { id: "alloyHash", node: undefined };
  const hex = sha256(alloy.tree.text);
  const actual = printHash(hex);
  if (hash === undefined)
    return notVerified(statement, t`no hash given to compare with (--hash)`, { actual });
  const details = { expected: printHash(hash), actual };
  return hex.startsWith(hash)
    ? verified(statement, {
        ...details,
        ...(hash.length < hex.length && { form: `first ${hash.length} hex digits` }),
      })
    : failed(statement, t`the file has a different hash`, details);
}

/** `receipt.alloyHash`. */
export function checkReceipt({ root }: VerifyContext): Check[] {
  const receipt = findValue(root, "receipt");
  if (receipt?.kind !== "object") return [];
  const node = fieldValue(receipt, "alloyHash");
  const statement: Statement = { id: "receiptAlloyHash", node: node ?? receipt };
  const stated = statedHash(node);
  if (stated.kind === "absent") return [notVerified(statement, t`nothing stated`)];
  if (stated.kind === "other") return [notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`)];
  const details = { expected: printHash(stated.hex), actual: alloyHashBeforeReceipt(root) };
  return [
    details.actual === details.expected
      ? verified(statement, details)
      : failed(statement, t`the alloy without its receipt has a different hash`, details),
  ];
}

/** `derivedFrom.alloyHash` and `integrity.parentAlloyHash`. */
export function checkParent({ root, integrity, parent }: VerifyContext): Check[] {
  const derivedFrom = findValue(root, "derivedFrom");
  const statements = [
    { holder: derivedFrom, member: findMember(derivedFrom, "alloyHash") },
    { holder: integrity, member: findMember(integrity, "parentAlloyHash") },
  ];
  return statements.flatMap(({ holder, member }) => {
    const node = nonNull(member?.value);
    const isDerived = holder?.kind === "object" && (holder === derivedFrom || member !== undefined);
    return isDerived
      ? [checkParentHash({ id: "parentHash", node: member?.value ?? holder }, node, parent)]
      : [];
  });
}

function checkParentHash(
  statement: Statement,
  node: ValueNode | undefined,
  parent: VerifyContext["parent"],
): Check {
  const stated = statedHash(node);
  if (stated.kind === "absent") return notVerified(statement, t`states no parent hash`);
  if (stated.kind === "other") return notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`);
  const expected = printHash(stated.hex);
  if (!parent) return notVerified(statement, t`no parent given (--parent)`, { expected });
  const details = { expected, actual: expected };
  if (parent.hex === stated.hex)
    return verified(statement, { ...details, form: "SHA-256 of the parent's bytes" });
  if (parent.stated !== undefined && hexOf(parent.stated) === stated.hex)
    return verified(statement, { ...details, form: "results.integrity.alloyHash of the parent" });
  return failed(statement, t`the parent has a different hash`, { expected, actual: printHash(parent.hex) });
}

/** `integrity.code.binaryHash`. */
export async function checkCode({ integrity, source }: VerifyContext): Promise<Check[]> {
  const code = fieldValue(integrity, "code");
  if (code?.kind !== "object") return [];
  const node = fieldValue(code, "binaryHash");
  const runner = stringField(code, "runner")?.value;
  const statement: Statement = { id: "binaryHash", node: node ?? code, subject: runner };
  const stated = statedHash(node);
  if (stated.kind === "absent") return [notVerified(statement, t`nothing stated`)];
  if (stated.kind === "other") return [notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`)];
  const expected = printHash(stated.hex);
  if (!source) return [notVerified(statement, t`no clone of the source given (--code)`, { expected })];
  const commit = stringField(code, "commit")?.value ?? "";
  if (!/^[0-9a-f]{7,64}$/i.test(commit)) return [notVerified(statement, t`no commit stated`, { expected })];
  const path = runner === undefined ? undefined : insidePath(runner);
  if (!path) return [notVerified(statement, t`"runner" is not a path in the source`, { expected })];
  const digest = await source(commit, path);
  if (isUnavailable(digest)) return [notVerified(statement, digest.reason, { expected })];
  const actual = printHash(digest.hex);
  return [
    actual === expected
      ? verified(statement, { expected, actual })
      : failed(statement, t`"${path}" at commit ${commit.slice(0, 12)} has a different SHA-256`, {
          expected,
          actual,
        }),
  ];
}

/** `results.stageCheckpoints`: what a stage wrote, the next one read. */
export function checkStages({ results }: VerifyContext): Check[] {
  const list = findValue(results, "stageCheckpoints");
  if (list?.kind !== "array" || list.items.length === 0) return [];
  const whole: Statement = { id: "stageCheckpoint", node: list };
  const overflow = tooMany(whole, list.items.length);
  if (overflow) return [overflow];
  if (list.items.length === 1) return [notVerified(whole, t`a chain needs at least two stages`)];
  return list.items.slice(0, -1).map((stage, i): Check => {
    const output = nonNull(findValue(stage, "outputHash"));
    const statement: Statement = {
      id: "stageCheckpoint",
      node: output ?? stage,
      subject: t`stage ${i + 1} → ${i + 2}`,
    };
    const stated = statedHash(output);
    if (stated.kind === "absent") return notVerified(statement, t`stage ${i + 1} states no outputHash`);
    if (stated.kind === "other") return notVerified(statement, t`"${stated.text}" is not a SHA-256 hash`);
    const expected = printHash(stated.hex);
    const inputs = nonNull(findValue(list.items[i + 1], "inputHashes"));
    if (inputs?.kind !== "array" || inputs.items.length === 0)
      return notVerified(statement, t`stage ${i + 2} states no inputHashes`, { expected });
    const isRead = inputs.items.some((input) => input.kind === "string" && hexOf(input.value) === stated.hex);
    return isRead
      ? verified(statement, { expected, actual: expected })
      : failed(statement, t`stage ${i + 2} did not read what stage ${i + 1} wrote`, { expected });
  });
}

/** `integrity.anchor`, which is a record elsewhere. */
export function checkAnchor({ integrity }: VerifyContext): Check[] {
  const anchor = fieldValue(integrity, "anchor");
  if (anchor?.kind !== "object") return [];
  const subject = stringField(anchor, "anchorType")?.value;
  return [
    notVerified({ id: "anchor", node: anchor, subject }, t`the record is elsewhere; verify uses no network`),
  ];
}
