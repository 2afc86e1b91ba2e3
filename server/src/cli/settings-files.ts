import path from "node:path";
import { type DocumentKind, kindOf } from "../schema/document-kind.js";
import { pathOf, uriOf } from "../workspace/node-file-system.js";
import type { CheckedFile, FileCheck, UsedSettings } from "./file-check.js";

/** The configurations, domain files, and executor profiles that were used or found: what is wrong with them is said when all else is. */
export class SettingsFiles {
  readonly #configurations = new Map<string, UsedConfiguration>();
  readonly #kinds = new Map<string, DocumentKind>();
  /** Configurations in folders that were walked: all alloys that they are about were checked. */
  readonly #whole = new Set<string>();
  /** Those that were among the files to check. */
  readonly #done = new Set<string>();
  /** Number of files about which there was nothing to say. */
  clean = 0;

  /** A file of settings is in a folder that is walked. */
  found(given: string): void {
    const file = pathOf(uriOf(path.resolve(given))) ?? given;
    const kind = kindOf(file.split(path.sep).join("/"));
    this.#kinds.set(file, kind);
    if (kind === "configuration") this.#whole.add(file);
  }

  add({ configurations, domains, executors, own }: UsedSettings): void {
    if (own !== undefined) this.#done.add(own);
    for (const { file, isExtended, covering, needed } of configurations) {
      const known = this.#configurations.get(file) ?? { isExtended, covering: new Set(), needed: new Set() };
      this.#configurations.set(file, known);
      this.#kinds.set(file, "configuration");
      for (const index of covering) known.covering.add(index);
      for (const index of needed) known.needed.add(index);
    }
    for (const domain of domains) this.#kinds.set(domain, "domain");
    for (const executor of executors) this.#kinds.set(executor, "executor");
  }

  /** Those that have problems, or had some that were fixed. */
  async *check(check: FileCheck): AsyncGenerator<CheckedFile> {
    for (const [file, kind] of this.#kinds) {
      const unusedSuppressions = kind === "configuration" ? await this.#unusedIn(file, check) : [];
      if (this.#done.has(file) && unusedSuppressions.length === 0) continue;
      const checked = await check.check(file, { kind, unusedSuppressions });
      if (isWorthTelling(checked)) yield checked;
      else this.clean++;
    }
  }

  /** Only about files that were looked at can be said that they need no suppression. */
  async #unusedIn(file: string, { project }: FileCheck): Promise<number[]> {
    const used = this.#configurations.get(file);
    if (used?.isExtended) return []; // others may extend it, too
    const indexes = this.#whole.has(file) ? await project.suppressionsIn(file) : [...(used?.covering ?? [])];
    return indexes.filter((index) => !used?.needed.has(index));
  }
}

/** A configuration that applied to files, and the indexes of its suppressions that were about them, and needed. */
interface UsedConfiguration {
  readonly isExtended: boolean;
  readonly covering: Set<number>;
  readonly needed: Set<number>;
}

function isWorthTelling({ counts, unreadableFile, diff }: CheckedFile): boolean {
  const { error, warning, information, hint, fixed } = counts;
  return error + warning + information + hint + fixed > 0 || unreadableFile !== undefined || Boolean(diff);
}
