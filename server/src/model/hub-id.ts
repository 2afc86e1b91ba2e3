/**
 * Names on the Hugging Face hub: what it must reject, as its Python client does. A repository is `organization/name`, or
 * a name alone for old ones; a local path may stand wherever a model or dataset is loaded.
 */

/** What is wrong with a name, and what was probably meant. */
export interface HubFault {
  readonly why: HubFaultKind;
  /** The part of the text that is wrong, where it is not all of it. */
  readonly part?: string;
  /** A valid name, if there is one to suggest. */
  readonly meant?: string;
}

export type HubFaultKind =
  | "empty"
  | "url"
  | "space"
  | "tag"
  | "revision"
  | "slash"
  | "parts"
  | "edgeSlash"
  | "edge"
  | "double"
  | "character"
  | "suffix"
  | "long";

/** What a string names: a repository that is loaded, or one of the two parts of its ID. */
export type HubName = "model-id" | "dataset-id" | "organization" | "repo-name";

/** The hub allows so many characters in a name. */
const MAX_NAME = 96;
/** No ID is longer by far; a longer text would only be echoed. */
const MAX_TEXT = 1000;

const LOCAL = /^(?:\.{1,2}(?:[\\/]|$)|[\\/~]|[a-z]:[\\/]|file:)/i;
const HUB = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/|^hf:\/\//i;
const FILE = /\.[a-z][a-z0-9]{1,8}$/i;

/** Undefined for a name that the hub may know, and for a local path. */
export function hubFault(text: string, kind: HubName): HubFault | undefined {
  const isLoaded = kind === "model-id" || kind === "dataset-id";
  if (text.trim() === "") return { why: "empty" };
  if (text.length > MAX_TEXT) return { why: "long" };
  if (isLoaded && LOCAL.test(text)) return undefined;
  // A dataset may be a file next to the alloy, in whatever folder.
  if (kind === "dataset-id" && FILE.test(text) && !text.includes(":")) return undefined;
  return inForm(text, kind) ?? partsFault(text.split("/"), kind);
}

/** What is no ID by its form. */
function inForm(text: string, kind: HubName): HubFault | undefined {
  const hub = HUB.exec(text);
  if (hub) return fault("url", text, pathOf(text.slice(hub[0].length), kind), kind);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { why: "url" };
  const bare = text.trim();
  if (/\s/.test(text)) {
    const meant = bare.replace(/\s*\/\s*/g, "/").replace(/\s+/g, "-");
    return fault("space", text, meant, kind);
  }
  const at = text.indexOf("@");
  if (at > 0) return fault("revision", text.slice(at), text.slice(0, at), kind);
  const colon = text.indexOf(":");
  if (colon > 0) return fault("tag", text.slice(colon), text.slice(0, colon), kind);
  return undefined;
}

/** `datasets/org/name/tree/main?x` → `org/name`. */
function pathOf(path: string, kind: HubName): string {
  const parts = path
    .replace(/[?#].*$/s, "")
    .split("/")
    .filter(Boolean);
  if (["datasets", "models", "spaces"].includes(parts[0] ?? "")) parts.shift();
  const [organization = "", name] = parts;
  if (kind === "organization") return organization;
  return kind === "repo-name" ? (name ?? "") : parts.slice(0, 2).join("/");
}

function partsFault(parts: readonly string[], kind: HubName): HubFault | undefined {
  const most = kind === "organization" || kind === "repo-name" ? 1 : 2;
  if (parts.length > most || parts.includes("")) {
    const there = parts.filter(Boolean);
    if (most === 2)
      return there.length > 2 ? { why: "parts" } : fault("edgeSlash", "", there.join("/"), kind);
    const meant = kind === "organization" ? there[0] : there.at(-1);
    return fault("slash", "/", there.length <= 2 ? (meant ?? "") : "", kind);
  }
  for (const part of parts) {
    const strange = /[^\w.-]/u.exec(part);
    if (strange) return { why: "character", part: strange[0] };
    if (/^[-.]|[-.]$/.test(part)) return { why: "edge", part };
    const double = /--|\.\./.exec(part);
    if (double) return { why: "double", part: double[0] };
    if (/\.git$/i.test(part)) return fault("suffix", ".git", parts.join("/").replace(/\.git$/i, ""), kind);
    if (part.length > MAX_NAME) return { why: "long" };
  }
  return undefined;
}

/** Suggests only what the hub may know. */
function fault(why: HubFaultKind, part: string, meant: string, kind: HubName): HubFault {
  const isValid = meant !== "" && partsFault(meant.split("/"), kind) === undefined;
  return isValid ? { why, part, meant } : { why, part };
}
