/** Which alloys are derived from which: by hash where one is stated, else by the names that they state. */
import type { Alloy } from "../model/alloy.js";
import { fieldValue, objectsOf, stringField } from "../model/coerced-fields.js";
import { sha256 } from "../model/hashes.js";
import { publishedRepositories } from "../model/publications.js";
import { findValue, textIn, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";

/** What is known of one alloy of a family. No part of it leads to the parse tree: alloys may be many. */
export interface Descent {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the text, 64 hex digits. */
  readonly hash: string;
  /** `results.integrity.alloyHash`, as it is stated; 64 hex digits. */
  readonly statedHash: string | undefined;
  readonly repositories: readonly string[];
  readonly parent: StatedParent | undefined;
  readonly baselines: readonly BaselineFate[];
}

/** What an alloy states about the one that it is derived from. */
interface StatedParent {
  readonly repo: string | undefined;
  readonly id: string | undefined;
  /** 64 hex digits. */
  readonly hash: string | undefined;
  /** `derivedFrom.kind`. */
  readonly kind: string | undefined;
  /** It only follows from `source.baseModel`. */
  readonly isBaseModel: boolean;
}

/** An earlier attempt that an alloy records. */
export interface BaselineFate {
  readonly id: string;
  readonly outcome: string;
  readonly supersededBy: string | undefined;
}

/** Reads what an alloy states about its descent. */
export function descentOf(alloy: Alloy, file: string): Descent {
  const { root } = alloy;
  return {
    file,
    name: textIn(root, "name")?.value ?? "",
    version: textIn(root, "version")?.value ?? "",
    hash: sha256(alloy.tree.text.toString()),
    statedHash: hexIn(integrityOf(root), "alloyHash"),
    repositories: publishedRepositories(alloy),
    parent: statedParent(root),
    baselines: objectsOf(findValue(root, "priorMetricBaselines")).map((baseline) => ({
      id: stringField(baseline, "id")?.value ?? stringField(baseline, "name")?.value ?? "",
      outcome: stringField(baseline, "outcome")?.value ?? "",
      supersededBy: stringField(baseline, "supersededBy")?.value,
    })),
  };
}

function integrityOf(root: ValueNode | undefined): ValueNode | undefined {
  return fieldValue(fieldValue(root, "results"), "integrity") ?? fieldValue(root, "integrity");
}

function statedParent(root: ValueNode | undefined): StatedParent | undefined {
  const derivedFrom = fieldValue(root, "derivedFrom");
  const hash = hexIn(derivedFrom, "alloyHash") ?? hexIn(integrityOf(root), "parentAlloyHash");
  const id = stringField(root, "sourceAlloyId")?.value;
  const stated = derivedFrom?.kind === "object" || hash !== undefined || id !== undefined;
  const base = stringField(fieldValue(root, "source"), "baseModel")?.value;
  if (!stated && base === undefined) return undefined;
  return {
    repo: stated ? stringField(derivedFrom, "repo")?.value : base,
    id,
    hash,
    kind: stringField(derivedFrom, "kind")?.value,
    isBaseModel: !stated,
  };
}

function hexIn(object: ValueNode | undefined, name: string): string | undefined {
  return /^(?:sha256:)?([0-9a-f]{64})$/i.exec(stringField(object, name)?.value ?? "")?.[1]?.toLowerCase();
}

/** How certain a link to a parent is. */
export type LinkState =
  | "hash" // the stated hash is that of the parent
  | "no-hash" // found by name; no hash is stated
  | "other-hash" // found by name; the stated hash is that of another text
  | "absent"; // no alloy here is the parent

/** One alloy in the tree. */
export interface LineageNode extends Descent {
  readonly link: ParentLink | undefined;
  readonly children: readonly LineageNode[];
}

export interface ParentLink {
  readonly state: LinkState;
  /** The file of the parent, if it is here. */
  readonly file: string | undefined;
  /** What the alloy calls its parent: a repository, an ID, or a hash. */
  readonly name: string;
  readonly kind: string | undefined;
  /** `file` follows from `source.baseModel` alone. */
  readonly isBaseModel: boolean;
}

/** Links alloys with their parents; returns those that have none here. Each alloy occurs once, also in a circle. */
export function lineageOf(all: readonly Descent[]): readonly LineageNode[] {
  const byHash = new Map<string, Descent>();
  const byName = new Map<string, Descent>();
  for (const one of all) {
    for (const hash of [one.statedHash, one.hash]) if (hash !== undefined) byHash.set(hash, one);
    for (const name of [one.name, ...one.repositories])
      if (name !== "" && !byName.has(name)) byName.set(name, one);
  }
  const links = new Map<Descent, { parent: Descent | undefined; link: ParentLink }>();
  for (const one of all) {
    const found = one.parent && findParent(one, one.parent, byHash, byName);
    if (found) links.set(one, found);
  }
  const children = new Map<Descent, Descent[]>();
  const roots: Descent[] = [];
  for (const one of all) {
    const parent = links.get(one)?.parent;
    if (!parent || isCutOff(one, links)) roots.push(one);
    else children.set(parent, [...(children.get(parent) ?? []), one]);
  }
  const node = (one: Descent): LineageNode => ({
    ...one,
    link: links.get(one)?.link,
    children: (children.get(one) ?? []).map(node),
  });
  return roots.map(node);
}

function findParent(
  one: Descent,
  stated: StatedParent,
  byHash: ReadonlyMap<string, Descent>,
  byName: ReadonlyMap<string, Descent>,
): { parent: Descent | undefined; link: ParentLink } | undefined {
  const { repo, id, hash, kind, isBaseModel } = stated;
  const same = hash === undefined ? undefined : byHash.get(hash);
  const named = [repo, id].flatMap((name) => (name === undefined ? [] : (byName.get(name) ?? [])))[0];
  const parent = same ?? named;
  if (parent === one) return undefined;
  // Nearly every alloy has a base model; it is a parent only if an alloy here made it.
  if (!parent && isBaseModel) return undefined;
  const name = repo ?? id ?? (hash === undefined ? "" : `sha256:${hash.slice(0, 16)}…`);
  const state: LinkState = same ? "hash" : !named ? "absent" : hash === undefined ? "no-hash" : "other-hash";
  return { parent, link: { state, file: parent?.file, name, kind, isBaseModel } };
}

/** Deeper trees are cut, so that none is too deep to be walked. */
const MAX_DEPTH = 200;

/** Whether an alloy begins a tree of its own though it has a parent: in a circle, or too far below its oldest ancestor. */
function isCutOff(one: Descent, links: ReadonlyMap<Descent, { parent: Descent | undefined }>): boolean {
  const seen = new Set<Descent>();
  for (let at = links.get(one)?.parent; at && !seen.has(at); at = links.get(at)?.parent) {
    if (at === one) return true;
    seen.add(at);
  }
  return seen.size % MAX_DEPTH === 0;
}

/** The link to a parent in words: `fork, hash of the parent`. */
export function linkWords({ state, kind, isBaseModel, name }: ParentLink): string {
  const how = kind ?? (isBaseModel ? t`base model` : "");
  return [how, LINK_WORDS[state](name)].filter(Boolean).join(", ");
}

const LINK_WORDS: Readonly<Record<LinkState, (name: string) => string>> = {
  hash: () => t`hash matches`,
  "no-hash": () => t`states no hash`,
  "other-hash": () => t`states the hash of a different file`,
  absent: (name) => (name === "" ? t`states no parent` : t`parent ${name} not found`),
};

/** An earlier attempt in words: `router-gate: negative baseline, superseded by activation-count`. */
export function baselineWords({ id, outcome, supersededBy }: BaselineFate): string {
  const fate = [
    outcome.replaceAll("_", " "),
    supersededBy === undefined ? "" : t`superseded by ${supersededBy}`,
  ].filter(Boolean);
  return fate.length > 0 ? `${id || t`(no ID)`}: ${fate.join(", ")}` : id || t`(no ID)`;
}
