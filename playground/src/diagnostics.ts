/** Problems: asked for after each change, shown as markers in the text and as a list below it. */
import type * as lsp from "vscode-languageserver-protocol";
import { documentOf, fromRange } from "./convert.js";
import type { LanguageServer } from "./language-server.js";
import { Emitter, editor, MarkerSeverity, Uri } from "./monaco.js";
import { rulePage } from "./rule-pages.js";
import type { Model, Workspace } from "./workspace.js";

/** Delay between the last edit and the request, in milliseconds. */
const REST = 80;

const OWNER = "forge-alloy";

const SEVERITIES: readonly MarkerSeverity[] = [
  MarkerSeverity.Error,
  MarkerSeverity.Warning,
  MarkerSeverity.Info,
  MarkerSeverity.Hint,
];

export class Diagnostics {
  readonly #server: LanguageServer;
  readonly #workspace: Workspace;
  readonly #checked = new Emitter<Model>();
  /** A file has been checked: what depends on its problems may have changed. */
  readonly onDidCheck = this.#checked.event;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(server: LanguageServer, workspace: Workspace) {
    this.#server = server;
    this.#workspace = workspace;
    workspace.onDidAdd(() => this.#checkSoon());
    workspace.onDidChange(() => this.#checkSoon());
    server.answer("workspace/diagnostic/refresh", () => {
      this.#checkSoon();
      return null;
    });
    this.#checkSoon();
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const model of this.#workspace.models) void this.#check(model);
    }, REST);
  }

  async #check(model: Model): Promise<void> {
    const version = model.getVersionId();
    const report = await this.#server.ask<lsp.DocumentDiagnosticReport>("textDocument/diagnostic", {
      textDocument: documentOf(model),
    });
    if (model.isDisposed() || model.getVersionId() !== version) return;
    if (report?.kind === "full") editor.setModelMarkers(model, OWNER, report.items.map(markerOf));
    this.#checked.fire(model);
  }
}

/** The problems of a file, in the order of the text. */
export function problemsOf(model: Model): readonly editor.IMarker[] {
  return editor
    .getModelMarkers({ owner: OWNER, resource: model.uri })
    .sort((a, b) => a.startLineNumber - b.startLineNumber || a.startColumn - b.startColumn);
}

function markerOf(problem: lsp.Diagnostic): editor.IMarkerData {
  const { range, severity = 1, message, code, codeDescription, relatedInformation = [], tags } = problem;
  const page = codeDescription && rulePage(codeDescription.href);
  return {
    ...fromRange(range),
    severity: SEVERITIES[severity - 1] ?? MarkerSeverity.Error,
    message: typeof message === "string" ? message : (message as lsp.MarkupContent).value,
    source: OWNER,
    ...(code !== undefined && {
      code: page === undefined ? String(code) : { value: String(code), target: Uri.parse(page) },
    }),
    ...(tags && { tags: [...tags] }),
    relatedInformation: relatedInformation.map(({ location, message }) => ({
      resource: Uri.parse(location.uri),
      message,
      ...fromRange(location.range),
    })),
  };
}
