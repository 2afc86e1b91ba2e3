import type { Alloy, Stage } from "../alloy/alloy.js";
import type { Section } from "../alloy/section.js";
import type { Edit } from "../text/edits.js";
import type { Span } from "../text/tree.js";

export type Severity = "error" | "warning" | "information" | "hint";

/** A change that removes a problem. */
export interface Fix {
  /** What it does, as an imperative sentence without a full stop. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one a person would nearly always choose. */
  readonly preferred?: boolean;
}

/** What a check may add to a report. */
export interface ReportOptions {
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly related?: Span & { readonly message: string };
  readonly tag?: "unnecessary" | "deprecated";
}

export type Report<Data> = (at: Span, data: Data, options?: ReportOptions) => void;

interface RuleBase<Data> {
  /** Stable, `group/name`; settings, suppressions and documentation refer to it. */
  readonly code: string;
  readonly severity: Severity;
  /** One line, no full stop. */
  readonly summary: string;
  /** Markdown: why it is wrong and what to do. */
  readonly explanation: string;
  /** Alloys that show the problem, with ‹ › around the range reported, and alloys that do not. They are its tests. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  message(data: Data): string;
  fixes?(data: Data, alloy: Alloy): readonly Fix[];
}

/** A rule that looks at the document, at each stage, or at each part that one schema describes. */
export type Rule<Data = unknown> = RuleBase<Data> &
  (
    | { readonly scope: "document"; check(alloy: Alloy, report: Report<Data>): void }
    | { readonly scope: "stage"; check(stage: Stage, report: Report<Data>, alloy: Alloy): void }
    | { readonly scope: "section"; check(section: Section, report: Report<Data>, alloy: Alloy): void }
  );

/** Something to tell the author: a rule's finding at a place. */
export interface Problem extends Span {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related?: Span & { readonly message: string };
  readonly tag?: "unnecessary" | "deprecated";
  /** Made when asked for: most problems are never fixed from a menu. */
  fixes(): readonly Fix[];
}

/** Checks a rule's types; what its data is, only the rule itself knows. */
export function rule<Data>(definition: Rule<Data>): Rule {
  return definition as unknown as Rule;
}
