export function auditResult(
  text: string,
  bundled: ReadonlySet<string>,
): { readonly sentence: string; readonly isBad: boolean };
