import type { Alloy } from "../alloy/alloy.js";
import { cursorAt, type KeyCursor, type ValueCursor } from "../alloy/cursor.js";
import { benchmarkKey } from "../alloy/names.js";
import { referencesTo } from "../alloy/references.js";
import { valueTypesOf } from "../alloy/schema.js";
import type { Field, Place, StageType } from "../alloy/vocabulary.js";
import { typeWords } from "../alloy/words.js";
import type { Edit } from "../text/edits.js";
import { styleOf } from "../text/style.js";
import { placeDocumentation, stageDocumentation } from "./documentation.js";
import { SnippetWriter } from "./snippet.js";

export interface CompletionItem {
  readonly label: string;
  readonly kind: "stage" | "field" | "value" | "name" | "snippet";
  /** One line about the item, shown where it is looked at. */
  readonly detail?: string;
  /** A word or two that stand beside the label all the time. */
  readonly badge?: string;
  /** Markdown; made when the item is looked at. */
  documentation?(): string | undefined;
  /** What an editor compares with the text that `edit` replaces. */
  readonly filterText: string;
  readonly edit: Edit;
  /** True where `edit.text` has tab stops. */
  readonly isSnippet: boolean;
  /** A comma that was missing before the element. */
  readonly additionalEdits: readonly Edit[];
  /** Whether the list should open again behind the insertion, since a value is to be chosen there. */
  readonly retrigger: boolean;
}

export interface CompletionOptions {
  readonly snippets: boolean;
  readonly retriggers: boolean;
}

/** What may be written at an offset, the most likely first. */
export function completionsAt(alloy: Alloy, offset: number, options: CompletionOptions): CompletionItem[] {
  const cursor = cursorAt(alloy, offset);
  if (!cursor) return [];
  const completer = new Completer(alloy, options);
  return cursor.kind === "key" ? completer.keys(cursor) : completer.values(cursor);
}

/** An item before it is fitted to the cursor. */
interface Proposal {
  readonly label: string;
  readonly kind: CompletionItem["kind"];
  readonly detail?: string | undefined;
  readonly badge?: string | undefined;
  readonly text: string;
  readonly isSnippet?: boolean;
  readonly retrigger?: boolean;
  documentation?(): string | undefined;
}

class Completer {
  readonly #alloy: Alloy;
  readonly #options: CompletionOptions;

  constructor(alloy: Alloy, options: CompletionOptions) {
    this.#alloy = alloy;
    this.#options = options;
  }

