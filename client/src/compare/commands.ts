/** What is compared: two files, the sides of a diff editor, or a file with a revision of Git. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  extensions,
  l10n,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
} from "vscode";
import type { LanguageServer } from "../language-server.js";
import type { GitApi, GitExtension, Repository } from "./git-api.js";
import { openComparison, type Side } from "./panel.js";

/** Maximum number of commits that the list of revisions offers; `HEAD` is offered in addition. */
const MAX_COMMITS = 50;

/** Glob pattern for alloy files, for the list that offers the other alloy to compare with. */
const ALLOYS = "**/{*.alloy.json,forge-alloy.json}";

/** Maximum number of alloy files from which the user chooses the other alloy. */
const MAX_FILES = 1000;

export function registerComparison(context: ExtensionContext, server: LanguageServer): Disposable[] {
  const open = (a: Side, b: Side) => openComparison(server, context.extensionUri, a, b);
  return [
    commands.registerCommand("forge-alloy.compare", async (uri?: Uri, selected?: Uri[]) => {
      const pair = selected?.length === 2 ? selected : diffSides();
      if (pair) {
        const [a, b] = pair as [Uri, Uri];
        open(await sideOf(a), await sideOf(b));
        return;
      }
      const file = uri ?? window.activeTextEditor?.document.uri;
      const other = file && (await askForOther(file));
      if (file && other) open(await sideOf(file), await sideOf(other));
    }),
    commands.registerCommand("forge-alloy.compareWithRevision", async (uri?: Uri) => {
      const file = uri ?? window.activeTextEditor?.document.uri;
      if (file) await compareWithRevision(file, open);
    }),
  ];
}

/** The two sides of the diff editor that is active, the older one first. */
function diffSides(): readonly Uri[] | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputTextDiff ? [input.original, input.modified] : undefined;
}

async function sideOf(uri: Uri, revision?: string): Promise<Side> {
  const document = await workspace.openTextDocument(uri);
  const path = workspace.asRelativePath(uri.path);
  const of = revision ?? revisionOf(uri);
  const name = of === undefined ? path : l10n.t("{0} ({1})", path, of);
  return { document, name, uri: uri.scheme === "git" ? Uri.file(uri.path.replace(/\.git$/, "")) : uri };
}

/** The revision of a document of the Git extension, whose query is JSON. */
function revisionOf(uri: Uri): string | undefined {
  if (uri.scheme !== "git") return undefined;
  try {
    const { ref } = JSON.parse(uri.query);
    return typeof ref === "string" && ref !== "" ? ref : l10n.t("index");
  } catch {
    return undefined;
  }
}

async function askForOther(file: Uri): Promise<Uri | undefined> {
  const found = await workspace.findFiles(ALLOYS, "**/node_modules/**", MAX_FILES);
  const others = found.filter((uri) => uri.toString() !== file.toString());
  if (others.length === 0) {
    void window.showInformationMessage(l10n.t("The workspace has no other alloy to compare with."));
    return undefined;
  }
  const items = others.map((uri) => ({ label: workspace.asRelativePath(uri), uri }));
  items.sort((a, b) => a.label.localeCompare(b.label));
  const placeHolder = l10n.t("Select an alloy to compare {0} with", workspace.asRelativePath(file));
  return (await window.showQuickPick(items, { title: l10n.t("Compare Alloys"), placeHolder }))?.uri;
}

async function compareWithRevision(file: Uri, open: (a: Side, b: Side) => void): Promise<void> {
  const api = await gitApi();
  if (!api) {
    void window.showInformationMessage(l10n.t("The Git extension of VS Code is disabled."));
    return;
  }
  const repository = api.getRepository(file) ?? (await api.openRepository?.(file));
  if (!repository) {
    void window.showInformationMessage(
      l10n.t("{0} is not in a Git repository.", workspace.asRelativePath(file)),
    );
    return;
  }
  const revision = await askForRevision(repository, file);
  if (revision === undefined) return;
  try {
    const before = await sideOf(api.toGitUri(file, revision.ref), revision.name);
    open(before, await sideOf(file));
  } catch {
    const path = workspace.asRelativePath(file);
    void window.showInformationMessage(l10n.t("{0} does not exist in {1}.", path, revision.name));
  }
}

/** The built-in Git extension; undefined if it is disabled or absent. */
async function gitApi(): Promise<GitApi | undefined> {
  try {
    const git = await extensions.getExtension<GitExtension>("vscode.git")?.activate();
    return git?.enabled ? git.getAPI(1) : undefined;
  } catch {
    return undefined;
  }
}

interface Revision {
  readonly ref: string;
  readonly name: string;
}

async function askForRevision(repository: Repository, file: Uri): Promise<Revision | undefined> {
  const commits = await repository.log({ maxEntries: MAX_COMMITS, path: file.fsPath }).catch(() => []);
  const items = [
    { label: "HEAD", description: repository.state.HEAD?.name ?? "", ref: "HEAD", name: "HEAD" },
    ...commits.map(({ hash, message, authorDate }) => ({
      label: message.split("\n")[0] ?? "",
      description: [hash.slice(0, 8), authorDate?.toLocaleDateString()].filter(Boolean).join(" · "),
      ref: hash,
      name: hash.slice(0, 8),
    })),
  ];
  return window.showQuickPick(items, {
    title: l10n.t("Compare Alloy with Git Revision"),
    placeHolder: l10n.t("Select a revision to compare with"),
    matchOnDescription: true,
  });
}
