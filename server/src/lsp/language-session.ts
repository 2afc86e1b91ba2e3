import { Changes } from "./changes.js";
import { Diagnostics } from "./diagnostics.js";
import type { Host } from "./host.js";
import type { Connection } from "./lsp.js";
import { Session } from "./session.js";
import { WorkspaceIndex } from "./workspace-index.js";

/** A session with what answers about more than one document: what requests are answered from. */
export class LanguageSession extends Session {
  readonly index: WorkspaceIndex;
  readonly diagnostics: Diagnostics;
  readonly changes: Changes;

  constructor(connection: Connection, host: Host) {
    super(connection, host);
    this.index = new WorkspaceIndex(this);
    this.diagnostics = new Diagnostics(this);
    this.changes = new Changes(this, this.index, this.diagnostics);
  }
}
