import { Alloy } from "../model/alloy.js";
import { t } from "../text/l10n.js";
import type { Check } from "../verify/check.js";
import type { Diagnostics } from "./diagnostics.js";
import type { DocumentVersion } from "./documents.js";
import type {
  CancellationToken,
  ProgressToken,
  TextDocumentIdentifier,
  WorkDoneProgressReporter,
} from "./lsp.js";
import { sandboxOf } from "./path-sandbox.js";
import type { Session } from "./session.js";
import { folderOf } from "./uris.js";

/** Bytes of all files together that are read before the client has said that more may be. */
const MAX_UNASKED = 64_000_000;

interface VerifyParams {
  readonly textDocument: TextDocumentIdentifier;
  /** URI of the folder with the weights, below the workspace. */
  readonly modelFolder?: string | null;
  /** Whether somebody agreed to read however much there is. */
  readonly isUnlimited?: boolean | null;
  readonly workDoneToken?: ProgressToken | null;
}

/** The number of checks by outcome, and the files that were too large to be read unasked; or why nothing was read. */
type VerifyResult =
  | {
      readonly verified: number;
      readonly failed: number;
      readonly notVerified: number;
      readonly withheld: { readonly files: number; readonly bytes: number };
    }
  | { readonly refusal: string };

/** Whether a document can be verified: a file in a folder of a workspace that the user trusts. */
export function isVerifiable(session: Session, { uri, alloy, isLarge }: DocumentVersion): boolean {
  const isReached = session.host.verifier?.reaches(uri) === true && session.folderOf(uri) !== undefined;
  return isReached && session.registries.isTrusted && alloy.kind === "alloy" && !isLarge;
}

/** Verifies what an open alloy states, when our own client asks for it: files are read only then. */
export function serveVerification(session: Session, diagnostics: Diagnostics): void {
  /** Documents that are being verified. */
  const running = new Set<string>();

  session.onRequest("forgeAlloy/verify", async (params: VerifyParams, token): Promise<VerifyResult> => {
    const { uri } = params.textDocument;
    const document = session.documents.get(uri);
    if (!document) return { refusal: t`the alloy is not open` };
    const refusal = await whyNot(document, params.modelFolder ?? undefined);
    if (refusal !== undefined) return { refusal };
    if (running.has(document.uri)) return { refusal: t`it is being verified already` };
    running.add(document.uri);
    const progress = session.connection.window.attachWorkDoneProgress(params.workDoneToken ?? undefined);
    progress.begin(t`Verifying`, 0);
    try {
      return await verify(document, params, progress, token);
    } finally {
      running.delete(document.uri);
      progress.done();
    }
  });

  /** Links may lead anywhere, so that it is asked where folders really are. */
  async function whyNot(
    document: DocumentVersion,
    modelFolder: string | undefined,
  ): Promise<string | undefined> {
    if (!session.host.verifier) return t`files cannot be read here`;
    if (!session.registries.isTrusted) return t`the workspace is not trusted`;
    if (!isVerifiable(session, document)) return t`it is not an alloy in a folder of the workspace`;
    const sandbox = await sandboxOf(session.host.files, session.workspaceFolders);
    const folder = folderOf(document.uri)?.toString();
    if (folder === undefined || !(await sandbox(folder)))
      return t`it is not an alloy in a folder of the workspace`;
    if (modelFolder !== undefined && !(await sandbox(modelFolder)))
      return t`the folder with the weights is not in the workspace`;
    return undefined;
  }

  async function verify(
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
      within: session.workspaceFolders,
      limit: isUnlimited === true ? Number.POSITIVE_INFINITY : MAX_UNASKED,
      token,
      progress: (read, total) => {
        const percentage = Math.floor((100 * read) / Math.max(1, read, total));
        if (percentage !== shown) progress.report(percentage);
        shown = percentage;
      },
    });
    if (!found || "refusal" in found) return found ?? { refusal: "" };
    const now = session.documents.get(uri);
    if (now?.text !== text) return { refusal: t`its text changed meanwhile` };
    if (!token.isCancellationRequested) {
      session.outcomes.set(now, found.checks);
      diagnostics.outcomesChanged(now);
    }
    return { ...countsOf(found.checks), withheld: found.withheld };
  }
}

function countsOf(checks: readonly Check[]) {
  const count = (wanted: Check["outcome"]) =>
    checks.filter(({ node, outcome }) => node && outcome === wanted).length;
  return { verified: count("verified"), failed: count("failed"), notVerified: count("not-verified") };
}
