/** The pages about rules, which are part of the site. */
import { RESOURCES } from "./paths.js";

/** The URL of the page that the server means; `undefined` if it is none. */
export function rulePage(href: string): string | undefined {
  const [, group, name] = new RegExp(`^${RESOURCES}/rules/([a-z]+)-([a-z-]+)\\.md$`).exec(href) ?? [];
  return group === undefined ? undefined : new URL(`../rules/${group}/${name}/`, document.baseURI).href;
}
