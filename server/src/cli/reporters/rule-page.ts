/** Where the pages of the rules are: they come with the package. */
const PAGES = new URL("rules/", import.meta.url).href;

/** The URL of the page of a rule. */
export function rulePage(code: string): string {
  return `${PAGES}${code.replace("/", "-")}.md`;
}
