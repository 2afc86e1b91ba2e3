import type { Identity } from "./identity.mjs";

export function tagProblems(
  tag: string,
  state: { readonly version: string; readonly changelog: string; readonly identity: Identity },
): string[];
export function notesOf(changelog: string, version: string): string | undefined;
export function checksums(folder: string): Promise<string>;
export function collect(folder?: string): Promise<void>;
