/** The playground: puts its parts together. */
import type * as lsp from "vscode-languageserver-protocol";
import { Address, readAddress } from "./address.js";
import { Beginnings } from "./beginnings.js";
import { Commands } from "./commands.js";
import { offerCompletion } from "./completion.js";
import { fromRange } from "./convert.js";
import { Diagnostics } from "./diagnostics.js";
import { Edits } from "./edits.js";
import { byId } from "./elements.js";
import { COMMANDS, LanguageServer } from "./language-server.js";
import { registerLanguages } from "./languages.js";
import { type editor, Uri } from "./monaco.js";
import { offerNavigation } from "./navigation.js";
import { pathOf } from "./paths.js";
import { Preview } from "./preview.js";
import { helpReading } from "./reading.js";
import { report } from "./report.js";
import { rulePage } from "./rule-pages.js";
import { offerScreenReaderMode } from "./screen-reader.js";
import { serveFiles } from "./server-files.js";
import { synchronize } from "./synchronization.js";
import { Tabs } from "./tabs.js";
import { followSystemTheme } from "./themes.js";
import { offerTransfer } from "./transfer.js";
import { View } from "./view.js";
import { type SourceFile, Workspace } from "./workspace.js";

/** Started by `early.ts`. */
declare const serverWorker: Worker;

globalThis.MonacoEnvironment = {
  getWorker: () => new Worker("editor-worker.js", { name: "Editor" }),
};

/** How long a message stays, in milliseconds. */
const MESSAGE_STAYS = 12_000;

let messageEnd: ReturnType<typeof setTimeout> | undefined;

/** Says something in the status line, for a while. */
function tell(message: string): void {
  clearTimeout(messageEnd);
  byId("message").textContent = message;
  messageEnd = setTimeout(() => tell(""), MESSAGE_STAYS);
}

/** Says what is wrong, until something else is; "" if nothing is. */
function warn(fault: string): void {
  const warning = byId("warning");
  warning.textContent = fault;
  warning.hidden = fault === "";
}

async function start(): Promise<void> {
  const server = new LanguageServer(serverWorker, () =>
    warn("The language server has stopped. Reload the page: the text stays in its address."),
  );
  registerLanguages();
  followSystemTheme();

  const workspace = new Workspace();
  const found = await readAddress();
  if (found && "files" in found) workspace.replaceAll(found.files);
  else workspace.replaceAlloy(firstExample());
  if (found && "fault" in found) warn(`${found.fault} An example is shown instead.`);

  const view = new View(byId("editor"), workspace);
  offerScreenReaderMode(view);
  const commands = new Commands();
  const edits = new Edits(server, workspace, view, commands);
  serveFiles(server, workspace);
  synchronize(server, workspace);
  helpReading(server);
  offerCompletion(server);
  offerNavigation(server);
  const diagnostics = new Diagnostics(server, workspace);
  new Tabs(byId("tabs"), byId<HTMLButtonElement>("remove"), workspace, view);
  report({ server, workspace, diagnostics, view });

  const beginnings = new Beginnings({ server, workspace, view, edits, tell });
  const preview = new Preview(byId<HTMLIFrameElement>("preview"), {
    server,
    workspace,
    diagnostics,
    view,
    edits,
    insertStage: (index) => void beginnings.insertStage(index),
    chooseTemplate: () => void beginnings.chooseTemplate(),
    tell,
  });
  const address = new Address(workspace, (found) => {
    if ("fault" in found) return warn(found.fault);
    warn("");
    workspace.replaceAll(found.files);
    view.show(workspace.alloy);
  });
  offerTransfer({ workspace, view, tell });

  commands.register(COMMANDS.preview, () => preview.focus());
  commands.register(COMMANDS.explain, (page: string) => window.open(rulePage(page), "_blank", "noreferrer"));
  const show = (uri: string, range?: lsp.Range) => {
    const model = workspace.find(uri);
    if (model) view.reveal(model, fromRange(range ?? ORIGIN));
    return model !== undefined;
  };
  commands.register(COMMANDS.select, (uri: string, range: lsp.Range) => {
    if (show(uri, range)) view.editor.setSelection(fromRange(range));
  });
  commands.register(COMMANDS.insertSnippet, (uri: string, range: lsp.Range, snippet: string) => {
    const path = pathOf(Uri.parse(uri));
    const model = path === undefined ? undefined : workspace.add({ path, text: "" });
    if (model) edits.insertSnippet(model, fromRange(range), snippet);
  });
  server.answer("window/showDocument", ({ uri, selection }: lsp.ShowDocumentParams) => ({
    success: show(uri, selection),
  }));

  const run = (action: string) => void view.editor.getAction(action)?.run();
  const onClick = (id: string, act: () => void) => byId(id).addEventListener("click", act);
  onClick("new", () => void beginnings.choose());
  onClick("add-domain", () => void beginnings.addDomain());
  onClick("insert", () => void beginnings.insertStage(undefined));
  onClick("format", () => run("editor.action.formatDocument"));
  onClick("fix", async () => {
    const isFixed = await edits.fixAll(view.model);
    tell(isFixed ? "Fixed what is safe to fix." : "There is nothing that is safe to fix without you.");
  });
  onClick("share", async () => {
    const url = await address.write();
    if (url === undefined) return tell("The files are too large for a link. Download them instead.");
    await navigator.clipboard.writeText(url).then(
      () => tell("The link is copied. It holds the text; nothing is uploaded."),
      () => tell("The link is in the address bar. It holds the text; nothing is uploaded."),
    );
  });
  addActions(view.editor, beginnings);
  if (/Mac|iP/.test(navigator.platform))
    for (const key of document.querySelectorAll<HTMLElement>("[data-mac]"))
      key.textContent = key.dataset.mac ?? "";
  document.documentElement.dataset.ready = "true";
}

const ORIGIN: lsp.Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** In the command palette (F1), where those who use the keyboard look for them. */
function addActions(shown: editor.IStandaloneCodeEditor, beginnings: Beginnings): void {
  const actions: readonly [id: string, label: string, run: () => Promise<void>][] = [
    ["new", "Forge Alloy: New from a Template or an Example…", () => beginnings.choose()],
    ["insert-stage", "Forge Alloy: Insert Stage…", () => beginnings.insertStage(undefined)],
    ["add-domain", "Forge Alloy: Add a Domain of Your Own", () => beginnings.addDomain()],
  ];
  for (const [id, label, run] of actions) shown.addAction({ id: `playground.${id}`, label, run });
}

/** What the page shows at first: the site puts it into the page. */
function firstExample(): SourceFile {
  const { textContent, dataset } = byId("first");
  return { path: dataset.name ?? "", text: textContent ?? "" };
}

await start();

if ("serviceWorker" in navigator && window.isSecureContext)
  void navigator.serviceWorker.register("service-worker.js").catch(() => {});
