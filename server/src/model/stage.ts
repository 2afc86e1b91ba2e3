import type { EffectiveSchema, StageType } from "../schema/effective-schema.js";
import { checkSection, type Section } from "../schema/validate.js";
import { type GreenValue, lastNamed } from "../syntax/green.js";
import { type ArrayNode, type StringNode, textIn, type ValueNode } from "../syntax/tree.js";
import type { Plain } from "./plain.js";

/**
 * Facts about a stage that depend only on its text and the vocabulary, not on its position. Versions of a
 * document in which both are unchanged share the summary, so it holds no position and no node of a version.
 */
export class StageSummary {
  readonly green: GreenValue;
  /** The value of `type` where it is a string. */
  readonly typeName: string | undefined;
  /** Undefined where no declared domain knows the type. */
  readonly type: StageType | undefined;
  #facts: Map<unknown, Plain> | undefined;

  constructor(green: GreenValue, vocabulary: EffectiveSchema) {
    this.green = green;
    const type = green.kind === "object" ? lastNamed(green, "type")?.value : undefined;
    this.typeName = type?.kind === "string" ? type.value : undefined;
    this.type = this.typeName === undefined ? undefined : vocabulary.stageType(this.typeName);
  }

  /** What was made by functions of `summarize`. Of most stages there is nothing. */
  get facts(): Map<unknown, Plain> {
    this.#facts ??= new Map();
    return this.#facts;
  }
}

/** An item of `stages`, of any type and valid or not. */
export class Stage {
  /** Zero-based index in `stages`. */
  readonly index: number;
  readonly summary: StageSummary;
  readonly #list: ArrayNode;
  readonly #vocabulary: EffectiveSchema;
  readonly #node: ValueNode | undefined;
  #sections: readonly Section[] | undefined;

  constructor(
    list: ArrayNode,
    index: number,
    summary: StageSummary,
    vocabulary: EffectiveSchema,
    node?: ValueNode,
  ) {
    this.#list = list;
    this.index = index;
    this.summary = summary;
    this.#vocabulary = vocabulary;
    this.#node = node;
  }

  get node(): ValueNode {
    return this.#node ?? (this.#list.child(this.index) as ValueNode);
  }

  /** Offset of the stage in the document. */
  get start(): number {
    return this.#list.start + (this.#list.green.offsets[this.index] as number);
  }

  /**
   * The same stage with its own nodes, which the tree does not cache. If very many stages are each checked
   * once, none of their nodes stays in memory: with 10,000 stages, the nodes of an alloy and the results of
   * checking them need more memory than everything else.
   */
  get apart(): Stage {
    const { index, summary } = this;
    if (this.#node) return this;
    return new Stage(this.#list, index, summary, this.#vocabulary, this.#list.childApart(index));
  }

  /** Undefined where no declared domain knows the type. */
  get type(): StageType | undefined {
    return this.summary.type;
  }

  /** The value of `type` where it is a string, whether a declared domain knows it or not. */
  get typeName(): string | undefined {
    return this.summary.typeName;
  }

  /** The node of that string. */
  get typeNode(): StringNode | undefined {
    return textIn(this.node, "type");
  }

  /** What its schema says; undefined for a stage of unknown type. */
  get section(): Section | undefined {
    return this.type && this.sections[0];
  }

  /** What its own schema says; of a stage of unknown type, what every stage has to be. */
  get sections(): readonly Section[] {
    const vocabulary = this.#vocabulary;
    this.#sections ??= [checkSection(vocabulary, this.node, vocabulary.stage(this.type?.name))];
    return this.#sections;
  }
}
