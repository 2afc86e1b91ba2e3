import type { Connection } from "vscode-languageserver";
import { type Levels, readLevels } from "../lint/severity.js";
import { getOrCompute } from "../workspace/get-or-compute.js";

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

/** ms in which a client has to answer; every request about a document waits for it. */
const PATIENCE = 1000;

/** The settings of each document: folders of one workspace may differ, files of one folder do not. */
export class SettingsStore {
  readonly #connection: Connection;
  readonly #folderOf: (uri: string) => string | undefined;
  /** Whether the client answers `workspace/configuration`; else it sends all settings itself. */
  #canAsk = false;
  #sent: Settings = DEFAULTS;
  readonly #byScope = new Map<string, Promise<Settings>>();
  /** Counts the changes, so that an answer to an earlier question is not used. */
  #changes = 0;
  /** Whether the last question was not answered in time. Then the next one is not waited for. */
  #isSilent = false;
  #whenLate: () => void = () => {};

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
    this.#changes++;
    if (!this.#canAsk) this.#sent = readSettings((sent as { forgeAlloy?: unknown } | null)?.forgeAlloy);
  }

  forget(uri: string): void {
    this.#byScope.delete(uri);
  }

  of(uri: string): Promise<Settings> {
    if (!this.#canAsk) return Promise.resolve(this.#sent);
    const scope = this.#folderOf(uri) ?? uri;
    return getOrCompute(this.#byScope, scope, () => this.#ask(scope));
  }

  /** @param use called when a client has answered too late, and from now on its answer applies */
  whenLate(use: () => void): void {
    this.#whenLate = use;
  }

  /**
   * Returns the settings of a scope; the defaults if the client rejects the request, and until the client
   * answers.
   */
  async #ask(scopeUri: string): Promise<Settings> {
    const changes = this.#changes;
    const answer = this.#connection.workspace.getConfiguration({ scopeUri, section: "forgeAlloy" }).then(
      (value) => {
        this.#isSilent = false;
        return readSettings(value);
      },
      () => DEFAULTS,
    );
    const first = await inTime(answer, this.#isSilent ? 0 : PATIENCE);
    if (first) return first;
    this.#isSilent = true;
    void answer.then((late) => {
      if (changes !== this.#changes || !this.#byScope.has(scopeUri)) return;
      this.#byScope.set(scopeUri, Promise.resolve(late));
      this.#whenLate();
    });
    return DEFAULTS;
  }
}

/** What a promise resolves to within so many milliseconds; else `undefined`. */
async function inTime<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      // Once more, so that an answer is read that came in while the server was busy.
      timer = setTimeout(() => resolve(undefined), 0);
    }, milliseconds);
  });
  const first = await Promise.race([promise, end]);
  clearTimeout(timer);
  return first;
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
