import type { SourceText } from "../syntax/source-text.js";
import type { Member, Span, ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Check } from "../verify/check.js";
import { canonical } from "../workspace/uris.js";
import type { DocumentVersion } from "./documents.js";

/** What became of one statement of an alloy, and where it is in the text. */
export interface Outcome extends Span {
  readonly id: Check["id"];
  readonly outcome: Check["outcome"];
  /** A sentence. */
  readonly message: string;
}

const NONE: readonly Outcome[] = [];

/** The outcomes of the last verification of each open document. They hold until its text changes. */
export class Outcomes {
  readonly #known = new Map<string, { readonly source: SourceText; readonly list: readonly Outcome[] }>();

  /** The same array as long as it holds. */
  of({ uri, source }: DocumentVersion): readonly Outcome[] {
    const known = this.#known.get(canonical(uri));
    return known?.source.equals(source) ? known.list : NONE;
  }

  set({ uri, source }: DocumentVersion, checks: readonly Check[]): void {
    this.#known.set(canonical(uri), { source, list: checks.flatMap(outcomeOf) });
  }

  forget(uri: string): void {
    this.#known.delete(canonical(uri));
  }
}

/**
 * Returns the outcome of a check, or none for the hash of the whole file: an editor does not provide an
 * expected hash.
 */
function outcomeOf(check: Check): Outcome[] {
  const { id, node, outcome } = check;
  if (!node) return [];
  return [{ ...spanOf(node), id, outcome, message: messageOf(check) }];
}

/** The line of a value, or the key of an object or array, which may be long. */
function spanOf(node: ValueNode | Member): Span {
  const member = node.kind === "member" ? node : node.parent?.kind === "member" ? node.parent : undefined;
  const value = node.kind === "member" ? node.value : node;
  const isLong = value?.kind === "object" || value?.kind === "array";
  if (member) return { start: member.key.start, end: isLong ? member.key.end : member.end };
  const first = value?.kind === "object" ? value.members[0] : undefined;
  const { start, end } = first ?? node;
  return { start, end };
}

function messageOf({ id, subject, outcome, reason, form }: Check): string {
  const statement = subject === undefined ? `"${id}"` : t`"${id}" of "${subject}"`;
  const why = withoutOption([reason, form].filter(Boolean).join("; "));
  switch (outcome) {
    case "verified":
      return why === "" ? t`${statement} is verified.` : t`${statement} is verified: ${why}.`;
    case "failed":
      return t`${statement} failed verification: ${why}.`;
    default:
      return t`${statement} is not verified: ${why}.`;
  }
}

/** Reasons name the option of the command line that would hand over what is missing. An editor has none. */
function withoutOption(reason: string): string {
  return reason.replace(/ \(--[\w-]+\)/g, "");
}
