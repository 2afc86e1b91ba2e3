import type { Alloy, Stage } from "../model/alloy.js";
import type { DocumentKind } from "../schema/document-kind.js";
import type { StageType } from "../schema/effective-schema.js";
import type { StageRole } from "../schema/schema.js";
import type { Remark, Section } from "../schema/validate.js";
import type { Edit } from "../syntax/edits.js";
import type { Span } from "../syntax/tree.js";
import type { UnresolvedReference } from "./reference.js";

export type Severity = "error" | "warning" | "information" | "hint";

/** A change that removes a problem. */
export interface Fix {
  /** What the fix does, as an imperative sentence without a period. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /**
   * Whether the fix is safe to apply without being requested: JSON parsers and the forge-alloy Python package
   * read the same alloy afterward, or they could not read it before and there was exactly one reading. A safe
   * fix does not lose, join, or guess any content.
   */
  readonly safe: boolean;
  /** Whether it is the fix that nearly all authors would choose. Never true for a fix that guesses. */
  readonly preferred?: boolean;
  /**
   * Whether the fix adds a placeholder for a value that only the author knows. Applied only if the author
   * selects it.
   */
  readonly isPlaceholder?: boolean;
}

/** Another place that belongs to a problem, and what it is, as a noun phrase. */
export interface Related extends Span {
  readonly message: string;
}

/** What a check may add to a report. */
export interface ReportOptions {
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** One place, or several in the order in which they are told. */
  readonly related?: Related | readonly Related[];
  readonly tag?: "unnecessary" | "deprecated";
  /** Something is missing in the object that holds the place: the JSON pointer leads to that object. */
  readonly isOfHolder?: boolean;
}

/** The facts about a document that its text does not show. */
export interface DocumentContext {
  /** The text differs from the one that was opened. */
  readonly isEdited?: boolean;
  /** The text is too long to be checked at each keystroke: only its syntax is. */
  readonly isLarge?: boolean;
  /** Where the last edit was: of too many problems, the nearest are told. */
  readonly editedAt?: number;
  /** For a configuration: indexes in `suppressions` of the suppressions that no alloy needs. */
  readonly unusedSuppressions?: readonly number[];
  /** For a configuration: the references that cannot be resolved. */
  readonly unresolved?: readonly UnresolvedReference[];
  /** For a domain file: location of another domain with the same ID. */
  readonly clashesWith?: string;
  /** For an alloy in a file: the name of the file, without its folder. */
  readonly fileName?: string;
}

/** A document that shows a problem, or does not. */
export interface Example {
  /** With ‹ › around each range reported. */
  readonly text: string;
  readonly context?: DocumentContext;
  /** The executor profiles in reach of it, if they are not only the built-in ones. */
  readonly executors?: ExampleExecutors;
}

interface ExampleExecutors {
  /** Texts of profile files, the nearest first. */
  readonly files?: readonly string[];
  /** IDs that the configuration selects. */
  readonly selected?: readonly string[];
  readonly isTrusted?: false;
}

export type Report<Data> = (at: Span, data: Data, options?: ReportOptions) => void;

interface RuleBase<Data> {
  /** Stable, `group/name`; settings, suppressions and documentation refer to it. */
  readonly code: string;
  readonly severity: Severity;
  /** One line, no full stop. */
  readonly summary: string;
  /**
   * Markdown: why it is wrong and what to do. As the examples, it is read from a file where there is Node, and absent in code
   * for browsers.
   */
  readonly explanation: string;
  /** Documents that show the problem, with ‹ › around the range reported, and documents that do not: its tests. */
  readonly examples: {
    readonly bad: readonly (string | Example)[];
    readonly good: readonly (string | Example)[];
  };
  /** The kind of documents it looks at; alloys where it says nothing. */
  readonly on?: DocumentKind | "every";
  /** Set if the rule reports what the parser found, which is fast enough for a document of any length. */
  readonly isSyntax?: true;
  message(data: Data): string;
  fixes?(data: Data, alloy: Alloy): readonly Fix[];
}

/**
 * The context that a rule about one part of a document may use in addition to that part. Its findings must
 * depend on nothing else: they stay cached while the part and the context are unchanged, however the rest of
 * the document is edited.
 */
export type RuleContext = Pick<
  Alloy,
  "registry" | "vocabulary" | "areDomainsKnown" | "isExecuted" | "source" | "placeOf" | "memos"
>;

/**
 * A rule that checks the document, each stage, or each section, which is a part that one schema describes.
 */
export type Rule<Data = unknown> = RuleBase<Data> &
  (
    | {
        readonly scope: "document";
        /**
         * The roles of the stages of which it reads more than the type; any stage where it says nothing. Its findings stay
         * as they are while a stage with another role is edited, so it must not use `known`.
         */
        readonly reads?: readonly StageRole[];
        check(alloy: Alloy, report: Report<Data>, known: DocumentContext): void;
      }
    | {
        readonly scope: "stage";
        /** Whether it looks at stages of a type, or at those of no known type; at all where it says nothing. */
        of?(type: StageType | undefined): boolean;
        check(stage: Stage, report: Report<Data>, around: RuleContext): void;
      }
    | {
        readonly scope: "section";
        /** What it reads of a section; it is not asked about one where there is none of it. */
        readonly reads: Remark;
        check(section: Section, report: Report<Data>, around: RuleContext): void;
      }
  );

/** Something to tell the author: a rule's finding at a place. */
export interface Problem extends Span {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Other places that belong to it; empty if there are none. */
  readonly related: readonly Related[];
  readonly tag?: "unnecessary" | "deprecated" | undefined;
  /** Its JSON pointer leads to the object that holds the place. */
  readonly isOfHolder?: boolean | undefined;
  /** Made when asked for: most problems are never fixed from a menu. */
  fixes(): readonly Fix[];
}

export function exampleOf(example: string | Example): Example {
  return typeof example === "string" ? { text: example } : example;
}

/** Checks a rule's types; what its data is, only the rule itself knows. */
export function rule<Data>(definition: Rule<Data>): Rule {
  return definition as unknown as Rule;
}
