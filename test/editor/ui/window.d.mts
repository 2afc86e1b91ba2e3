import type { Locator, Page } from "playwright-core";

export interface EditorWindow {
  readonly page: Page;
  /** A copy of `examples/`. */
  readonly workspace: string;
  /** Where the extension is installed. */
  readonly extensionsDir: string;
  /** Loads the window anew, with the workspace and this file open. */
  show(file: string): Promise<unknown>;
  /**
   * Closes all editors, writes `text` into a file if given, and opens the file. The window is the one of the test before,
   * which saves half of the time of a test; after a test that failed, it is loaded anew.
   */
  open(file: string, text?: string): Promise<void>;
  /** Loads the window anew, as it was left, once VS Code has saved that `saved` is open: the type of a webview, or a file. */
  restore(saved: string): Promise<void>;
  /** Gives the focus to the editor that shows the file. */
  focus(): Promise<void>;
  /** Opens what VS Code asks at its top with `key`, and types `text` once it listens. */
  typeIntoQuickInput(key: string, text: string): Promise<void>;
  /** Runs a command of the palette, whose label contains `command`. */
  run(command: string): Promise<void>;
  /** Accepts the path that VS Code proposes for a file with this name. */
  acceptPath(name: string): Promise<void>;
  /** Leaves a picture of the window in `out/ui` when the test failed, and says where. */
  pictureIfFailed(test: Mocha.Test | undefined): Promise<void>;
  close(): Promise<void>;
}

/** How long a test may take, in milliseconds. */
export const TEST_LIMIT: number;

/** How often a test of the window is tried again. */
export const RETRIES: number;

/** Waits until a condition holds; fails after the limit of a wait, naming what it waited for. */
export function until(condition: () => unknown, what: string): Promise<void>;

/** Does something until the page shows what comes of it: what VS Code drops without a word one does again. */
export function untilVisible(result: Locator, act: () => Promise<unknown>): Promise<void>;

export function openWindow(options?: {
  readonly kind?: string | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The workspace is not trusted from the start. */
  readonly asksForTrust?: boolean;
}): Promise<EditorWindow>;

/** Where the extension runs: the extension host with Node, and a web worker as on vscode.dev. */
export const HOSTS: readonly { readonly name: string; readonly kind?: string }[];
