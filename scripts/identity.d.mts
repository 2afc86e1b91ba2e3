export interface Identity {
  readonly author: string;
  readonly license: string;
  readonly npm: string;
  readonly publisher: string;
  readonly owners: readonly string[];
  readonly repository: string | null;
  readonly site: string | null;
  readonly published: Readonly<Record<"marketplace" | "openVsx" | "npm" | "action" | "container", boolean>>;
}
export const DOCUMENTS: readonly string[];
export function readIdentity(root?: string): Identity;
export function identityProblems(identity: Identity): string[];
export function withIdentity<Manifest extends object>(
  manifest: Manifest,
  identity: Identity,
  folder: "" | "server" | "client",
): Manifest & Record<string, unknown>;
export function withBlocks(text: string, identity: Identity, version: string): string;
export function withRepositoryLinks(text: string): string;
export function tarball(name: string, version: string): string;
export function identityFiles(identity?: Identity, root?: string): Map<string, string>;
export function writeIdentity(identity?: Identity): void;
