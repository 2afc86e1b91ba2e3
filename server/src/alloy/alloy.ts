import { parseJson } from "../text/parse.js";
import {
  type ArrayNode,
  findMember,
  findValue,
  type JsonTree,
  type Member,
  type ObjectNode,
  type StringNode,
  type ValueNode,
} from "../text/tree.js";
import { camelCaseOf } from "./names.js";
import type { DocumentKind, Domain, Registry } from "./registry.js";
import { checkSection, type Section } from "./section.js";
import { DEFAULT_DOMAIN, type Place, type StageType, type Vocabulary } from "./vocabulary.js";

/** One entry of `domains`, or the default where the field is absent (then without a node). */
export interface DeclaredDomain {
  readonly id: string;
  readonly node: StringNode | undefined;
  /** Undefined where no domain of this id is registered. */
  readonly domain: Domain | undefined;
}

/** One entry of `stages`, whatever it looks like. */
export interface Stage {
  /** Zero-based place in the file. */
  readonly index: number;
  readonly node: ValueNode;
  /** The value of `type` where it is a string. */
  readonly typeNode: StringNode | undefined;
  /** Undefined where no declared domain knows the type. */
  readonly type: StageType | undefined;
  /** What its schema says; undefined for a stage of unknown type. */
  readonly section: Section | undefined;
}

/**
 * A document and everything that follows from its text and the registered domains. Immutable; views are made when
 * first asked for. Any text will do: what is broken is simply not there. A configuration is read the same way; it
 * has neither domains nor stages.
 */
export class Alloy {
  readonly tree: JsonTree;
  readonly registry: Registry;
  readonly #places = new WeakMap<ValueNode | Member, { place: Place | undefined }>();
  #declared: readonly DeclaredDomain[] | undefined;
  #vocabulary: Vocabulary | undefined;
  #stagesNode: { readonly node: ArrayNode | undefined } | undefined;
  #stages: readonly Stage[] | undefined;
  #sections: readonly Section[] | undefined;

  constructor(tree: JsonTree, registry: Registry) {
    this.tree = tree;
    this.registry = registry;
  }

  static parse(text: string, registry: Registry): Alloy {
    return new Alloy(parseJson(text), registry);
  }

  get kind(): DocumentKind {
    return this.registry.core.kind;
  }

  get root(): ObjectNode | undefined {
    return this.tree.root?.kind === "object" ? this.tree.root : undefined;
  }

  /** Reads `domains`. A value that is no array counts as absent; its type is reported elsewhere. */
  get declaredDomains(): readonly DeclaredDomain[] {
    this.#declared ??=
      this.kind === "alloy" ? readDomains(findValue(this.root, "domains"), this.registry) : [];
    return this.#declared;
  }

  /** False while a declared domain is not registered: then nobody can tell whether a stage type is one of its own. */
  get areDomainsKnown(): boolean {
    return this.declaredDomains.every(({ domain }) => domain !== undefined);
  }

  /** Whether the alloy declares this domain, or has it by default. */
  speaks(domain: string): boolean {
    return this.declaredDomains.some(({ id }) => id === domain);
  }

  get vocabulary(): Vocabulary {
    this.#vocabulary ??= this.registry.vocabulary(this.declaredDomains.map(({ id }) => id));
    return this.#vocabulary;
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
    this.#stages ??= (this.stagesNode?.items ?? []).map((node, index) => this.#readStage(node, index));
    return this.#stages;
  }

  /** The stage whose text holds the offset. */
  stageAt(offset: number): Stage | undefined {
    return this.stages.find(({ node }) => node.start <= offset && offset <= node.end);
  }

  /** Envelope first, then root extensions, then the stages of known type. */
  get sections(): readonly Section[] {
    this.#sections ??= [...this.#envelope(), ...this.stages.flatMap(({ section }) => section ?? [])];
    return this.#sections;
  }

