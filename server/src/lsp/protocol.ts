/**
 * Requests and notifications of our own, which no other client knows: their methods, parameters, and results. The client
 * imports these types, too.
 */
import type {
  DocumentDiagnosticReport,
  Position,
  ProgressToken,
  Range,
  TextDocumentIdentifier,
  WorkspaceEdit,
} from "vscode-languageserver";
import type { ParameterEdit, StageForm } from "../features/stage-form.js";

interface InDocument {
  readonly textDocument: TextDocumentIdentifier;
}

export interface PreviewParams extends InDocument {
  /** Width of the page in CSS pixels; absent before it is known. */
  readonly room?: number;
}

export interface Preview {
  /** Version of the document. */
  readonly version: number;
  readonly html: string;
  /** The document has syntax errors. */
  readonly isBroken: boolean;
}

export interface ExportParams extends InDocument {
  /** `svg`, `html`, or `markdown`. */
  readonly format: string;
}

export interface Status {
  readonly domains: readonly { readonly id: string; readonly isKnown: boolean }[];
  /** The verdict of the acceptance gate, and the same with its counts; `null` without acceptance criteria. */
  readonly gate: { readonly verdict: string; readonly summary: string } | null;
  readonly trust: string | null;
}

export interface Gate {
  readonly verdict: string;
  readonly summary: string;
  readonly checks: readonly { readonly state: string; readonly message: string }[];
}

export interface TemplatesParams {
  /** URI of the document that the alloy will be. */
  readonly uri: string;
  /** Name of the alloy. */
  readonly name?: string;
}

export interface Template {
  readonly label: string;
  readonly description: string;
  readonly domain: string | null;
  /** The whole alloy, with a tab stop for each value that its author decides. */
  readonly snippet: string;
}

export interface InsertableStagesParams extends InDocument {
  /** A stage goes next to the one at this position, or where the order of the phases puts it. */
  readonly position?: Position | null;
  /** The only place in `stages` where a stage goes, if there is one; takes precedence. */
  readonly index?: number | null;
}

export interface InsertableStage {
  readonly label: string;
  readonly phase: string;
  readonly summary: string;
  readonly preview: string;
  readonly places: readonly {
    readonly title: string;
    readonly edit: WorkspaceEdit;
    /** What is selected after the edit, unless that has tab stops. */
    readonly selection: Range | null;
  }[];
}

/** The acceptance gate of an alloy, as a test explorer shows it. */
export interface Criteria {
  readonly criteria: readonly {
    /** JSON pointer to the criterion, and the kind of check: one field may be checked in several ways. */
    readonly id: string;
    readonly label: string;
    readonly state: "pass" | "fail" | "unmeasured" | "invalid";
    /** The check with its numbers, in a sentence. */
    readonly message: string;
    readonly range: Range;
  }[];
  /** Errors because of which the verdict is *invalid*, whatever the criteria. */
  readonly errors: readonly { readonly message: string; readonly range: Range }[];
  /** Whether `forgeAlloy/verify` applies and there is something to verify. */
  readonly isVerifiable: boolean;
}

/** One side of a comparison. The text is part of it, because it may be that of a Git revision. */
export interface CompareSide {
  /** Title on the page. */
  readonly name: string;
  /** Determines which domains apply. */
  readonly uri: string;
  readonly text: string;
}

/** `html` is empty if there is nothing to compare; `fault` is the reason in a sentence, else empty. */
export interface Compared {
  readonly html: string;
  readonly fault: string;
}

/** The effective alloy as JSON with comments; or why there is none, in a sentence. */
export interface EffectiveAlloy {
  /** Empty if there is none. */
  readonly text: string;
  /** Empty if there is one. */
  readonly fault: string;
}

export interface StageEditParams extends InDocument {
  readonly action: "move" | "duplicate" | "remove" | "disable" | "enable";
  /** Place in `stages`; for `enable`, in `disabledStages`. */
  readonly index: number;
  /** Where a stage is moved. */
  readonly to?: number | null;
}

