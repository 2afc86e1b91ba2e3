import type { Alloy } from "../model/alloy.js";
import { isSha256 } from "../model/hashes.js";
import type { SchemaLocation } from "../schema/effective-schema.js";
import { type ObjectNode, type Span, type StringNode, walk } from "../syntax/tree.js";

export const TOKEN_TYPES = ["type", "namespace", "property", "variable", "string"] as const;
export const TOKEN_MODIFIERS = ["unlisted", "declaration", "hash"] as const;

/** A word and what it means, beyond being a text in quotes. */
export interface SemanticToken extends Span {
  readonly type: (typeof TOKEN_TYPES)[number];
  readonly modifiers: readonly (typeof TOKEN_MODIFIERS)[number][];
}

/** What kinds of names are shown as; all other names are variables. */
const TYPES: Readonly<Record<string, SemanticToken["type"]>> = {
  stageType: "type",
  domain: "namespace",
  rule: "variable",
};

/** The tokens of a range, in the order of the text: fields (listed or not), stage types, domains, names, hashes. */
export function semanticTokens(alloy: Alloy, range: Span): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  walk(alloy.tree.root, (node) => {
    if (node.end < range.start || node.start > range.end) return false;
    const found =
      node.kind === "string"
        ? valueToken(alloy, node)
        : node.kind === "object"
          ? keyTokens(alloy, node, range)
          : [];
    for (const token of found) tokens.push(token);
    return true;
  });
  return tokens.sort((a, b) => a.start - b.start);
}

function keyTokens(alloy: Alloy, object: ObjectNode, range: Span): SemanticToken[] {
  const place = alloy.placeOf(object);
  return object.members.flatMap(({ key }) => {
    if (key.end < range.start || key.start > range.end) return [];
    const { start, end } = key;
    return [{ start, end, ...meaningOfKey(alloy, place, key.value) }];
  });
}

function meaningOfKey(
  alloy: Alloy,
  place: SchemaLocation | undefined,
  name: string,
): Pick<SemanticToken, "type" | "modifiers"> {
  const kind = place && alloy.vocabulary.keys(place)?.names;
  if (kind !== undefined) return { type: TYPES[kind] ?? "variable", modifiers: [] };
  const isListed = place !== undefined && alloy.vocabulary.member(place, name) !== undefined;
  return { type: "property", modifiers: isListed ? [] : ["unlisted"] };
}

function valueToken(alloy: Alloy, node: StringNode): SemanticToken[] {
  const { start, end } = node;
  const schema = alloy.placeOf(node)?.schema;
  const kind = schema?.declares ?? schema?.names;
  if (kind !== undefined) {
    const modifiers = schema?.declares !== undefined ? (["declaration"] as const) : [];
    return [{ start, end, type: TYPES[kind] ?? "variable", modifiers }];
  }
  return isSha256(node.value) ? [{ start, end, type: "string", modifiers: ["hash"] }] : [];
}
