/** Keeps the files in the fragment of the URL: it can be copied, survives a reload, and is never sent. */
import { filesOf, fragmentOf } from "./share.js";
import type { SourceFile, Workspace } from "./workspace.js";

/** Delay between the last edit and the new fragment, in milliseconds. Browsers limit how often it changes. */
const REST = 500;

export class Address {
  readonly #workspace: Workspace;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The fragment that was written last: it is not read again. */
  #own = location.hash;

  /** @param receive called with the files of a link that is opened in this page, or a sentence why there are none */
  constructor(
    workspace: Workspace,
    receive: (found: { readonly files: readonly SourceFile[] } | { readonly fault: string }) => void,
  ) {
    this.#workspace = workspace;
    for (const event of [workspace.onDidAdd, workspace.onDidRemove, workspace.onDidChange])
      (event as typeof workspace.onDidAdd)(() => this.#writeSoon());
    window.addEventListener("hashchange", () => {
      if (location.hash === this.#own) return;
      this.#own = location.hash;
      void readAddress().then((found) => found && receive(found));
    });
  }

  /** Writes the fragment now. Resolves to the URL; `undefined` if the files are too large for one. */
  async write(): Promise<string | undefined> {
    clearTimeout(this.#timer);
    const fragment = await fragmentOf(this.#workspace.files);
    this.#own = fragment ?? "";
    history.replaceState(null, "", fragment ?? location.pathname + location.search);
    return fragment === undefined ? undefined : location.href;
  }

  #writeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.write(), REST);
  }
}

/** The files of the URL, or a sentence why there are none; `undefined` if the URL has no files. */
export async function readAddress(): Promise<
  { readonly files: readonly SourceFile[] } | { readonly fault: string } | undefined
> {
  try {
    const files = await filesOf(location.hash);
    return files && { files };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
