/** The language status of an alloy: its domains, the verdict of its gate, how far it can be trusted. */
import {
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
  type TextEditor,
  window,
} from "vscode";
import type { Status } from "../../server/src/lsp/protocol.js";
import type { LanguageServer } from "./language-server.js";

/** The items of the language status, one line each. */
interface Lines {
  readonly domains: LanguageStatusItem;
  readonly verdict: LanguageStatusItem;
  readonly trust: LanguageStatusItem;
}

/**
 * Keeps the language status up to date with the active alloy, and removes it while the server is not running.
 */
export function registerStatus(server: LanguageServer): Disposable[] {
  let lines: Lines | undefined;
  const clear = () => {
    for (const line of Object.values(lines ?? {})) line.dispose();
    lines = undefined;
  };

  const update = async (editor: TextEditor | undefined) => {
    if (editor?.document.languageId !== "forge-alloy") return;
    const textDocument = { uri: editor.document.uri.toString() };
    const status = await server.request("forgeAlloy/status", { textDocument });
    if (!status || window.activeTextEditor !== editor) return;
    lines ??= newLines();
    show(status, lines);
  };

  return [
    { dispose: clear },
    window.onDidChangeActiveTextEditor((editor) => void update(editor)),
    server.onDidChangeState((state) => {
      if (state === "running") void update(window.activeTextEditor);
      else clear();
    }),
    // Updates after every check, whether or not an edit caused it.
    languages.onDidChangeDiagnostics(({ uris }) => {
      const active = window.activeTextEditor;
      if (uris.some((uri) => uri.toString() === active?.document.uri.toString())) void update(active);
    }),
  ];
}

function newLines(): Lines {
  const line = (id: string, name: string): LanguageStatusItem => {
    const made = languages.createLanguageStatusItem(`forge-alloy.${id}`, { language: "forge-alloy" });
    made.name = name;
    return made;
  };
  const verdict = line("verdict", l10n.t("Acceptance gate"));
  verdict.command = { command: "forge-alloy.openPreview", title: l10n.t("Preview") };
  return { domains: line("domains", l10n.t("Domains")), verdict, trust: line("trust", l10n.t("Trust")) };
}

function show(status: Status, { domains, verdict, trust }: Lines): void {
  const unknown = status.domains.filter(({ isKnown }) => !isKnown);
  domains.text = status.domains.map(({ id }) => id).join(", ");
  domains.detail =
    unknown.length > 0
      ? l10n.t("not registered: {0}", unknown.map(({ id }) => id).join(", "))
      : l10n.t("domains");
  domains.severity = unknown.length > 0 ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  verdict.text = status.gate?.summary ?? l10n.t("no acceptance criteria");
  verdict.detail = l10n.t("acceptance gate");
  verdict.severity =
    status.gate?.verdict === "rework" || status.gate?.verdict === "invalid"
      ? LanguageStatusSeverity.Warning
      : LanguageStatusSeverity.Information;
  trust.text = status.trust ?? l10n.t("not attested");
  trust.detail = l10n.t("trust");
}
