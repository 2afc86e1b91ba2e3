import manifest from "../../../package.json";
import { ruleAddress, siteOf } from "../../lint/rule-address.js";

/** Where the packaged pages of the rules are. */
const PAGES = new URL("rules", import.meta.url).href;
const SITE = siteOf(manifest);

/** The URL of the page of a rule for reports, which may be read on another machine. */
export function rulePage(code: string, site = SITE): string {
  return ruleAddress(code, site, PAGES);
}
