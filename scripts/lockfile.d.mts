interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

export function lockfileProblems(
  lock: { readonly packages?: Readonly<Record<string, Locked>> },
  workspaces: readonly string[],
): string[];
