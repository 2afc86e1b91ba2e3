/** What is used of the API of VS Code's built-in Git extension, version 1. */
import type { Uri } from "vscode";

export interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  getRepository(uri: Uri): Repository | null;
  openRepository?(uri: Uri): Promise<Repository | null>;
  /** The URI of a file in a revision. */
  toGitUri(uri: Uri, ref: string): Uri;
}

export interface Repository {
  readonly state: { readonly HEAD?: { readonly name?: string } | undefined };
  log(options: {
    readonly maxEntries: number;
    readonly path: string;
  }): Promise<readonly { readonly hash: string; readonly message: string; readonly authorDate?: Date }[]>;
}
