import type { Suppression } from "../lint/configuration.js";
import { diagnose } from "../lint/lint.js";
import { readConfiguration } from "../lint/read-configuration.js";
import { kindOf } from "../schema/document-kind.js";
import { findValue } from "../syntax/tree.js";
import { folderOfConfiguration } from "../workspace/references.js";
import { canonical, pathBelow } from "../workspace/uris.js";
import { documentsIn } from "../workspace/walk.js";
import type { DocumentVersion } from "./documents.js";
import type { Store } from "./store.js";
import type { Turns } from "./turns.js";

/** What `UnusedSuppressions` uses of a session. */
interface UnusedSuppressionsContext {
  readonly store: Pick<Store, "projects">;
  readonly turns: Turns;
  /** Returns a document of the workspace as open in an editor, else as saved; `undefined` if there is none. */
  read(uri: string): Promise<DocumentVersion | undefined>;
}

/** Finds the suppressions of a configuration that no alloy of its folder needs. */
export class UnusedSuppressions {
  readonly #session: UnusedSuppressionsContext;
  /** What was found out, by the configuration and the text of the suppression. */
  #known = new Map<string, boolean>();

  constructor(session: UnusedSuppressionsContext) {
    this.#session = session;
  }

  /** Some alloy changed, came or went. */
  changed(): void {
    this.#known = new Map();
  }

  /**
   * Places in `suppressions` of an open configuration. Alloys are read only for suppressions not yet known, and only
   * until each of them has met its problem.
   */
  async of(document: DocumentVersion, isCancelled: () => boolean): Promise<number[]> {
    const { suppressions } = readConfiguration(document.text);
    const keys = new Map(suppressions.map((one) => [one, `${document.uri} ${textOf(document, one)}`]));
    const pending = new Set(suppressions.filter((one) => !this.#known.has(keys.get(one) as string)));
    const known = this.#known;
    if (pending.size > 0) {
      await this.#search(document.uri, pending, isCancelled, (one) =>
        known.set(keys.get(one) as string, true),
      );
      if (isCancelled()) return [];
      for (const one of pending) known.set(keys.get(one) as string, false);
    }
    return suppressions.filter((one) => !known.get(keys.get(one) as string)).map(({ index }) => index);
  }

  async #search(
    uri: string,
    pending: Set<Suppression>,
    isCancelled: () => boolean,
    found: (suppression: Suppression) => void,
  ): Promise<void> {
    const { workspace, ignores } = this.#session.store.projects;
    const folder = folderOfConfiguration(uri);
    for await (const alloyUri of documentsIn(workspace, ignores, folder)) {
      if (pending.size === 0 || isCancelled()) return;
      if (kindOf(alloyUri) !== "alloy") continue;
      const path = pathBelow(folder, alloyUri);
      const suppressions = [...pending].filter(({ covers }) => covers(path));
      if (suppressions.length === 0) continue;
      const { configurations } = await workspace.scopeOf(alloyUri);
      if (!configurations.some((one) => one.uri === canonical(uri))) continue;
      const document = await this.#session.read(alloyUri);
      if (!document) continue;
      await this.#session.turns.next();
      // Large alloys are not checked for problems, so all suppressions count as used.
      const used = document.isLarge
        ? suppressions
        : diagnose(document.alloy, { layers: [], suppressions }).used;
      for (const one of used) {
        found(one);
        pending.delete(one);
      }
    }
  }
}

function textOf({ alloy, text }: DocumentVersion, { index }: Suppression): string {
  const list = findValue(alloy.root, "suppressions");
  const node = list?.kind === "array" ? list.items[index] : undefined;
  return node ? text.slice(node.start, node.end) : "";
}
