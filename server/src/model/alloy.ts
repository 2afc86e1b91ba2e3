import type { DocumentKind } from "../schema/document-kind.js";
import type { Domain } from "../schema/domain.js";
import {
  DEFAULT_DOMAIN,
  type EffectiveSchema,
  type SchemaLocation,
  type StageType,
} from "../schema/effective-schema.js";
import type { Registry } from "../schema/registry.js";
import type { StageRole } from "../schema/schema.js";
import { checkSection, type Section, valuesIn } from "../schema/validate.js";
import type { GreenValue } from "../syntax/green.js";
import { parseJson } from "../syntax/parser.js";
import { reparse, type TextEdit } from "../syntax/reparse.js";
import type { SourceText } from "../syntax/source-text.js";
import {
  type ArrayNode,
  findMember,
  findValue,
  type JsonTree,
  type Member,
  type ObjectNode,
  type StringNode,
  textIn,
  type ValueNode,
} from "../syntax/tree.js";
import { groupBy } from "../text/group-by.js";
import { carryOver } from "./carry-over.js";
import { editedStages, type PlacedRoot, placedRoot } from "./edited-stages.js";
import type { Memoized } from "./memoize.js";
import { type PlacedReference, placedReferences } from "./placed-references.js";
import { Stage, StageSummary } from "./stage.js";

export type { Stage } from "./stage.js";

/** One entry of `domains`, or the default where the field is absent (then without a node). */
export interface DeclaredDomain {
  readonly id: string;
  readonly node: StringNode | undefined;
  /** Undefined where no domain of this id is registered. */
  readonly domain: Domain | undefined;
}

/** What is known of an alloy, for the alloy of the next version. */
interface Known {
  readonly stages: KnownStages | undefined;
  readonly references: KnownReferences | undefined;
}

/** What is known of its stages. */
interface KnownStages {
  readonly vocabulary: EffectiveSchema;
  readonly nodes: readonly GreenValue[];
  readonly summaries: readonly StageSummary[];
}

/** The references around its stages. */
interface KnownReferences extends PlacedRoot {
  readonly vocabulary: EffectiveSchema;
  readonly list: readonly PlacedReference[];
}

/**
 * A document and everything that follows from its text and the registered domains. Immutable; views are made when
 * first asked for. Any text will do: what is broken is simply not there. A configuration is read the same way; it
 * has neither domains nor stages.
 */
export class Alloy implements Memoized {
  readonly tree: JsonTree;
  readonly registry: Registry;
  readonly memos = new Map<unknown, unknown>();
  readonly #places = new WeakMap<ValueNode | Member, { place: SchemaLocation | undefined }>();
  /** Of the version before. */
  readonly #before: Known | undefined;
  #declared: readonly DeclaredDomain[] | undefined;
  #declaredIds: ReadonlySet<string> | undefined;
  #vocabulary: EffectiveSchema | undefined;
  #isExecuted: boolean | undefined;
  #stagesNode: { readonly node: ArrayNode | undefined } | undefined;
  #stages: readonly Stage[] | undefined;
  #summaries: readonly StageSummary[] | undefined;
  #stagesByType: ReadonlyMap<string | undefined, readonly Stage[]> | undefined;
  readonly #stagesByRole = new Map<StageRole, readonly Stage[]>();
  #usedTypes: readonly StageType[] | undefined;
  #sections: readonly Section[] | undefined;
  #referencesAround: readonly PlacedReference[] | undefined;

  private constructor(tree: JsonTree, registry: Registry, before: Known | undefined) {
    this.tree = tree;
    this.registry = registry;
    this.#before = before;
  }

  static parse(text: string, registry: Registry): Alloy {
    return new Alloy(parseJson(text), registry, undefined);
  }

