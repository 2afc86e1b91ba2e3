import { ruleNames, ruleSummary } from "../../lint/known-rules.js";
import type { Alloy } from "../../model/alloy.js";
import { acceptedAt, knownFamilies } from "../../model/executor.js";
import { SPDX_IDS } from "../../model/licenses.js";
import { referencesTo } from "../../model/references.js";
import { type Field, type SchemaLocation, STAGES_ID, type StageType } from "../../schema/effective-schema.js";
import { benchmarkKey } from "../../schema/names.js";
import { type Snippet, valueTypesOf } from "../../schema/schema.js";
import { executorWords as nameOf, typeWords } from "../../schema/words.js";
import { isOnOneLine, styleOf } from "../../syntax/style.js";
import {
  type ArrayNode,
  type Member,
  nodeAround,
  type ObjectNode,
  type Span,
  type ValueNode,
} from "../../syntax/tree.js";
import { t, translate } from "../../text/l10n.js";
import { placeDocumentation, stageDocumentation } from "../documentation.js";
import { executorWords, familyWords, fieldUses } from "../executor-words.js";
import { templatesOf } from "../new-alloy.js";
import { profileNames } from "../profile-names.js";
import { byBaseModel } from "./architectures.js";
import type { CompletionItem, CompletionOptions } from "./completion-item.js";
import { SnippetWriter } from "./snippet.js";

/** Something that may be written, before it is fitted to the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItem["kind"];
  readonly detail?: string | undefined;
  readonly badge?: string | undefined;
  readonly text: string;
  readonly isSnippet?: boolean;
  readonly retrigger?: boolean;
  readonly isDeprecated?: boolean;
  documentation?(): string | undefined;
}

/** A small object can be written out as a whole. */
const MAX_TOGETHER = 6;

/** Whether a container has no element but the one that is being written, if any. */
export function hasNothingElse(container: ObjectNode | ArrayNode, written: Span): boolean {
  const elements = container.kind === "array" ? container.items : container.members;
  return elements.every(({ start }) => start === written.start);
}

/** What the vocabulary and the document itself offer for a place. */
export class Proposals {
  readonly #alloy: Alloy;
  readonly #options: CompletionOptions;
  readonly #replaced: Span;
  readonly #isInline: boolean;

  /**
   * @param replaced the token that a proposal replaces: a name that occurs only there is not known
   * @param isInline whether objects are written on one line
   */
  constructor(alloy: Alloy, options: CompletionOptions, replaced: Span, isInline: boolean) {
    this.#alloy = alloy;
    this.#options = options;
    this.#replaced = replaced;
    this.#isInline = isInline;
  }

