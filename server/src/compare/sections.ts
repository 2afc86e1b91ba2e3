/** A comparison as it is shown: titles and rows, the same for a terminal, Markdown, and the editor. */
import { stateWords, verdictWords } from "../model/gate-words.js";
import type { Member, Span, ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Change, Comparison, Part } from "./compare.js";
import { criterionWords } from "./criteria.js";
import { scoreChangeWords, scoreWords } from "./scores.js";
import { changedWords, valueWords } from "./value-words.js";

/** One line of a section. */
export interface Row {
  readonly mark: "+" | "−" | "~" | "↕" | "✗" | "✓" | "";
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** A unit, or the change in words. */
  readonly note: string;
  /** Where it is in each text. */
  readonly a?: Span | undefined;
  readonly b?: Span | undefined;
}

export interface Section {
  readonly id: Part | "regressions" | "scores" | "checks";
  readonly title: string;
  readonly rows: readonly Row[];
  /** Number of rows beyond those. */
  readonly leftOut: number;
}

/**
 * Maximum number of rows shown per section: more rows are not useful, and an editor is slow to render them.
 */
const MAX_ROWS = 500;

const MARKS = { added: "+", removed: "−", changed: "~", moved: "↕" } as const;

/** The sections that have rows. Regressions come first. */
export function sectionsOf(comparison: Comparison): readonly Section[] {
  const { changes, criteria, scores, checks, regressions } = comparison;
  const of = (part: Part) => changes.filter((change) => change.part === part).map(changeRow);
  // The other criteria are among the regressions.
  const harder = criteria.filter(({ effect }) => effect === "tightened" || effect === "added");
  const sections: [Section["id"], string, readonly Row[]][] = [
    [
      "regressions",
      t`Regressions`,
      regressions.map((sentence) => ({ ...EMPTY, mark: "✗", label: sentence })),
    ],
    [
      "criteria",
      t`Acceptance criteria`,
      [
        ...harder.map((change) => ({
          ...EMPTY,
          mark: "✓" as const,
          label: criterionWords(change),
          a: change.a,
          b: change.b,
        })),
        ...of("criteria"),
      ],
    ],
    ["source", t`Source model`, of("source")],
    ["stages", t`Stages`, of("stages")],
    ["hardware", t`Hardware`, of("hardware")],
    [
      "scores",
      t`Scores`,
      scores.map((change) => ({
        ...EMPTY,
        label: change.benchmark,
        from: scoreWords(change.a),
        to: scoreWords(change.b),
        note: scoreChangeWords(change),
        a: change.a?.node,
        b: change.b?.node,
      })),
    ],
    [
      "checks",
      t`Checks`,
      checks.map(({ label, a, b }) => ({
        ...EMPTY,
        mark: b.state === "pass" ? "✓" : "✗",
        label,
        from: stateWords(a),
        to: stateWords(b),
        a: a.criterion,
        b: b.criterion,
      })),
    ],
    ["results", t`Results`, of("results")],
    ["integrity", t`Integrity`, of("integrity")],
    ["lineage", t`Lineage`, of("lineage")],
    ["document", t`Other fields`, of("document")],
  ];
  return sections.flatMap(([id, title, rows]) =>
    rows.length > 0
      ? [{ id, title, rows: rows.slice(0, MAX_ROWS), leftOut: Math.max(0, rows.length - MAX_ROWS) }]
      : [],
  );
}

const EMPTY = { mark: "", label: "", from: "", to: "", note: "" } as const;

function changeRow({ kind, label, a, b, unit, positions }: Change): Row {
  const row = { mark: MARKS[kind], label, note: "", a, b };
  if (positions)
    return { ...row, from: "", to: "", note: t`moved from position ${positions.a} to ${positions.b}` };
  if (kind === "moved") return { ...row, from: "", to: valueWords(b), note: t`moved` };
  // A whole stage is named by its label.
  if (isStage(a ?? b)) return { ...row, from: "", to: "" };
  const [from, to] = a && b ? changedWords(a, b) : [valueWords(a), valueWords(b)];
  return { ...row, from, to, note: unit ?? "" };
}

function isStage(node: ValueNode | undefined): boolean {
  const holder = node?.parent;
  const field: Member | ValueNode | undefined = holder?.kind === "array" ? holder.parent : undefined;
  return field?.kind === "member" && field.name === "stages" && field.parent.parent === undefined;
}

/** A row in words: `2 train · steps: 300 → 500 (steps)`. */
export function rowWords({ label, from, to, note }: Row): string {
  const change = from !== "" && to !== "" ? `${from} → ${to}` : from || to;
  const words = [change, change !== "" && note !== "" ? `(${note})` : note].filter(Boolean).join(" ");
  return words === "" ? label : `${label}: ${words}`;
}

/** Says that nothing changed, or how the verdict did. */
export function summaryWords({ isIdentical, isSameText, verdict }: Comparison): string {
  if (isSameText) return t`The files are identical.`;
  if (isIdentical) return t`No differences: only formatting, key order, or the notation of values differs.`;
  const [before, after] = [verdictWords(verdict.a), verdictWords(verdict.b)];
  return before === after ? t`Verdict: ${after}, as before` : t`Verdict: ${before} → ${after}`;
}

/** Says how many rows are not shown. */
export function leftOutWords(count: number): string {
  return t`and ${count} more`;
}
