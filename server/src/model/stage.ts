import type { EffectiveSchema, StageType } from "../schema/effective-schema.js";
import { checkSection, type Section } from "../schema/validate.js";
import { type StringNode, textIn, type ValueNode } from "../syntax/tree.js";
import type { Memoized } from "./memoize.js";

/**
 * One entry of `stages`, whatever it looks like. It follows from its own text and the vocabulary, so it stays the same
 * object while other parts of the document are edited; only `index` changes.
 */
export class Stage implements Memoized {
  /** Zero-based place in the file. */
  index = 0;
  readonly node: ValueNode;
  /** The value of `type` where it is a string. */
  readonly typeNode: StringNode | undefined;
  /** Undefined where no declared domain knows the type. */
  readonly type: StageType | undefined;
  readonly #vocabulary: EffectiveSchema;
  #sections: readonly Section[] | undefined;
  #memos: Map<unknown, unknown> | undefined;

  constructor(node: ValueNode, vocabulary: EffectiveSchema) {
    this.node = node;
    this.typeNode = textIn(node, "type");
    this.type = this.typeNode && vocabulary.stageType(this.typeNode.value);
    this.#vocabulary = vocabulary;
  }

  /** Of most stages nobody makes any. */
  get memos(): Map<unknown, unknown> {
    this.#memos ??= new Map();
    return this.#memos;
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
