/** The Test Explorer: one test for each acceptance criterion of each alloy in the workspace. */
import {
  type CancellationToken,
  type Disposable,
  Location,
  l10n,
  languages,
  Range,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  type TestRunRequest,
  tests,
  type Uri,
  workspace,
} from "vscode";
import type * as protocol from "vscode-languageclient";
import type { Criteria } from "../../server/src/lsp/protocol.js";
import { isOurs } from "./language-client.js";
import type { LanguageServer } from "./language-server.js";

const ALLOYS = "**/{*.alloy.json,forge-alloy.json,*__forge-alloy.json}";

/** Alloys that are read for their criteria. */
const MAX_FILES = 1000;

/** IDs of the tests that are not criteria. */
const ERRORS = "errors";
const VERIFY = "verify";

/** Lists the alloys when the Test Explorer asks for them, and keeps them up to date. */
export function registerAcceptanceTests(server: LanguageServer): Disposable[] {
  const controller = tests.createTestController("forge-alloy", l10n.t("Acceptance criteria"));
  let isListed = false;

  const listAll = async () => {
    isListed = true;
    const uris = await workspace.findFiles(ALLOYS, "**/node_modules/**", MAX_FILES);
    for (const uri of uris) await update(server, controller, uri);
  };
  controller.resolveHandler = async (item) => {
    if (!item) await listAll();
  };
  controller.refreshHandler = listAll;
  controller.createRunProfile(
    l10n.t("Evaluate"),
    TestRunProfileKind.Run,
    (request, token) => run(server, controller, request, token),
    true,
  );

  const changed = (uri: Uri) => {
    if (isListed) void update(server, controller, uri);
  };
  const watcher = workspace.createFileSystemWatcher(ALLOYS);
  return [
    controller,
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
    // After every check of an open alloy.
    languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) if (isOpenAlloy(uri)) changed(uri);
    }),
  ];
}

function isOpenAlloy(uri: Uri): boolean {
  return workspace.textDocuments.some(
    (document) =>
      isOurs(document) &&
      document.languageId === "forge-alloy" &&
      !document.isUntitled &&
      document.uri.toString() === uri.toString(),
  );
}

function ask(server: LanguageServer, uri: Uri): Promise<Criteria | null | undefined> {
  return server.request("forgeAlloy/criteria", { textDocument: { uri: uri.toString() } });
}

/** Makes the tests of an alloy anew. */
async function update(
  server: LanguageServer,
  controller: TestController,
  uri: Uri,
): Promise<Criteria | undefined> {
  const found = await ask(server, uri);
  if (found === undefined) return undefined; // the server is not there; what is listed stays
  if (found === null) {
    controller.items.delete(uri.toString());
    return undefined;
  }
  const alloy = controller.createTestItem(uri.toString(), workspace.asRelativePath(uri), uri);
  const item = (id: string, label: string, range?: protocol.Range) => {
    const test = controller.createTestItem(`${uri} ${id}`, label, uri);
    if (range) test.range = toRange(range);
    return test;
  };
  alloy.children.replace([
    ...(found.criteria.length > 0 ? [item(ERRORS, l10n.t("No errors"), found.errors[0]?.range)] : []),
    ...found.criteria.map(({ id, label, range }) => item(id, label, range)),
    ...(found.isVerifiable ? [item(VERIFY, l10n.t("Verify hashes and signatures"))] : []),
  ]);
  controller.items.add(alloy);
  return found;
}

async function run(
  server: LanguageServer,
  controller: TestController,
  request: TestRunRequest,
  token: CancellationToken,
): Promise<void> {
  const testRun = controller.createTestRun(request);
  for (const [uri, wanted] of wantedIn(controller, request)) {
    if (token.isCancellationRequested) break;
    const criteria = await update(server, controller, uri);
    const alloy = controller.items.get(uri.toString());
    if (!criteria || !alloy) continue;
    for (const [id, test] of alloy.children) {
      if (wanted && !wanted.has(id)) continue;
      testRun.started(test);
      if (id === `${uri} ${VERIFY}`) await verify(server, testRun, test, uri, token);
      else report(testRun, test, criteria, id.slice(`${uri} `.length), uri);
    }
  }
  testRun.end();
}

/** The alloys of a run, and of each the tests that are wanted; undefined for all of them. */
function wantedIn(
  controller: TestController,
  { include, exclude }: TestRunRequest,
): Map<Uri, ReadonlySet<string> | undefined> {
  const excluded = new Set(exclude?.map(({ id }) => id));
  const wanted = new Map<Uri, ReadonlySet<string> | undefined>();
  for (const [, alloy] of controller.items) {
    if (!alloy.uri || excluded.has(alloy.id)) continue;
    const children = [...alloy.children].map(([id]) => id);
    const isWhole = !include || include.some(({ id }) => id === alloy.id);
    const chosen = isWhole ? children : children.filter((child) => include.some(({ id }) => id === child));
    const left = chosen.filter((id) => !excluded.has(id));
    if (left.length > 0) wanted.set(alloy.uri, isWhole && excluded.size === 0 ? undefined : new Set(left));
  }
  return wanted;
}

/** A criterion that was not measured is neither passed nor skipped: the alloy does not ship with it. */
function report(run: TestRun, test: TestItem, { criteria, errors }: Criteria, id: string, uri: Uri): void {
  if (id === ERRORS) {
    if (errors.length === 0) run.passed(test);
    else
      run.failed(
        test,
        errors.map(({ message, range }) => messageAt(message, uri, range)),
      );
    return;
  }
  const criterion = criteria.find((one) => one.id === id);
  if (!criterion) run.skipped(test);
  else if (criterion.state === "pass") run.passed(test);
  else {
    const message = messageAt(criterion.message, uri, criterion.range);
    if (criterion.state === "fail") run.failed(test, message);
    else run.errored(test, message);
  }
}

async function verify(
  server: LanguageServer,
  run: TestRun,
  test: TestItem,
  uri: Uri,
  token: CancellationToken,
): Promise<void> {
  await workspace.openTextDocument(uri); // the server verifies what is open
  const params = { textDocument: { uri: uri.toString() }, modelFolder: null, isUnlimited: false };
  const result = await server.requestWithProgress("forgeAlloy/verify", params, {
    token,
    report: () => {},
  });
  if (!result || result.refusal !== undefined) {
    run.errored(test, new TestMessage(result?.refusal ?? l10n.t("The alloy was not verified.")));
    return;
  }
  const { verified, failed, notVerified } = result;
  const counts = l10n.t("{0} verified, {1} failed, {2} not verified.", verified, failed, notVerified);
  if (failed > 0) run.failed(test, new TestMessage(counts));
  else if (notVerified > 0 || verified === 0) run.errored(test, new TestMessage(counts));
  else run.passed(test);
}

function messageAt(text: string, uri: Uri, range: protocol.Range): TestMessage {
  const message = new TestMessage(text);
  message.location = new Location(uri, toRange(range));
  return message;
}

function toRange({ start, end }: protocol.Range): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
