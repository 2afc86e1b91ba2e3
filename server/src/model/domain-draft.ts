import { bundled } from "../schema/bundled.js";
import { domainFrom } from "../schema/domain-file.js";
import { fieldSchemasIn } from "../schema/domain-schemas.js";
import type { EffectiveSchema } from "../schema/effective-schema.js";
import { Registry } from "../schema/registry.js";
import { type DomainFile, own, resolved, type Schema } from "../schema/schema.js";
import { Variants } from "../schema/variants.js";
import { type ObjectNode, pathOf, textIn, toValue } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";
import { memoize } from "./memoize.js";

/** A schema as written in a domain file. */
export interface WrittenSchema {
  readonly node: ObjectNode;
  /** The schema, with the definition that its `$ref` refers to merged in. */
  readonly schema: Schema;
  /** The fields of the object that the schema describes, with those of the extended domain. */
  readonly fields: ReadonlySet<string>;
  /** The fields of the object that holds the described value; undefined for a value that is not a field. */
  readonly siblings: ReadonlySet<string> | undefined;
  /** The stage type, if the schema describes a whole stage. */
  readonly stage: string | undefined;
}

/** A domain file and the schemas that its author wrote. */
export interface DomainDraft {
  /** The content of the file, merged with the domain that it extends. */
  readonly file: DomainFile;
  readonly schemas: readonly WrittenSchema[];
}

/** A larger file is not used, and not looked at more closely. */
const MAX_SCHEMAS = 10_000;

/** Keywords next to which, not within which, the fields of their object are. */
const PARTS = new Set(["if", "then", "oneOf", "allOf"]);

/**
 * Reads a domain file; undefined if its parts do not have the right types, or the domain that it extends is not
 * available: then little can be said about what refers to what.
 */
export const domainDraft = memoize((alloy: Alloy): DomainDraft | undefined => {
  const { tree, root, sections, registry } = alloy;
  const isMisshapen = sections.some(({ findings }) =>
    findings.some(({ kind }) => kind === "type" || kind === "null"),
  );
  if (alloy.kind !== "domain" || !root || tree.problems.length > 0 || isMisshapen) return undefined;
  const baseId = textIn(root, "extends")?.value;
  const base = baseId === undefined ? undefined : registry.domain(baseId);
  if (baseId !== undefined && !base) return undefined;
  const written = toValue(root) as DomainFile;
  const whole = { ...written, stages: written.stages ?? {} };
  const { file } = domainFrom(whole, undefined, base);
  const nodes = fieldSchemasIn(root);
  if (nodes.length > MAX_SCHEMAS) return undefined; // vocabulary/limits
  const byNode = new Map<ObjectNode, WrittenSchema>();
  const schemaAt = (path: readonly (string | number)[], start: unknown): Schema | undefined => {
    let value = start as Record<string | number, unknown> | undefined;
    for (const step of path) {
      if (typeof value !== "object" || value === null) return undefined;
      value = own(value as Record<string, unknown>, String(step)) as typeof value;
    }
    return value as Schema | undefined;
  };
  for (const node of nodes) {
    const path = pathOf(node);
    const plain = resolved(schemaAt(path, written) ?? {}, file.$defs);
    const part = path.findIndex((step) => PARTS.has(String(step)));
    const owner = part < 0 ? path : path.slice(0, part);
    const whole = resolved(schemaAt(owner, file) ?? {}, file.$defs);
    const fields = new Set([...namesIn(whole, file), ...namesIn(plain, file)]);
    const isStage = path.length === 2 && path[0] === "stages";
    if (path[0] === "stages" && owner.length === 2) for (const name of commonFields()) fields.add(name);
    if (path[0] === "sourceSchema" && owner.length === 1) for (const name of sourceFields()) fields.add(name);
    byNode.set(node, {
      node,
      schema: plain,
      fields,
      siblings: siblingsOf(node, byNode),
      stage: isStage ? String(path[1]) : undefined,
    });
  }
  return { file, schemas: [...byNode.values()] };
});

/** The fields that a schema and its branches describe. */
function namesIn(schema: Schema, { $defs }: DomainFile): string[] {
  const variants = Variants.of(schema, $defs)?.all ?? [];
  return [schema, ...variants.map((variant) => variant.schema)].flatMap(({ properties, extras }) => [
    ...Object.keys(properties ?? {}),
    ...Object.keys(extras ?? {}),
  ]);
}

/** Those of the object whose field a schema describes. */
function siblingsOf(
  node: ObjectNode,
  known: ReadonlyMap<ObjectNode, WrittenSchema>,
): ReadonlySet<string> | undefined {
  const map = node.parent?.kind === "member" ? node.parent.parent : undefined;
  const holder =
    map?.parent?.kind === "member" && map.parent.name === "properties" ? map.parent.parent : undefined;
  return holder && known.get(holder)?.fields;
}

/** The fields that every stage has. */
export function commonFields(): readonly string[] {
  return Object.keys(bundled.core.file.$defs?.Stage?.properties ?? {});
}

function sourceFields(): readonly string[] {
  const { properties, $defs } = bundled.core.file;
  const source = resolved(properties?.source ?? {}, $defs);
  return [...Object.keys(source.properties ?? {}), ...Object.keys(source.extras ?? {})];
}

/** What alloys of the domain may have; undefined where `domainDraft` is. */
export const draftVocabulary = memoize((alloy: Alloy): EffectiveSchema | undefined => {
  const draft = domainDraft(alloy);
  if (!draft) return undefined;
  const { file } = draft;
  const domain = { file, written: file, lineage: [file.id] };
  return new Registry(bundled.core, [domain], bundled.executors).vocabulary([file.id]);
});
