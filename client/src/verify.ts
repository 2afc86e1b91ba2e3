/** "Verify…": compares what an alloy states with the files around it, which the server reads. */
import {
  type CancellationToken,
  FileType,
  l10n,
  ProgressLocation,
  type QuickPickItem,
  Uri,
  window,
  workspace,
} from "vscode";
import type { VerifyResult } from "../../server/src/lsp/protocol.js";
import type { LanguageServer } from "./language-server.js";

/**
 * Verifies an alloy, and tells how many statements are true; each is marked in its text.
 * @param uri of an alloy that is open; default: the active one
 * @param weights the folder with the weights, `null` to leave them out; default: the user is asked
 */
export async function verify(
  server: LanguageServer,
  uri?: string,
  weights?: string | null,
): Promise<VerifyResult | undefined> {
  const alloy = uri === undefined ? activeAlloy() : Uri.parse(uri);
  if (!alloy) {
    void window.showInformationMessage(l10n.t("Open an alloy to verify it."));
    return undefined;
  }
  const modelFolder = weights === undefined ? await askForWeights(alloy) : weights;
  if (modelFolder === undefined) return undefined;
  const result = await ask(server, { alloy, modelFolder, isUnlimited: false });
  if (result) void tell(server, { alloy, modelFolder, result });
  return result;
}

function activeAlloy(): Uri | undefined {
  const document = window.activeTextEditor?.document;
  return document?.languageId === "forge-alloy" ? document.uri : undefined;
}

const WEIGHTS = /\.(safetensors|gguf)$/;

/** The folder with the weights, `null` for none; undefined if the user gives up. */
async function askForWeights(alloy: Uri): Promise<string | null | undefined> {
  const folder = Uri.joinPath(alloy, "..");
  const entries = await workspace.fs.readDirectory(folder).then(undefined, () => []);
  const files = entries.filter(([name, type]) => type !== FileType.Directory && WEIGHTS.test(name));
  const without = { label: l10n.t("Without weights") };
  const elsewhere = { label: l10n.t("With the weights in a folder of the workspace…") };
  const beside = {
    label: l10n.t("With the weights next to the alloy"),
    description: files.map(([name]) => name).join(", "),
  };
  const items: QuickPickItem[] = [...(files.length > 0 ? [beside] : []), without, elsewhere];
  const choice = await window.showQuickPick(items, {
    title: l10n.t("Verify"),
    placeHolder: l10n.t("Select what to verify"),
  });
  if (!choice) return undefined;
  if (choice === without) return null;
  if (choice === beside) return folder.toString();
  const chosen = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: folder,
    openLabel: l10n.t("Verify"),
  });
  return chosen?.[0]?.toString();
}

interface Question {
  readonly alloy: Uri;
  readonly modelFolder: string | null;
  /** Whether the user agreed that large files are read. */
  readonly isUnlimited: boolean;
}

/** Undefined where the server is not there, and where the user gave up. */
function ask(
  server: LanguageServer,
  { alloy, modelFolder, isUnlimited }: Question,
): Thenable<VerifyResult | undefined> {
  const params = { textDocument: { uri: alloy.toString() }, modelFolder, isUnlimited };
  const title = l10n.t("Verifying the alloy");
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, (progress, token: CancellationToken) => {
    let shown = 0;
    return server.requestWithProgress("forgeAlloy/verify", params, {
      token,
      report: (percentage) => {
        progress.report({ increment: percentage - shown });
        shown = percentage;
      },
    });
  });
}

async function tell(
  server: LanguageServer,
  { alloy, modelFolder, result }: Omit<Question, "isUnlimited"> & { readonly result: VerifyResult },
): Promise<void> {
  if (result.refusal !== undefined) {
    await window.showWarningMessage(l10n.t("The alloy was not verified: {0}.", result.refusal));
    return;
  }
  const { verified, failed, notVerified, withheld } = result;
  const counts = l10n.t("{0} verified, {1} failed, {2} not verified.", verified, failed, notVerified);
  const show = failed > 0 ? window.showWarningMessage : window.showInformationMessage;
  if (withheld.files === 0) {
    await show(counts);
    return;
  }
  const gigabytes = (withheld.bytes / 1e9).toFixed(1);
  const large = l10n.t("Files skipped because of their size: {0} ({1} GB).", withheld.files, gigabytes);
  const readThem = l10n.t("Read Anyway");
  if ((await show(`${counts} ${large}`, readThem)) !== readThem) return;
  const all = await ask(server, { alloy, modelFolder, isUnlimited: true });
  if (all) await tell(server, { alloy, modelFolder, result: all });
}
