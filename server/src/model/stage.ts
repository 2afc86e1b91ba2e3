import type { EffectiveSchema, StageType } from "../schema/effective-schema.js";
import { checkSection, type Section } from "../schema/validate.js";
import { type GreenValue, lastNamed } from "../syntax/green.js";
import { type ArrayNode, type StringNode, textIn, type ValueNode } from "../syntax/tree.js";

/** A place in a stage where a thing is named. */
export interface StageReference {
  /** Of the thing, as the vocabulary calls it: `benchmark`, `calibrationCorpus` … */
  readonly kind: string;
  readonly name: string;
  /** True where the thing is defined, false where it is only mentioned. */
  readonly isDeclaration: boolean;
  /** Whether the name is the key of a member, not a value. */
  readonly isKey: boolean;
  /** Where the key or value starts, from the start of the stage. */
  readonly offset: number;
}

/**
 * What follows from the text of a stage and the vocabulary, wherever the stage stands. Versions of a document in which
 * both are the same have it in common, so it holds no position and no node of a version.
 */
export class StageSummary {
  readonly green: GreenValue;
  /** Undefined where no declared domain knows the type. */
  readonly type: StageType | undefined;
  #references: readonly StageReference[] | undefined;

  constructor(green: GreenValue, vocabulary: EffectiveSchema) {
    this.green = green;
    const type = green.kind === "object" ? lastNamed(green, "type")?.value : undefined;
    this.type = type?.kind === "string" ? vocabulary.stageType(type.value) : undefined;
  }

  /** @param stage any that has this summary */
  references(stage: Stage): readonly StageReference[] {
    this.#references ??= stage.sections.flatMap(({ references }) =>
      references.map(({ kind, name, isDeclaration, at }) => ({
        kind,
        name,
        isDeclaration,
        isKey: at.kind === "member",
        offset: at.start - stage.node.start,
      })),
    );
    return this.#references;
  }
}

/** One entry of `stages`, whatever it looks like. */
export class Stage {
  /** Zero-based place in the file. */
  readonly index: number;
  readonly summary: StageSummary;
  readonly #list: ArrayNode;
  readonly #vocabulary: EffectiveSchema;
  #sections: readonly Section[] | undefined;

  constructor(list: ArrayNode, index: number, summary: StageSummary, vocabulary: EffectiveSchema) {
    this.#list = list;
    this.index = index;
    this.summary = summary;
    this.#vocabulary = vocabulary;
  }

  get node(): ValueNode {
    return this.#list.child(this.index) as ValueNode;
  }

  /** Undefined where no declared domain knows the type. */
  get type(): StageType | undefined {
    return this.summary.type;
  }

  /** The value of `type` where it is a string. */
  get typeNode(): StringNode | undefined {
    return textIn(this.node, "type");
  }

  /** The places that name things, in the order of the text. */
  get references(): readonly StageReference[] {
    return this.summary.references(this);
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