export interface StageEditResult {
  readonly edit: WorkspaceEdit;
  /** The stage afterwards, in the text after the edit; `null` if it is gone. */
  readonly selection: Range | null;
}

/** The parameters of a stage in the preview. */
export type { FormField, FormProblem, StageForm } from "../features/stage-form.js";

export interface StageFormParams extends InDocument {
  /** Place in `stages`. */
  readonly index: number;
}

export interface ParameterEditParams extends InDocument, ParameterEdit {}

export interface VerifyParams extends InDocument {
  /** URI of the folder with the weights, below the workspace. */
  readonly modelFolder?: string | null;
  /** Whether the user agreed to read files of any size. */
  readonly isUnlimited?: boolean | null;
  readonly workDoneToken?: ProgressToken | null;
}

/** The number of checks by outcome; or why nothing was read. */
export type VerifyResult =
  | {
      readonly verified: number;
      readonly failed: number;
      readonly notVerified: number;
      /** Files that were too large to be read unasked. */
      readonly withheld: { readonly files: number; readonly bytes: number };
      readonly refusal?: undefined;
    }
  | { readonly refusal: string };

/** Requests of the client, by method. */
export interface OwnRequests {
  "forgeAlloy/compare": { params: { readonly a: CompareSide; readonly b: CompareSide }; result: Compared };
  /** Of an alloy that is open or not; `null` for what is not an alloy. */
  "forgeAlloy/effective": { params: InDocument; result: EffectiveAlloy | null };
  "forgeAlloy/preview": { params: PreviewParams; result: Preview | null };
  /** The style sheet of the preview. */
  "forgeAlloy/previewStyle": { params: object; result: string };
  "forgeAlloy/export": { params: ExportParams; result: string | null };
  "forgeAlloy/status": { params: InDocument; result: Status | null };
  "forgeAlloy/gate": { params: InDocument; result: Gate | null };
  "forgeAlloy/templates": { params: TemplatesParams; result: readonly Template[] };
  "forgeAlloy/insertableStages": { params: InsertableStagesParams; result: readonly InsertableStage[] };
  /** Of an alloy that is open or not; `null` without criteria and statements to verify. */
  "forgeAlloy/criteria": { params: InDocument; result: Criteria | null };
  /** Changes that the preview makes; `null` if they do not apply. */
  "forgeAlloy/editStages": { params: StageEditParams; result: StageEditResult | null };
  /** `null` if the document has syntax errors, or no domain knows the type of the stage. */
  "forgeAlloy/stageForm": { params: StageFormParams; result: StageForm | null };
  /** `null` if nothing changes, or the stage is another one meanwhile. */
  "forgeAlloy/editParameter": { params: ParameterEditParams; result: WorkspaceEdit | null };
  /** A domain file to begin with. */
  "forgeAlloy/starterDomain": { params: { readonly id: string }; result: string };
  "forgeAlloy/verify": { params: VerifyParams; result: VerifyResult };
}

/** What the client sends beyond what its library does. */
export interface ClientRequests extends OwnRequests {
  "textDocument/diagnostic": { params: InDocument; result: DocumentDiagnosticReport };
}

/** Notifications of the client, by method. */
export interface OwnNotifications {
  /** The user trusts the workspace from now on. */
  "forgeAlloy/trusted": object;
}

/** What is at a URI. */
export type FileKind = "file" | "folder" | "other";

interface AtUri {
  readonly uri: string;
}

/** Requests of the server for files that only the client can reach, by method. `null`: there is no such file. */
export interface FileRequests {
  "forgeAlloy/files/read": { params: AtUri; result: string | null };
  /** Links followed. */
  "forgeAlloy/files/kind": { params: AtUri; result: FileKind | null };
  "forgeAlloy/files/entries": {
    params: AtUri;
    result: readonly { readonly name: string; readonly kind: FileKind | "link" }[] | null;
  };
  /** URIs of the alloys and settings in a folder and below. */
  "forgeAlloy/files/documentsIn": { params: AtUri; result: readonly string[] };
}
