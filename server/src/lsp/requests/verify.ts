import { Alloy } from "../../model/alloy.js";
import { t } from "../../text/l10n.js";
import type { Check } from "../../verify/check.js";
import { sandboxOf } from "../../workspace/path-sandbox.js";
import { folderOf } from "../../workspace/uris.js";
import type { DocumentVersion } from "../documents.js";
import type { LanguageSession } from "../language-session.js";
import type { CancellationToken, WorkDoneProgressReporter } from "../lsp.js";
import type { VerifyParams, VerifyResult } from "../protocol.js";
import { ownRequest } from "./request.js";

/** Bytes of all files together that are read before the client has said that more may be. */
const MAX_UNASKED = 64_000_000;

/** Whether a document can be verified: a file in a folder of a workspace that the user trusts. */
export function isVerifiable(session: LanguageSession, { uri, alloy, isLarge }: DocumentVersion): boolean {
  const isReached = session.host.verifier?.reaches(uri) === true && session.store.folderOf(uri) !== undefined;
  return isReached && session.store.projects.isTrusted && alloy.kind === "alloy" && !isLarge;
}

/** Verifies what an open alloy states, when our own client asks for it: files are read only then. */
export const verify = ownRequest("forgeAlloy/verify", ["textDocument"], async (session, params, token) => {
  const { documents, verifying } = session.store;
  const document = documents.get(params.textDocument.uri);
  if (!document) return { refusal: t`the alloy is not open` };
  const refusal = await whyNot(session, document, params.modelFolder ?? undefined);
  if (refusal !== undefined) return { refusal };
  if (verifying.has(document.uri)) return { refusal: t`it is already being verified` };
  verifying.add(document.uri);
  const progress = session.connection.window.attachWorkDoneProgress(params.workDoneToken ?? undefined);
  progress.begin(t`Verifying`, 0);
  try {
    return await verifyDocument(session, document, params, progress, token);
  } finally {
    verifying.delete(document.uri);
    progress.done();
  }
});

/** Links may lead anywhere, so that it is asked where folders really are. */
async function whyNot(
  session: LanguageSession,
  document: DocumentVersion,
  modelFolder: string | undefined,
): Promise<string | undefined> {
  if (!session.host.verifier) return t`files cannot be read here`;
  if (!session.store.projects.isTrusted) return t`the workspace is not trusted`;
  if (!isVerifiable(session, document)) return t`it is not an alloy in a folder of the workspace`;
  const sandbox = await sandboxOf(session.host.files, session.store.workspaceFolders);
  const folder = folderOf(document.uri)?.toString();
  if (folder === undefined || !(await sandbox(folder)))
    return t`it is not an alloy in a folder of the workspace`;
  if (modelFolder !== undefined && !(await sandbox(modelFolder)))
    return t`the folder with the weights is not in the workspace`;
  return undefined;
}

async function verifyDocument(
  session: LanguageSession,
  document: DocumentVersion,
  { modelFolder, isUnlimited }: VerifyParams,
  progress: WorkDoneProgressReporter,
  token: CancellationToken,
): Promise<VerifyResult> {
  const { uri, text, registry } = document;
  let shown = 0;
  // An alloy of its own: that of a document changes while somebody types.
  const found = await session.host.verifier?.verify(Alloy.parse(text, registry), {
    folder: folderOf(uri)?.toString() ?? "",
    modelFolder: modelFolder ?? undefined,
    within: session.store.workspaceFolders,
    limit: isUnlimited === true ? Number.POSITIVE_INFINITY : MAX_UNASKED,
    token,
    progress: (read, total) => {
      const percentage = Math.floor((100 * read) / Math.max(1, read, total));
      if (percentage !== shown) progress.report(percentage);
      shown = percentage;
    },
  });
  if (!found || "refusal" in found) return found ?? { refusal: "" };
  const now = session.store.documents.get(uri);
  if (now?.text !== text) return { refusal: t`it was changed in the meantime` };
  if (!token.isCancellationRequested) {
    session.store.outcomes.set(now, found.checks);
    session.diagnostics.outcomesChanged(now);
  }
  return { ...countsOf(found.checks), withheld: found.withheld };
}

function countsOf(checks: readonly Check[]) {
  const count = (wanted: Check["outcome"]) =>
    checks.filter(({ node, outcome }) => node && outcome === wanted).length;
  return { verified: count("verified"), failed: count("failed"), notVerified: count("not-verified") };
}
