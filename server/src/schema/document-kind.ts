/** What a document is: an alloy, or a file that specifies how alloys are checked. */
export type DocumentKind = "alloy" | "configuration" | "domain" | "executor";

/** Location of a folder's configuration file, relative to the folder. */
export const CONFIGURATION_FILE = ".forge-alloy/config.json";

/** Location of a folder's own domains, relative to the folder. */
export const DOMAINS_FOLDER = ".forge-alloy/domains";

/** Location of a folder's own executor profiles, relative to the folder. */
export const EXECUTORS_FOLDER = ".forge-alloy/executors";

/** Returns the kind of a document by its path or URI, with `/` between folders. */
export function kindOf(path: string): DocumentKind {
  if (path.endsWith(`/${CONFIGURATION_FILE}`)) return "configuration";
  const [, folder] = /\/\.forge-alloy\/(domains|executors)\/[^/]+\.json$/.exec(path) ?? [];
  if (folder === undefined) return "alloy";
  return folder === "domains" ? "domain" : "executor";
}

/** Whether a file is one of ours, by its path or URI alone. */
export function isOurs(path: string): boolean {
  return kindOf(path) !== "alloy" || isAlloyName(path.slice(path.lastIndexOf("/") + 1));
}

/** Whether a file is known as an alloy by its name alone, without its folder. */
export function isAlloyName(name: string): boolean {
  return /(\.alloy|^forge-alloy|__forge-alloy)\.json$/.test(name);
}
