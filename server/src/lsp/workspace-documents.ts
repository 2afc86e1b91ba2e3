import { kindOf } from "../schema/document-kind.js";
import { t } from "../text/l10n.js";
import { documentsIn } from "../workspace/walk.js";
import type { Connection } from "./lsp.js";
import type { Store } from "./store.js";

/** So many documents are looked at, and remembered with some hundred bytes each. */
const MAX_DOCUMENTS = 200_000;

/** What `WorkspaceDocuments` uses of a session. */
interface WorkspaceDocumentsContext {
  readonly connection: Connection;
  readonly store: Store;
}

/** Finds the alloys, configurations and domain files of the workspace, open or not. */
export class WorkspaceDocuments {
  readonly #session: WorkspaceDocumentsContext;
  #walk: Promise<ReadonlySet<string>> | undefined;
  #isFullTold = false;

  constructor(session: WorkspaceDocumentsContext) {
    this.#session = session;
  }

  /** Some may have come or gone. */
  changed(): void {
    this.#walk = undefined;
  }

  /** Their URIs. The folders are walked once for all who ask, until something changes. */
  uris(): Promise<ReadonlySet<string>> {
    if (this.#walk) return this.#walk;
    const walk = this.#find();
    this.#walk = walk;
    // A failed walk is repeated for the next request.
    walk.catch(() => {
      if (this.#walk === walk) this.changed();
    });
    return walk;
  }

  async #find(): Promise<ReadonlySet<string>> {
    const { workspaceFolders, projects } = this.#session.store;
    const found = new Set<string>();
    const configurations: string[] = [];
    for (const folder of workspaceFolders) {
      for await (const uri of documentsIn(projects.workspace, projects.ignores, folder)) {
        if (found.size >= MAX_DOCUMENTS && !found.has(uri)) {
          this.#tellOfMore();
          return found;
        }
        found.add(uri);
        if (kindOf(uri) === "configuration") configurations.push(uri);
      }
    }
    for (const uri of await projects.referencedBy(configurations)) found.add(uri);
    return found;
  }

  #tellOfMore(): void {
    if (this.#isFullTold) return;
    this.#isFullTold = true;
    this.#session.connection.console.warn(
      t`The workspace has more than ${MAX_DOCUMENTS} alloys. The remaining ones are checked, and their symbols found, only while they are open.`,
    );
  }
}