  /**
   * A field with a value to fill in, or its key alone where it has a value already.
   * @param object the object that gets it
   */
  field(field: Field, isNew: boolean, object: ObjectNode): Proposal {
    const { name, place, status } = field;
    const { schema } = place;
    const isChosen = this.#options.retriggers && this.#isChosen(place);
    const retrigger = isNew && this.#options.retriggers && (isChosen || this.#opensList(place));
    const unit = schema.unit ? ` · ${translate(schema.unit)}` : "";
    const stage = place.stage && this.#alloy.stageAt(object.start)?.node === object ? object : undefined;
    return {
      label: name,
      kind: "field",
      detail: `${typeWords(schema)}${unit}${status === "required" ? t` · required` : ""}${this.#useWords(field, stage)}`,
      text: isNew ? this.#member(name, place, object, isChosen) : JSON.stringify(name),
      isSnippet: isNew && this.#options.snippets,
      retrigger,
      isDeprecated: schema.deprecated === true,
      documentation: () => {
        const words = stage && executorWords(this.#alloy, place, name, stage);
        const parts = [words, placeDocumentation(place, name, this.#alloy.vocabulary, field)];
        return parts.filter(Boolean).join("\n\n");
      },
    };
  }

  /** Why a field of a stage comes last. */
  #useWords({ name, place }: Field, stage: ObjectNode | undefined): string {
    const uses = stage && fieldUses(this.#alloy, place.stage, stage);
    const use = uses?.useOf(name);
    return uses && (use === "ignored" || use === "logged") ? t` · not read by ${nameOf(uses.profile)}` : "";
  }

  #member(name: string, place: SchemaLocation | undefined, object: ObjectNode, isChosen = false): string {
    const writer = this.#writer();
    const indent = this.#indentIn(object);
    const member = isChosen ? writer.openMember(name) : writer.member(name, place, indent);
    return this.#joined([member], object);
  }

  /** All that is still required at once, where that is more than one field. */
  requiredFields(required: readonly Field[], object: ObjectNode): Proposal[] {
    return required.length > 1 ? [this.#together(t`all required fields`, required, object)] : [];
  }

  /** All fields of a small object at once. */
  allFields(
    place: SchemaLocation,
    missing: readonly Field[],
    all: readonly Field[],
    object: ObjectNode,
  ): Proposal[] {
    const isListed = ({ status }: Field) => status !== "extra";
    const listed = missing.filter(isListed);
    const isSmall = place.stage === undefined && all.filter(isListed).length <= MAX_TOGETHER;
    return isSmall && listed.length > 1 ? [this.#together(t`all fields`, listed, object)] : [];
  }

  #together(label: string, fields: readonly Field[], object: ObjectNode): Proposal {
    const writer = this.#writer();
    const indent = this.#indentIn(object);
    const members = fields.map(({ name, place }) => writer.member(name, place, indent));
    const [first] = fields;
    return {
      label,
      kind: "snippet",
      detail: fields.map(({ name }) => name).join(", "),
      badge: "",
      text: this.#joined(members, object),
      isSnippet: this.#options.snippets,
      retrigger: this.#options.retriggers && first !== undefined && this.#opensList(first.place),
    };
  }

  /** Members on lines of their own where the object has lines; braces on one line are opened for them. */
  #joined(members: readonly string[], object: ObjectNode): string {
    const { eol, comma, indent } = styleOf(this.#alloy.tree);
    if (this.#isOpened(object)) return `${eol}${indent}${members.join(`,${eol}${indent}`)}${eol}`;
    return members.join(isOnOneLine(this.#alloy.tree.text, object) ? comma : `,${eol}`);
  }

  /** How much deeper new members of an object are than the line of the cursor. */
  #indentIn(object: ObjectNode): string {
    return this.#isOpened(object) ? styleOf(this.#alloy.tree).indent : "";
  }

  /** Whether the braces of an object are on one line now and will not be: it has no member but the one being written. */
  #isOpened(object: ObjectNode): boolean {
    const isEmpty = hasNothingElse(object, this.#replaced);
    return isEmpty && !this.#isInline && isOnOneLine(this.#alloy.tree.text, object);
  }

  /** Whether suggestions apply where the first tab stop of a new value is. */
  #opensList(place: SchemaLocation): boolean {
    const { vocabulary } = this.#alloy;
    switch (valueTypesOf(place.schema)[0]) {
      case "object": {
        const fields = [...vocabulary.fields(place).values()];
        const first = fields.find(({ status }) => status === "required");
        if (first) return this.#opensList(first.place);
        return fields.length > 0 || vocabulary.keys(place)?.names !== undefined;
      }
      case "array": {
        const item = vocabulary.item(place);
        return place.id === STAGES_ID || (item !== undefined && this.#opensList(item));
      }
      default:
        return this.#isChosen(place) || this.#isUsedElsewhere(place);
    }
  }

  #isUsedElsewhere({ id, schema }: SchemaLocation): boolean {
    return schema.recurs === true && (this.#options.usedElsewhere?.(id) ?? []).length > 0;
  }

  /** The keys of a map, such as the benchmarks of the acceptance criteria. */
  mapKeys(
    place: SchemaLocation,
    present: ReadonlySet<string>,
    isNew: boolean,
    object: ObjectNode,
  ): Proposal[] {
    const keys = this.#alloy.vocabulary.keys(place);
    if (!keys) return [];
    const named = keys.suggestions !== undefined ? { ...place, schema: keys } : undefined;
    const proposals =
      this.#alloy.kind === "executor" && keys.names !== undefined
        ? this.#inProfile(keys.names, object, { ...place, schema: keys })
        : this.#named(keys.names, named);
    const taken = new Set([...present].map(benchmarkKey));
    return proposals
      .filter(({ label }) => !taken.has(benchmarkKey(label)))
      .map((proposal) => {
        const { label } = proposal;
        return {
          ...proposal,
          text: isNew
            ? this.#member(label, this.#alloy.vocabulary.member(place, label), object)
            : JSON.stringify(label),
          isSnippet: isNew && this.#options.snippets,
        };
      });
  }

  /** What may stand as a value at a place, each text once. */
  values(place: SchemaLocation): Proposal[] {
    const { schema } = place;
    const { vocabulary, registry } = this.#alloy;
    if (this.#alloy.kind === "executor" && schema.names !== undefined)
      return this.#inProfile(schema.names, nodeAround(this.#alloy.tree, this.#replaced), place);
    if (schema.names === "stageType") return vocabulary.stageTypes.map((type) => this.#stageType(type));
    if (schema.names === "domain") {
      return registry.domains.map(({ file }) => ({
        label: file.id,
        kind: "value",
        detail: file.status === "draft" ? t`${translate(file.title)} · draft` : translate(file.title),
        text: JSON.stringify(file.id),
        documentation: () => translate(file.description),
      }));
    }
    if (schema.names === "architecture") return this.#families();
    if (schema.names === "executor")
      return [...registry.executors.available].map(([id, { title }]) => this.#constant(id, title));
    const accepted = acceptedAt(this.#alloy, place);
    if (accepted) return accepted.values.map(({ value, description }) => this.#constant(value, description));
    const choices = (schema.enum ?? []).map((value) =>
      this.#constant(value, schema.enumDescriptions?.[String(value)]),
    );
    const proposals = [...choices, ...this.#named(schema.names ?? schema.declares, place)];
    const types = valueTypesOf(schema);
    if (types.includes("boolean")) {
      const ordered = schema.default === true ? [false, true] : [true, false];
      proposals.push(...ordered.map((value) => this.#constant(value, undefined, schema.default)));
    }
    if (schema.default !== undefined && schema.default !== null && !types.includes("boolean")) {
      proposals.push(this.#constant(schema.default, undefined, schema.default));
    }
    if (proposals.length === 0 && (types[0] === "object" || types[0] === "array"))
      proposals.push(this.#template(place));
    return unique(proposals);
  }

  /** Whole stages of the declared domains, from the snippets of their vocabularies. */
  stages(): Proposal[] {
    const { vocabulary } = this.#alloy;
    return vocabulary.stageTypes.flatMap((type) =>
      (type.schema.snippets ?? []).map(({ label, description, body }) => ({
        label,
        kind: "snippet" as const,
        detail: `${type.phase.id} · ${translate(description)}`,
        badge: type.phase.id,
        text: this.#writer().given(body, vocabulary.stage(type.name)),
        isSnippet: this.#options.snippets,
        documentation: () => stageDocumentation(type, vocabulary),
      })),
    );
  }

  /** A whole alloy, for an empty text. */
  skeleton(): Proposal {
    const { vocabulary, kind } = this.#alloy;
    if (kind !== "alloy") return this.#template(vocabulary.root);
    const stages = vocabulary.stageTypes.flatMap(({ schema }) => schema.snippets ?? []);
    const first = stages.find(({ offer }) => offer === "action");
    const body = {
      name: "my-alloy",
      version: "0.1.0",
      source: { baseModel: "org/model", architecture: knownFamilies(this.#alloy).keys().next().value ?? "" },
      stages: first ? [first.body] : [],
      ...gated(first, this.#alloy),
    };
    return {
      label: "alloy",
      kind: "snippet",
      detail: t`name, version, source, and stages`,
      text: this.#writer().given(body, vocabulary.root),
      isSnippet: this.#options.snippets,
      documentation: () => translate(vocabulary.root.schema.description ?? ""),
    };
  }

  /** Whole alloys to begin with, as the vocabularies have them. */
  templates(): Proposal[] {
    const { vocabulary, kind, registry } = this.#alloy;
    if (kind !== "alloy") return [];
    return templatesOf(registry).map(({ label, description, body }) => ({
      label,
      kind: "snippet",
      badge: t`template`,
      detail: translate(description),
      text: this.#writer().given(body, vocabulary.root),
      isSnippet: this.#options.snippets,
    }));
  }

  /** A text that is one of some values: better chosen from the list than from tab stops without explanations. */
  #isChosen(place: SchemaLocation): boolean {
    const { schema } = place;
    if (acceptedAt(this.#alloy, place)) return true;
    const choices = schema.enum?.filter((value) => value !== null);
    if (choices) return choices.every((value) => typeof value === "string");
    const isText = valueTypesOf(schema)[0] === "string";
    return (
      isText &&
      (schema.suggestions !== undefined || schema.names !== undefined) &&
      schema.default === undefined
    );
  }

  /** In an executor profile: what its domain and the profiles in reach have of a kind, before what the file names. */
  #inProfile(kind: string, at: ValueNode | Member | undefined, place: SchemaLocation): Proposal[] {
    const known = profileNames(this.#alloy, kind, at);
    const labels = new Set(known.map(({ name }) => name));
    return [
      ...known.map(({ name, description }) => this.#constant(name, description)),
      ...this.#named(kind, place).filter(({ label }) => !labels.has(label)),
    ];
  }

  /** The architectures that executors know, those first that the name of the base model suggests. */
  #families(): Proposal[] {
    return byBaseModel([...knownFamilies(this.#alloy)], this.#alloy).map(([name, family]) => ({
      label: name,
      kind: "value",
      detail: family.family.title && translate(family.family.title),
      text: JSON.stringify(name),
      documentation: () => familyWords(family),
    }));
  }

  /** Names that the file uses already, and those that the vocabulary suggests. */
  #named(kind: string | undefined, place: SchemaLocation | undefined): Proposal[] {
    if (kind === "rule") return ruleNames().map((name) => this.#constant(name, ruleSummary(name)));
    const { start, end } = this.#replaced;
    const inFile =
      kind === undefined
        ? []
        : referencesTo(this.#alloy, kind)
            .filter(({ at }) => at.start < start || at.end > end)
            .map(({ name }) => name);
    const suggested = place ? this.#alloy.vocabulary.suggestions(place.schema, place.owner) : [];
    const known = new Set([...inFile, ...suggested.map(({ value }) => String(value))]);
    const others = place ? this.#fromOutside(place).filter(({ label }) => !known.has(label)) : [];
    const names = new Map(inFile.filter((name) => name !== "").map((name) => [name, t`in this alloy`]));
    return [
      ...[...names].map(([name, detail]) => {
        const known = suggested.find(({ value }) => value === name);
        return { ...this.#constant(name, known?.description), kind: "name" as const, detail };
      }),
      ...suggested
        .filter(({ value }) => !names.has(value as string))
        .map(({ value, description }) =>
          typeof value === "object" && value !== null
            ? this.#example(value, description, place)
            : this.#constant(value, description),
        ),
      ...others,
    ];
  }

  /**
   * Returns the values that other alloys of the workspace have at this place, and the long list of SPDX
   * licenses if the schema suggests licenses.
   */
  #fromOutside(place: SchemaLocation): Proposal[] {
    const used = place.schema.recurs ? (this.#options.usedElsewhere?.(place.id) ?? []) : [];
    const licenses = place.schema.suggestions === "licenses" ? [...SPDX_IDS] : [];
    return [
      ...used.map((value) => ({ ...this.#constant(value, undefined), detail: t`in other alloys` })),
      ...licenses.map((value) => ({ ...this.#constant(value, undefined), detail: "SPDX" })),
    ];
  }

  /** A whole object that is worth starting from. */
  #example(value: object, description: string | undefined, place: SchemaLocation | undefined): Proposal {
    return {
      label: description ? translate(description) : "{ … }",
      kind: "snippet",
      text: this.#writer().given(value, place),
      isSnippet: this.#options.snippets,
    };
  }

  #constant(value: unknown, description: string | undefined, standard?: unknown): Proposal {
    const text = JSON.stringify(value);
    return {
      label: typeof value === "string" ? value : text,
      kind: "value",
      detail: value === standard ? t`default` : undefined,
      text,
      documentation: () => description && translate(description),
    };
  }

  #stageType(type: StageType): Proposal {
    return {
      label: type.name,
      kind: "stage",
      detail: `${type.phase.id} · ${translate(type.schema.summary)}`,
      badge: type.phase.id,
      text: JSON.stringify(type.name),
      documentation: () => stageDocumentation(type, this.#alloy.vocabulary),
    };
  }

  #template(place: SchemaLocation): Proposal {
    const isArray = valueTypesOf(place.schema)[0] === "array";
    return {
      label: isArray ? "[ ]" : "{ }",
      kind: "snippet",
      text: this.#writer().empty(place),
      isSnippet: this.#options.snippets,
    };
  }

  #writer(): SnippetWriter {
    return new SnippetWriter(this.#alloy.vocabulary, {
      style: styleOf(this.#alloy.tree),
      tabStops: this.#options.snippets,
      isInline: this.#isInline,
    });
  }
}

/**
 * Returns an evaluation stage for a benchmark and the acceptance criterion for its score: the name of the
 * benchmark appears in both. A benchmark whose lower scores are better gets no criterion.
 */
function gated(first: Snippet | undefined, { vocabulary }: Alloy): Record<string, unknown> {
  const evaluating = vocabulary.stageTypes.find(({ schema }) => schema.role === "evaluate");
  const [benchmark] = evaluating ? vocabulary.list("benchmarks", evaluating.domain.file.id) : [];
  if (!evaluating || !benchmark) return {};
  const name = String(benchmark.value);
  const evaluation = { type: evaluating.name, benchmarks: [{ name }] };
  const criteria = benchmark.lowerIsBetter ? {} : { [name]: { min: 0.5, anchorDelta: -3 } };
  return {
    stages: [...(first ? [first.body] : []), evaluation],
    acceptanceCriteria: { benchmarks: criteria },
  };
}

function unique(proposals: readonly Proposal[]): Proposal[] {
  const byText = new Map<string, Proposal>();
  for (const proposal of proposals) if (!byText.has(proposal.text)) byText.set(proposal.text, proposal);
  return [...byText.values()];
}
