/**
 * The address of the page of a rule: on the published site, or the packaged page as long as there is no site.
 * @param code such as `stage/phase-order`
 * @param site URL of the published site, with a slash at its end
 * @param folder URI of the folder with the packaged pages; undefined where there is none
 */
export function ruleAddress(code: string, site: string | undefined, folder: string): string;
export function ruleAddress(
  code: string,
  site: string | undefined,
  folder: string | undefined,
): string | undefined;
export function ruleAddress(code: string, site: string | undefined, folder: string | undefined) {
  return site === undefined ? packagedPage(code, folder) : `${site}rules/${code}/`;
}

/** The URI of the packaged page of a rule; undefined where the pages are not available. */
export function packagedPage(code: string, folder: string): string;
export function packagedPage(code: string, folder: string | undefined): string | undefined;
export function packagedPage(code: string, folder: string | undefined) {
  return folder === undefined ? undefined : `${folder}/${code.replace("/", "-")}.md`;
}

/**
 * The published site, from the home page in the manifest of the package: `scripts/identity.mjs` writes the site there if
 * there is one, and otherwise the page of the repository, which has no slash at its end.
 */
export function siteOf({ homepage }: Manifest): string | undefined {
  return homepage?.endsWith("/") ? homepage : undefined;
}

interface Manifest {
  readonly name: string;
  readonly homepage?: string;
}
