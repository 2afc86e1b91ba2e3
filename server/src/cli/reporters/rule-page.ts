import manifest from "../../../package.json";

/** Where the pages of the rules are as long as no site has them: they come with the package. */
const PAGES = new URL("rules/", import.meta.url).href;
const { homepage }: { name: string; homepage?: string } = manifest;

/** The URL of the page of a rule for reports, which may be read on another machine. */
export function rulePage(code: string, site = siteOf(homepage)): string {
  return site === undefined ? `${PAGES}${code.replace("/", "-")}.md` : `${site}rules/${code}/`;
}

/** The published site, if it is the home page. Otherwise, the home page is that of the repository. */
function siteOf(page: string | undefined): string | undefined {
  return page?.endsWith("/") ? page : undefined;
}
