/** Names in the virtual workspace of the playground, and what they mean to the language server. */
import { Uri } from "./monaco.js";

/** The workspace folder: nothing of it exists outside the page. */
export const FOLDER = "playground:/workspace";

/** What the site has for the server: vocabularies, and pages about rules. */
export const RESOURCES = "playground:/resources";

/** Maximum number of files in the workspace. */
export const MAX_FILES = 16;

/** The languages of our files, as in VS Code. */
export const LANGUAGES = [
  "forge-alloy",
  "forge-alloy-domain",
  "forge-alloy-configuration",
  "forge-alloy-executor",
] as const;
export type Language = (typeof LANGUAGES)[number];

/** A name without folders, as a link or a file of the user may bring it along. */
const PLAIN_NAME = /^[^\\/:*?"<>|\p{Cc}]{1,120}$/u;
const SETTINGS = /^\.forge-alloy\/(?:config\.json|(domains|executors)\/[\w][\w.-]{0,80}\.json)$/;

/** The language of a file by its path below the workspace folder; `undefined` for what the playground does not hold. */
export function languageOf(path: string): Language | undefined {
  const settings = SETTINGS.exec(path);
  if (settings) {
    if (settings[1] === undefined) return "forge-alloy-configuration";
    return settings[1] === "domains" ? "forge-alloy-domain" : "forge-alloy-executor";
  }
  return PLAIN_NAME.test(path) && path !== "." && path !== ".." ? "forge-alloy" : undefined;
}

export function uriOf(path: string): Uri {
  return Uri.from({ scheme: "playground", path: `/workspace/${path}` });
}

/** The path of a URI below the workspace folder; `undefined` for one that is elsewhere. */
export function pathOf(uri: Uri): string | undefined {
  const [, path] = /^\/workspace\/(.+)$/s.exec(uri.path) ?? [];
  return uri.scheme === "playground" ? path : undefined;
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