  /**
   * The alloy after an edit of its text, with which it has in common what the edit did not touch.
   * @param text the whole text after the edit
   */
  edited(edit: TextEdit, text: SourceText): Alloy {
    return new Alloy(reparse(this.tree, edit, text), this.registry, this.#known);
  }

  /** The same text under other vocabularies. */
  withRegistry(registry: Registry): Alloy {
    return new Alloy(this.tree, registry, this.#known);
  }

  get kind(): DocumentKind {
    return this.registry.core.kind;
  }

  get root(): ObjectNode | undefined {
    return this.tree.root?.kind === "object" ? this.tree.root : undefined;
  }

  /** The declared domains. If `domains` is not an array, it is ignored; its type is reported elsewhere. */
  get declaredDomains(): readonly DeclaredDomain[] {
    this.#declared ??=
      this.kind === "alloy" ? readDomains(findValue(this.root, "domains"), this.registry) : [];
    return this.#declared;
  }

  /** False if a declared domain is not registered: an unknown stage type may be defined in that domain. */
  get areDomainsKnown(): boolean {
    return this.declaredDomains.every(({ domain }) => domain !== undefined);
  }

  /** Whether the alloy declares this domain or one that extends it, or has it by default. */
  speaks(domain: string): boolean {
    this.#declaredIds ??= new Set(this.declaredDomains.flatMap(({ id, domain }) => domain?.lineage ?? [id]));
    return this.#declaredIds.has(domain);
  }

  get vocabulary(): EffectiveSchema {
    this.#vocabulary ??= this.registry.vocabulary(this.declaredDomains.map(({ id }) => id));
    return this.#vocabulary;
  }

  /** What is forged. */
  get source(): ValueNode | undefined {
    return findValue(this.root, "source");
  }

  /** It was run: it has results or a receipt, which executors write. What a run would make of it is past. */
  get isExecuted(): boolean {
    this.#isExecuted ??= ["results", "receipt"].some((name) => {
      const value = findValue(this.root, name);
      return value !== undefined && value.kind !== "null";
    });
    return this.#isExecuted;
  }

  /** The array `stages`, where there is one. */
  get stagesNode(): ArrayNode | undefined {
    if (!this.#stagesNode) {
      const node = this.kind === "alloy" ? findValue(this.root, "stages") : undefined;
      this.#stagesNode = { node: node?.kind === "array" ? node : undefined };
    }
    return this.#stagesNode.node;
  }

  get stages(): readonly Stage[] {
    this.#stages ??= this.#readStages();
    return this.#stages;
  }

  /** Those of the stages. */
  get summaries(): readonly StageSummary[] {
    this.#summaries ??= this.stages.map(({ summary }) => summary);
    return this.#summaries;
  }

  get #known(): Known {
    return { stages: this.#knownStages, references: this.#knownReferences };
  }

  get #knownStages(): KnownStages | undefined {
    if (!this.#stages) return this.#before?.stages;
    const { summaries, vocabulary } = this;
    return { vocabulary, nodes: this.stagesNode?.green.children ?? [], summaries };
  }

  get #knownReferences(): KnownReferences | undefined {
    if (!this.#referencesAround) return this.#before?.references;
    const { vocabulary } = this;
    const root = placedRoot(this.tree);
    return root && { ...root, vocabulary, list: this.#referencesAround };
  }

  /** The stages of a type, in the order of the file; those of unknown type where no name is given. */
  stagesOf(type: string | undefined): readonly Stage[] {
    return this.#byType.get(type) ?? [];
  }

  /** The stages with a role, in the order of the file. */
  stagesWith(role: StageRole): readonly Stage[] {
    let stages = this.#stagesByRole.get(role);
    if (!stages) {
      const types = this.usedTypes.filter(({ schema }) => schema.role === role);
      stages = types.flatMap(({ name }) => this.stagesOf(name)).sort((a, b) => a.index - b.index);
      this.#stagesByRole.set(role, stages);
    }
    return stages;
  }

  get #byType(): ReadonlyMap<string | undefined, readonly Stage[]> {
    this.#stagesByType ??= groupBy(this.stages, ({ type }) => type?.name);
    return this.#stagesByType;
  }

  /** The types that stages of this alloy have. */
  get usedTypes(): readonly StageType[] {
    this.#usedTypes ??= [...this.#byType.values()].flatMap(([stage]) => stage?.type ?? []);
    return this.#usedTypes;
  }

  /** The stage whose text holds the offset. */
  stageAt(offset: number): Stage | undefined {
    return this.stages[this.stagesNode?.indexAt(offset) ?? -1];
  }

