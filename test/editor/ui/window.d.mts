import type { Page } from "playwright-core";

export interface EditorWindow {
  readonly page: Page;
  /** A copy of `examples/`. */
  readonly workspace: string;
  /** Loads the window anew, with the workspace and this file open. */
  show(file: string): Promise<unknown>;
  close(): Promise<void>;
}

export function openWindow(settings?: Readonly<Record<string, unknown>>): Promise<EditorWindow>;