  keys(cursor: KeyCursor): CompletionItem[] {
    const { place, object, member } = cursor;
    if (!place) return [];
    const present = new Set(object.members.filter((other) => other !== member).map(({ key }) => key.value));
    // A key that has its colon already keeps what follows it.
    const isNew = member?.colon === undefined;
    const proposals = [...this.#alloy.vocabulary.fields(place).values()]
      .filter(({ name }) => !present.has(name))
      .map((field) => this.#field(field, isNew));
    return [...proposals, ...this.#mapKeys(place, present, isNew)].map((proposal) =>
      this.#fit(proposal, cursor),
    );
  }

  values(cursor: ValueCursor): CompletionItem[] {
    const { place, holder } = cursor;
    if (!place) return [];
    const isStage = holder?.kind === "array" && holder === this.#alloy.stagesNode;
    const isTyping = cursor.node !== undefined && cursor.node.kind !== "invalid";
    if (isStage) return isTyping ? [] : this.#stageSnippets(cursor);
    if (!holder) return isTyping ? [] : [this.#fit(this.#skeleton(), cursor)];
    const taken = this.#takenIn(cursor);
    return unique(this.#valueProposals(place))
      .filter(({ text }) => !taken.has(text))
      .map((proposal) => this.#fit(proposal, cursor));
  }

  #field(field: Field, isNew: boolean): Proposal {
    const { name, place, status } = field;
    const { schema } = place;
    const key = JSON.stringify(name);
    const writer = this.#writer();
    const isChosen = this.#options.retriggers && this.#isChosen(place);
    const value = isChosen ? (this.#options.snippets ? '"$1"' : '""') : writer.empty(place);
    const style = styleOf(this.#alloy.tree);
    const unit = schema.unit ? ` · ${schema.unit}` : "";
    return {
      label: name,
      kind: "field",
      detail: `${typeWords(schema)}${unit}${status === "required" ? " · required" : ""}`,
      text: isNew ? `${key}${style.colon}${value}` : key,
      isSnippet: isNew && this.#options.snippets,
      retrigger: isNew && isChosen,
      documentation: () => placeDocumentation(place, name, this.#alloy.vocabulary, field),
    };
  }

  /** A text that is one of some values: better chosen from the list than from tab stops without explanations. */
  #isChosen({ schema }: Place): boolean {
    const choices = schema.enum?.filter((value) => value !== null);
    if (choices) return choices.every((value) => typeof value === "string");
    const isText = valueTypesOf(schema)[0] === "string";
    return (
      isText &&
      (schema.suggestions !== undefined || schema.names !== undefined) &&
      schema.default === undefined
    );
  }

  #mapKeys(place: Place, present: ReadonlySet<string>, isNew: boolean): Proposal[] {
    const keys = this.#alloy.vocabulary.keys(place);
    if (!keys) return [];
    const style = styleOf(this.#alloy.tree);
    const proposals = this.#named(
      keys.names,
      keys.suggestions !== undefined ? { ...place, schema: keys } : undefined,
    );
    const taken = new Set([...present].map(benchmarkKey));
    return proposals
      .filter(({ label }) => !taken.has(benchmarkKey(label)))
      .map((proposal) => {
        const key = JSON.stringify(proposal.label);
        const value = this.#writer().empty(this.#alloy.vocabulary.member(place, proposal.label));
        return {
          ...proposal,
          text: isNew ? `${key}${style.colon}${value}` : key,
          isSnippet: isNew && this.#options.snippets,
        };
      });
  }

  #valueProposals(place: Place): Proposal[] {
    const { schema } = place;
    const { vocabulary, registry } = this.#alloy;
    if (schema.names === "stageType") return vocabulary.stageTypes.map((type) => this.#stageType(type));
    if (schema.names === "domain") {
      return registry.domains.map(({ file }) => ({
        label: file.id,
        kind: "value",
        detail: file.status === "draft" ? `${file.title} · draft` : file.title,
        text: JSON.stringify(file.id),
        documentation: () => file.description,
      }));
    }
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
    return proposals;
  }

  /** Names that the file uses already, and those that the vocabulary suggests. */
  #named(kind: string | undefined, place: Place | undefined): Proposal[] {
    const { vocabulary } = this.#alloy;
    const inFile = kind === undefined ? [] : referencesTo(this.#alloy, kind).map(({ name }) => name);
    const suggested = place ? vocabulary.suggestions(place.schema, place.owner) : [];
    const names = new Map(inFile.filter((name) => name !== "").map((name) => [name, "in this alloy"]));
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
    ];
  }

  /** A whole object that is worth starting from. */
  #example(value: object, description: string | undefined, place: Place | undefined): Proposal {
    return {
      label: description ?? "{ … }",
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
      detail: value === standard ? "default" : undefined,
      text,
      documentation: () => description,
    };
  }

  #stageType(type: StageType): Proposal {
    return {
      label: type.name,
      kind: "stage",
      detail: `${type.phase.id} · ${type.schema.summary}`,
      badge: type.phase.id,
      text: JSON.stringify(type.name),
      documentation: () => stageDocumentation(type, this.#alloy.vocabulary),
    };
  }

  #stageSnippets(cursor: ValueCursor): CompletionItem[] {
    const { vocabulary } = this.#alloy;
    return vocabulary.stageTypes.flatMap((type) =>
      (type.schema.snippets ?? []).map(({ label, description, body }) =>
        this.#fit(
          {
            label,
            kind: "snippet",
            detail: `${type.phase.id} · ${description}`,
            badge: type.phase.id,
            text: this.#writer().given(body, vocabulary.stage(type.name)),
            isSnippet: this.#options.snippets,
            documentation: () => stageDocumentation(type, vocabulary),
          },
          cursor,
        ),
      ),
    );
  }

  #template(place: Place): Proposal {
    const isArray = valueTypesOf(place.schema)[0] === "array";
    return {
      label: isArray ? "[ ]" : "{ }",
      kind: "snippet",
      text: this.#writer().empty(place),
      isSnippet: this.#options.snippets,
    };
  }

  #skeleton(): Proposal {
    const { vocabulary } = this.#alloy;
    const stages = vocabulary.stageTypes.flatMap(({ schema }) => schema.snippets ?? []);
    const first = stages.find(({ offer }) => offer === "action");
    const body = {
      name: "my-alloy",
      version: "0.1.0",
      source: { baseModel: "org/model", architecture: "qwen2" },
      stages: first ? [first.body] : [],
    };
    return {
      label: "alloy",
      kind: "snippet",
      detail: "name, version, source and stages",
      text: this.#writer().given(body, vocabulary.root),
      isSnippet: this.#options.snippets,
      documentation: () => vocabulary.root.schema.description,
    };
  }

  /** The values that stand in the same list already: a list of names needs each once. */
  #takenIn({ holder, node }: ValueCursor): Set<string> {
    if (holder?.kind !== "array") return new Set();
    return new Set(
      holder.items.flatMap((item) =>
        item !== node && item.kind === "string" ? [JSON.stringify(item.value)] : [],
      ),
    );
  }

  #writer(): SnippetWriter {
    return new SnippetWriter(this.#alloy.vocabulary, {
      style: styleOf(this.#alloy.tree),
      tabStops: this.#options.snippets,
    });
  }

  #fit(proposal: Proposal, { replace, commaBefore, commaAfter }: KeyCursor | ValueCursor): CompletionItem {
    const isQuoted = this.#alloy.tree.text[replace.start] === '"';
    const {
      label,
      kind,
      detail,
      badge = detail,
      documentation,
      isSnippet = false,
      retrigger = false,
    } = proposal;
    return {
      label,
      kind,
      ...(detail !== undefined && { detail }),
      ...(badge !== undefined && { badge }),
      ...(documentation && { documentation }),
      filterText: isQuoted ? JSON.stringify(label) : label,
      edit: { ...replace, text: proposal.text + (commaAfter ? "," : "") },
      isSnippet,
      additionalEdits: commaBefore === undefined ? [] : [{ start: commaBefore, end: commaBefore, text: "," }],
      retrigger,
    };
  }
}

function unique(proposals: readonly Proposal[]): Proposal[] {
  const byText = new Map<string, Proposal>();
  for (const proposal of proposals) if (!byText.has(proposal.text)) byText.set(proposal.text, proposal);
  return [...byText.values()];
}
