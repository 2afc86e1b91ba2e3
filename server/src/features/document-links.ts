import type { Alloy } from "../model/alloy.js";
import { own } from "../schema/schema.js";
import { type Span, type StringNode, walk } from "../syntax/tree.js";
import { t } from "../text/l10n.js";

/** A text that leads somewhere. */
export interface DocumentLink extends Span {
  /** `address` is a page; `path` is a file relative to the alloy, which may not exist. */
  readonly target: { readonly address: string } | { readonly path: string };
  readonly tooltip: string;
}

/** The links of a document, as the vocabulary's `link` says. */
export function documentLinks(alloy: Alloy): DocumentLink[] {
  const links: DocumentLink[] = [];
  walk(alloy.tree.root, (node) => {
    const link = node.kind === "string" ? linkOf(alloy, node) : undefined;
    if (link) links.push(link);
  });
  return links;
}

function linkOf(alloy: Alloy, node: StringNode): DocumentLink | undefined {
  const template = templateOf(alloy, node);
  const target = template === undefined ? undefined : targetOf(template, node.value);
  if (!target) return undefined;
  const start = node.start + 1;
  const end = node.closed ? node.end - 1 : node.end;
  return { start, end, target, tooltip: "path" in target ? t`Open the file` : t`Open ${target.address}` };
}

/** What the schema of the text says; several domains may describe one place, as they do `source`. */
function templateOf(alloy: Alloy, node: StringNode): string | undefined {
  const link = alloy.placeOf(node)?.schema.link;
  if (link !== undefined || node.parent?.kind !== "member") return link;
  const { key, parent } = node.parent;
  for (const { schema } of alloy.placeOf(parent)?.layers ?? []) {
    const found = own(schema.links, key.value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function targetOf(template: string, value: string): DocumentLink["target"] | undefined {
  if (template === "address") return isAddress(value) ? { address: value } : undefined;
  if (template === "file") return isAddress(value) ? { address: value } : pathTarget(value);
  if (template.includes("{org/name}")) {
    return /^[\w.-]+\/[\w.-]+$/.test(value) ? addressFrom(template, "{org/name}", value) : undefined;
  }
  return value === "" ? undefined : addressFrom(template, "{value}", value);
}

function addressFrom(template: string, hole: string, value: string): { address: string } | undefined {
  const address = template.replace(hole, () => value.split("/").map(encode).join("/"));
  return isAddress(address) ? { address } : undefined;
}

/** Half a character has no code in an address. */
function encode(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, ""));
}

/** Pages only: a link must not run anything. */
function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+/.test(text) && text.length < 2000;
}

/**
 * Returns a path that is relative to the alloy's folder, such as one below or next to it; `undefined` for a
 * value with a scheme, a drive, or a root.
 */
function pathTarget(value: string): { path: string } | undefined {
  return /^[^\s:/\\?#][^:\\?#\n]*$/.test(value) && value.length < 1000 ? { path: value } : undefined;
}
