import type { Connection } from "vscode-languageserver";
import { type Levels, readLevels } from "../rules/levels.js";
import { remember } from "./remember.js";

/** What a person can set under `forgeAlloy`. */
export interface Settings {
  /** How grave problems are, by rule code or group. */
  readonly rules: Levels;
  /** Kinds of inlay hints that are switched off. */
  readonly hiddenHints: ReadonlySet<string>;
  readonly codeLens: boolean;
  /** More places of domain files, relative to the workspace folder. */
  readonly domains: readonly string[];
}

const DEFAULTS: Settings = readSettings(undefined);

/** The settings of each document: folders of one workspace may differ, files of one folder do not. */
export class SettingsStore {
  readonly #connection: Connection;
  readonly #folderOf: (uri: string) => string | undefined;
  /** Whether the client answers `workspace/configuration`; else it sends all settings itself. */
  #canAsk = false;
  #sent: Settings = DEFAULTS;
  readonly #byScope = new Map<string, Promise<Settings>>();

  /** @param folderOf the workspace folder of a document, if it is in one */
  constructor(connection: Connection, folderOf: (uri: string) => string | undefined) {
    this.#connection = connection;
    this.#folderOf = folderOf;
  }

  initialize(canAsk: boolean, initial: unknown): void {
    this.#canAsk = canAsk;
    this.#sent = readSettings(initial);
  }

  /** Something changed; `sent` is what the client put into the notification. */
  changed(sent: unknown): void {
    this.#byScope.clear();
    if (!this.#canAsk) this.#sent = readSettings((sent as { forgeAlloy?: unknown } | null)?.forgeAlloy);
  }

  forget(uri: string): void {
    this.#byScope.delete(uri);
  }

  of(uri: string): Promise<Settings> {
    if (!this.#canAsk) return Promise.resolve(this.#sent);
    const scope = this.#folderOf(uri) ?? uri;
    return remember(this.#byScope, scope, () => this.#ask(scope));
  }

  async #ask(scopeUri: string): Promise<Settings> {
    try {
      return readSettings(
        await this.#connection.workspace.getConfiguration({ scopeUri, section: "forgeAlloy" }),
      );
    } catch {
      return DEFAULTS; // a client that announces the request and does not answer it
    }
  }
}

/** Reads settings of any shape; what is not understood counts as not set. */
function readSettings(value: unknown): Settings {
  const { rules, inlayHints, codeLens, domains } = Object(value) as Record<string, unknown>;
  const hidden = Object.entries(Object(inlayHints)).flatMap(([kind, isShown]) =>
    isShown === false ? [kind] : [],
  );
  const places = Array.isArray(domains) ? domains.filter((place) => typeof place === "string") : [];
  return {
    rules: readLevels(rules),
    hiddenHints: new Set(hidden),
    codeLens: codeLens !== false,
    domains: places,
  };
}
