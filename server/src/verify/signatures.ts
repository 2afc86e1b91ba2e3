/** Signatures of certifications, their keys and certificates, and the signature of the whole alloy. */
import { fieldMember, fieldValue, objectsOf, stringField } from "../model/coerced-fields.js";
import type { ObjectNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { type Check, failed, notVerified, type Statement, verified } from "./check.js";
import { tooMany, type VerifyContext } from "./context.js";
import { canonicalJson, canonicalString, inexactNumber, NotCanonical } from "./jcs.js";
import type { RegisteredKey } from "./key-registry.js";
import type { ChainResult, HashName, Platform } from "./platform.js";
import { type Curve, isSameKey, type PublicKey, publicKeyOf } from "./public-key.js";
import { signatureValues } from "./signature-value.js";
import { type Interval, isWithin, timeOf } from "./time.js";

/** The curves and the hash of each algorithm that is checked. */
const ALGORITHMS: ReadonlyMap<string, { readonly curves: readonly Curve[]; readonly hash: HashName }> =
  new Map([
    ["ES256", { curves: ["P-256"], hash: "SHA-256" }],
    ["ES384", { curves: ["P-384"], hash: "SHA-384" }],
    ["EdDSA", { curves: ["Ed25519", "Ed448"], hash: "SHA-256" }],
  ]);

/** Certificates, and characters in all of them. A chain has three or four of about 2,000. */
const MAX_CERTIFICATES = 16;
const MAX_CHAIN = 200_000;

/** The fields that a certification's signature covers. */
const SIGNED = ["adapter", "attestedAt", "domain", "nonce", "result", "version"] as const;

/** Checks the signature and the certificate chain of each certification. */
export async function checkCertifications(context: VerifyContext): Promise<Check[]> {
  const list = fieldValue(context.integrity, "certifications");
  const certifications = objectsOf(list);
  const overflow = tooMany({ id: "certificationSignature", node: list }, certifications.length);
  if (overflow) return [overflow];
  const checks = await Promise.all(certifications.map((one) => checkCertification(context, one)));
  return checks.flat();
}

async function checkCertification(context: VerifyContext, certification: ObjectNode): Promise<Check[]> {
  const signature = fieldValue(certification, "signature");
  const subject = stringField(certification, "adapter")?.value;
  const statement: Statement = { id: "certificationSignature", node: signature ?? certification, subject };
  if (signature?.kind !== "object") return [notVerified(statement, t`the certification is not signed`)];
  const at = timeOf(stringField(certification, "attestedAt")?.value ?? "");
  const key = publicKeyOf(fieldValue(signature, "publicKey"));
  const chain = chainOf(context, { signature, key, at });
  const chainChecks = chain
    ? [
        chainCheck(
          { id: "certificateChain", node: fieldValue(signature, "certificateChain"), subject },
          chain,
        ),
      ]
    : [];
  const check = await checkSignature(context, { statement, certification, signature, key, at, chain });
  return [check, ...chainChecks];
}

async function checkSignature(
  context: VerifyContext,
  options: {
    readonly statement: Statement;
    readonly certification: ObjectNode;
    readonly signature: ObjectNode;
    readonly key: PublicKey | undefined;
    readonly at: Interval | undefined;
    readonly chain: ChainResult | undefined;
  },
): Promise<Check> {
  const { statement, certification, signature, key } = options;
  const name = stringField(signature, "algorithm")?.value ?? "";
  const algorithm = ALGORITHMS.get(name);
  if (!algorithm) return notVerified(statement, t`the platform has no algorithm "${name}"`);
  if (!key)
    return notVerified(statement, t`"publicKey" is not a public key in PEM, base64 of DER (SPKI), or JWK`);
  if (!algorithm.curves.includes(key.curve))
    return failed(
      statement,
      t`${name} needs a key on ${algorithm.curves[0]}, but the key is on ${key.curve}`,
    );
  const registered = registeredKey(context, signature, key);
  if (registered && !isSameKey(registered.key, key))
    return failed(statement, t`"${registered.keyId}" is a different key in the key file`);
  let payloads: readonly Payload[];
  try {
    payloads = payloadsOf(certification);
  } catch (error) {
    if (error instanceof NotCanonical) return notVerified(statement, canonicalWords(error));
    throw error;
  }
  const value = stringField(signature, "value")?.value ?? "";
  const form = await matchingForm(context.platform, { key, hash: algorithm.hash, value, payloads });
  if (form === "unknown") return notVerified(statement, t`the platform has no curve ${key.curve}`);
  if (form === undefined)
    return failed(statement, t`the signature is not valid for this certification and key`);
  const inexact = inexactNumber(certification);
  if (inexact)
    return notVerified(statement, t`valid, but does not cover all digits of ${inexact.text.slice(0, 40)}`, {
      form,
    });
  return judgeKey(options, registered, form);
}

/** Who the key of a valid signature belongs to. */
function judgeKey(
  {
    statement,
    at,
    chain,
  }: { statement: Statement; at: Interval | undefined; chain: ChainResult | undefined },
  registered: RegisteredKey | undefined,
  form: string,
): Check {
  if (registered) {
    for (const [end, words] of [
      [registered.revokedAt, [t`was revoked`, t`the key was revoked before attestedAt`]],
      [registered.expiresAt, [t`has expired`, t`the key had expired at attestedAt`]],
    ] as const) {
      if (!end) continue;
      // The key is good until the earliest time that the end may mean.
      const isGood = at && isWithin(at, { to: end.earliest - 1 });
      if (isGood === false) return failed(statement, words[1], { form });
      if (!isGood)
        return notVerified(
          statement,
          t`the key ${words[0]}, and attestedAt does not show whether before or after`,
          { form },
        );
    }
    const { keyId, supersededBy } = registered;
    const reason =
      supersededBy === undefined ? undefined : t`the key has since been superseded by "${supersededBy}"`;
    return verified(statement, {
      form: `${form}; key "${keyId}" of the key file`,
      ...(reason && { reason }),
    });
  }
  if (chain?.state === "valid")
    return verified(statement, { form: `${form}; key of ${chain.subject ?? "the first certificate"}` });
  return notVerified(statement, t`valid for the embedded key, which does not prove who signed`, { form });
}

function registeredKey(
  { keys }: VerifyContext,
  signature: ObjectNode,
  key: PublicKey,
): RegisteredKey | undefined {
  return keys?.find(stringField(signature, "keyId")?.value, key);
}

interface Payload {
  readonly text: string;
  /** How absent fields are written; undefined if none is. */
  readonly form: string | undefined;
}

/**
 * Returns the payloads that a certification's signature may cover: the definition does not specify whether
 * fields without a value are omitted.
 * @throws {NotCanonical}
 */
function payloadsOf(certification: ObjectNode): Payload[] {
  const print = (absent: (name: string) => string | undefined, keepsNull: boolean) => {
    const members = SIGNED.flatMap((name) => {
      const value = fieldMember(certification, name)?.value;
      const text = !value || (value.kind === "null" && !keepsNull) ? absent(name) : canonicalJson(value);
      return text === undefined ? [] : [`${canonicalString(name)}:${text}`];
    });
    return `{${members.join(",")}}`;
  };
  const payloads: Payload[] = [
    { text: print(() => undefined, true), form: undefined },
    { text: print(() => undefined, false), form: "fields without a value omitted" },
    { text: print((name) => (name === "result" ? "{}" : "null"), true), form: "absent fields as null or {}" },
  ];
  return payloads.filter(({ text }, i) => payloads.findIndex((other) => other.text === text) === i);
}

/** Tries what the definition leaves open. The form that matches; `unknown` if the platform does not have the curve. */
async function matchingForm(
  platform: Platform,
  {
    key,
    hash,
    value,
    payloads,
  }: { key: PublicKey; hash: HashName; value: string; payloads: readonly Payload[] },
): Promise<string | undefined> {
  const values = signatureValues(value, key.curve);
  for (const payload of payloads) {
    const bytes = new TextEncoder().encode(payload.text);
    const messages = [
      { message: bytes, form: "over the canonical JSON" },
      { message: platform.digest("SHA-256", bytes), form: "over its SHA-256, hashed again" },
      ...(hash === "SHA-384"
        ? [{ message: platform.digest("SHA-384", bytes), form: "over its SHA-384, hashed again" }]
        : []),
    ];
    for (const { message, form } of messages)
      for (const { bytes: signature, encoding } of values) {
        const isValid = await platform.verifySignature(key, hash, signature, message);
        if (isValid === undefined) return "unknown";
        if (isValid) return [form, payload.form, encoding].filter(Boolean).join(", ");
      }
  }
  return undefined;
}

function canonicalWords({ kind, text }: NotCanonical): string {
  switch (kind) {
    case "number":
      return t`${text.slice(0, 40)} is too large for canonical JSON`;
    case "duplicate":
      return t`a key is defined more than once, which canonical JSON does not allow`;
    case "string":
      return t`a string contains an unpaired surrogate, which canonical JSON does not allow`;
    default:
      return t`the certification is not valid JSON`;
  }
}

/** What the certificate chain of a signature shows; undefined if it has none. */
function chainOf(
  { platform, roots }: VerifyContext,
  { signature, key, at }: { signature: ObjectNode; key: PublicKey | undefined; at: Interval | undefined },
): ChainResult | undefined {
  const chain = fieldValue(signature, "certificateChain");
  if (chain?.kind !== "array" || chain.items.length === 0) return undefined;
  if (!platform.verifyChain) return { state: "unknown", reason: t`the platform has no X.509 certificates` };
  const certificates = chain.items.map((item) => (item.kind === "string" ? item.value : ""));
  const size = certificates.reduce((sum, { length }) => sum + length, 0);
  if (certificates.length > MAX_CERTIFICATES || size > MAX_CHAIN)
    return {
      state: "unknown",
      reason: t`more than ${MAX_CERTIFICATES} certificates or ${MAX_CHAIN} characters`,
    };
  if (!key)
    return { state: "unknown", reason: t`"publicKey" cannot be compared with that of the certificate` };
  return platform.verifyChain(certificates, { key, roots, at });
}

function chainCheck(statement: Statement, { state, reason = "", subject }: ChainResult): Check {
  switch (state) {
    case "valid":
      return verified(
        { ...statement, subject: subject ?? statement.subject },
        reason === "" ? {} : { reason },
      );
    case "invalid":
      return failed(statement, reason);
    default:
      return notVerified(statement, reason);
  }
}

/**
 * `integrity.signature`. The definition of what it signs names fields that are not defined, so it is never verified, and
 * neither is a certificate chain that vouches for nothing else; a chain that is wrong in itself is said so.
 */
export function checkIntegritySignature(context: VerifyContext): Check[] {
  const { integrity } = context;
  const signature = fieldValue(integrity, "signature");
  if (signature?.kind !== "object") return [];
  const subject = stringField(signature, "algorithm")?.value;
  const checks = [
    notVerified({ id: "integritySignature", node: signature, subject }, t`the payload is not defined`),
  ];
  const at = timeOf(stringField(integrity, "attestedAt")?.value ?? "");
  const chain = chainOf(context, { signature, key: publicKeyOf(fieldValue(signature, "publicKey")), at });
  if (!chain) return checks;
  const statement: Statement = { id: "certificateChain", node: fieldValue(signature, "certificateChain") };
  const check = chainCheck(statement, chain);
  return [
    ...checks,
    check.outcome === "verified"
      ? notVerified(statement, t`the signature it vouches for is not defined`)
      : check,
  ];
}