  /** What the vocabulary says about a value or member of this tree; undefined where it says nothing. */
  placeOf(node: ValueNode | Member): Place | undefined {
    const cached = this.#places.get(node);
    if (cached) return cached.place;
    const place = this.#findPlace(node);
    this.#places.set(node, { place });
    return place;
  }

  #findPlace(node: ValueNode | Member): Place | undefined {
    if (node.kind === "member") {
      const outer = this.placeOf(node.parent);
      return outer && this.memberPlace(outer, node.key.value);
    }
    if (!node.parent) return node === this.tree.root ? this.vocabulary.root : undefined;
    if (node.parent.kind === "member") return this.placeOf(node.parent);
    const outer = this.placeOf(node.parent);
    return outer && this.itemPlace(outer, node);
  }

  /** The place of an item of a list; in `stages`, the item's own type decides. */
  itemPlace(list: Place, item: ValueNode): Place | undefined {
    return this.vocabulary.item(list, typeNodeOf(item)?.value);
  }

  /** The place of a member of an object, under either spelling of its key. */
  memberPlace(outer: Place, key: string): Place | undefined {
    const { vocabulary } = this;
    if (vocabulary.fields(outer).has(key)) return vocabulary.member(outer, key);
    const camel = camelCaseOf(key);
    const known = camel !== undefined && vocabulary.fields(outer).has(camel) ? camel : key;
    return vocabulary.member(outer, known);
  }

  #readStage(node: ValueNode, index: number): Stage {
    const typeNode = typeNodeOf(node);
    const type = typeNode && this.vocabulary.stageType(typeNode.value);
    const section =
      type &&
      checkSection(this.vocabulary, node, this.vocabulary.stage(type.name), [
        { validator: type.domain.validators[`stages/${type.name}`] },
      ]);
    return { index, node, typeNode, type, section };
  }

  #envelope(): Section[] {
    const { root: node } = this.tree;
    if (!node || node.kind === "invalid") return [];
    const { vocabulary } = this;
    const extensions = this.#rootExtensions();
    const source = vocabulary.domains.map(({ validators }) => ({
      validator: validators.sourceSchema,
      key: "source",
    }));
    const isSeparate = (member: Member) =>
      (this.stagesNode !== undefined &&
        member.parent.parent === this.stagesNode &&
        member.key.value !== "type") ||
      extensions.some((extension) => extension.member === member);
    return [
      checkSection(
        vocabulary,
        node,
        vocabulary.root,
        [{ validator: this.registry.core.validator }, ...source],
        isSeparate,
      ),
      ...extensions.flatMap(({ member, domain, name, place }) =>
        member.value
          ? [
              checkSection(vocabulary, member.value, place, [
                { validator: domain.validators[`rootExtensions/${name}`] },
              ]),
            ]
          : [],
      ),
    ];
  }

  /** The root members that a declared domain owns. */
  #rootExtensions(): { member: Member; domain: Domain; name: string; place: Place }[] {
    const found = [];
    for (const domain of this.vocabulary.domains) {
      for (const name of Object.keys(domain.file.rootExtensions ?? {})) {
        const member = findMember(this.root, name);
        const place = this.vocabulary.member(this.vocabulary.root, name);
        if (member && place?.owner === domain.file.id) found.push({ member, domain, name, place });
      }
    }
    return found;
  }
}

function typeNodeOf(node: ValueNode): StringNode | undefined {
  const value = findValue(node, "type");
  return value?.kind === "string" ? value : undefined;
}

function readDomains(node: ValueNode | undefined, registry: Registry): DeclaredDomain[] {
  if (node?.kind !== "array") {
    return [{ id: DEFAULT_DOMAIN, node: undefined, domain: registry.domain(DEFAULT_DOMAIN) }];
  }
  return node.items.flatMap((item) =>
    item.kind === "string" ? [{ id: item.value, node: item, domain: registry.domain(item.value) }] : [],
  );
}