  /** What the vocabulary says about a value or member of this tree; undefined where it says nothing. */
  placeOf(node: ValueNode | Member): SchemaLocation | undefined {
    const cached = this.#places.get(node);
    if (cached) return cached.place;
    const found = this.#findPlace(node);
    const place =
      found && node.kind === "object" ? this.vocabulary.placeOfObject(found, valuesIn(node)) : found;
    this.#places.set(node, { place });
    return place;
  }

  #findPlace(node: ValueNode | Member): SchemaLocation | undefined {
    if (node.kind === "member") {
      const outer = this.placeOf(node.parent);
      return outer && this.vocabulary.member(outer, node.name);
    }
    if (!node.parent) return node === this.tree.root ? this.vocabulary.root : undefined;
    if (node.parent.kind === "member") return this.placeOf(node.parent);
    const outer = this.placeOf(node.parent);
    return outer && this.#itemPlace(outer, node);
  }

  /** The place of an item of a list; in `stages`, the item's own type decides. */
  #itemPlace(list: SchemaLocation, item: ValueNode): SchemaLocation | undefined {
    return this.vocabulary.item(list, textIn(item, "type")?.value);
  }

  #readStages(): readonly Stage[] {
    const { stagesNode: list, vocabulary } = this;
    if (!list) return [];
    const nodes = list.green.children;
    const { stages } = this.#before ?? {};
    const before = stages?.vocabulary === vocabulary ? stages : undefined;
    const known = carryOver(before?.nodes ?? [], before?.summaries ?? [], nodes);
    return nodes.map(
      (node, index) => new Stage(list, index, known[index] ?? new StageSummary(node, vocabulary), vocabulary),
    );
  }

  /** The places around the stages that name a thing, in the order of the text. */
  get referencesAround(): readonly PlacedReference[] {
    this.#referencesAround ??=
      this.#movedReferences() ?? placedReferences(this.sections, this.tree.rootStart);
    return this.#referencesAround;
  }

  /** Those of the version before, if only its stages were edited. */
  #movedReferences(): readonly PlacedReference[] | undefined {
    const before = this.#before?.references;
    const edited = before?.vocabulary === this.vocabulary ? editedStages(before, this.tree) : undefined;
    if (!before || !edited) return undefined;
    const delta = edited.newList.width - edited.list.width;
    const start = edited.start - this.tree.rootStart;
    return delta === 0
      ? before.list
      : before.list.map((one) => (one.offset < start ? one : { ...one, offset: one.offset + delta }));
  }

  /** What is not in a stage: the envelope, then the root extensions. */
  get sections(): readonly Section[] {
    this.#sections ??= this.#readSections();
    return this.#sections;
  }

  #readSections(): readonly Section[] {
    const { root: node } = this.tree;
    if (!node || node.kind === "invalid") return [];
    const { vocabulary } = this;
    const extensions = this.#rootExtensions();
    const separate = new Set<unknown>([this.stagesNode, ...extensions.map(({ member }) => member)]);
    const isSeparate = (part: Member | ValueNode) => separate.has(part);
    return [
      checkSection(vocabulary, node, vocabulary.root, isSeparate),
      ...extensions.flatMap(({ member, place }) =>
        member.value ? [checkSection(vocabulary, member.value, place)] : [],
      ),
    ];
  }

  /** The root members that a declared domain owns. */
  #rootExtensions(): { member: Member; place: SchemaLocation }[] {
    const found = [];
    for (const domain of this.vocabulary.domains) {
      for (const name of Object.keys(domain.file.rootExtensions ?? {})) {
        const member = findMember(this.root, name);
        const place = this.vocabulary.member(this.vocabulary.root, name);
        if (member && place?.owner === domain.file.id) found.push({ member, place });
      }
    }
    return found;
  }
}

function readDomains(node: ValueNode | undefined, registry: Registry): DeclaredDomain[] {
  if (node?.kind !== "array") {
    return [{ id: DEFAULT_DOMAIN, node: undefined, domain: registry.domain(DEFAULT_DOMAIN) }];
  }
  return node.items.flatMap((item) =>
    item.kind === "string" ? [{ id: item.value, node: item, domain: registry.domain(item.value) }] : [],
  );
}
