import { type EffectiveSchema, type SchemaLocation, STAGES_ID } from "../../schema/effective-schema.js";
import { own, valueTypesOf } from "../../schema/schema.js";
import { instanceOf } from "../../schema/variants.js";
import type { Style } from "../../syntax/style.js";

/** How snippets are written for one client and one document. */
interface SnippetOptions {
  readonly style: Style;
  /** Whether the client understands tab stops; else the text is plain JSON. */
  readonly tabStops: boolean;
  /** Whether objects and lists are written on one line. */
  readonly isInline?: boolean;
}

/** Writes JSON values as snippet text: every value that a person may want to change is a tab stop. */
export class SnippetWriter {
  readonly #vocabulary: EffectiveSchema;
  readonly #options: SnippetOptions;
  #stops = 0;
  /** The tab stop of each name: where a thing is named twice, the second place follows the first. */
  readonly #names = new Map<string, number>();

  constructor(vocabulary: EffectiveSchema, options: SnippetOptions) {
    this.#vocabulary = vocabulary;
    this.#options = options;
  }

  /** A given value; its scalars become tab stops, choices where the schema has them. `type` stays as it is. */
  given(value: unknown, place: SchemaLocation | undefined, current = ""): string {
    if (Array.isArray(value)) return this.#list(value, place, current);
    if (typeof value === "object" && value !== null) {
      const fields = value as Readonly<Record<string, unknown>>;
      const at = place && this.#vocabulary.placeOfObject(place, (name) => instanceOf(own(fields, name)));
      const named = at && this.#vocabulary.keys(at)?.names;
      return this.#object(
        Object.entries(value).map(([key, inner]) => [
          named === undefined ? this.#plain(JSON.stringify(key)) : () => this.#named(named, key),
          (indent) =>
            key === "type" && place?.stage
              ? this.#plain(JSON.stringify(inner))
              : this.given(inner, at && this.#vocabulary.member(at, key), indent),
        ]),
        current,
      );
    }
    const kind = place?.schema.declares ?? place?.schema.names;
    if (typeof value === "string" && kind !== undefined) return this.#named(kind, value);
    return this.#scalar(value, place?.schema.enum);
  }

  /** On one line, or an entry a line where an entry has several. */
  #list(values: readonly unknown[], place: SchemaLocation | undefined, current: string): string {
    const { comma, eol, indent } = this.#options.style;
    const isLong =
      !this.#options.isInline &&
      values.some((value) => typeof value === "object" && value !== null && Object.keys(value).length > 1);
    const inner = isLong ? current + indent : current;
    const parts = values.map((value) => {
      const type =
        typeof value === "object" && value !== null && "type" in value ? String(value.type) : undefined;
      return this.given(value, place && this.#vocabulary.item(place, type), inner);
    });
    if (!isLong) return `[${parts.join(comma)}]`;
    return `[${eol}${parts.map((part) => inner + part).join(`,${eol}`)}${eol}${current}]`;
  }

  /** A name: a tab stop where it stands first, and the same one again wherever it is repeated. */
  #named(kind: string, name: string): string {
    const stop = this.#names.get(`${kind} ${name}`);
    if (stop !== undefined && this.#options.tabStops) return `"$${stop}"`;
    const text = this.#text(name);
    this.#names.set(`${kind} ${name}`, this.#stops);
    return text;
  }

  /** A key with a value to fill in, see `empty`. */
  member(name: string, place: SchemaLocation | undefined, current = ""): string {
    return `${this.#key(name)}${this.empty(place, current)}`;
  }

  /** A key with an empty string as its value, in which the list of suggestions opens. */
  openMember(name: string): string {
    return `${this.#key(name)}${this.#text("")}`;
  }

  #key(name: string): string {
    return this.#plain(JSON.stringify(name)) + this.#options.style.colon;
  }

  /** A value for a place: its default, its first choice, or an empty value of its type to be filled in. */
  empty(place: SchemaLocation | undefined, current = ""): string {
    const schema = place?.schema ?? {};
    const initial = schema.default ?? undefined;
    const choices = schema.enum?.filter((value) => value !== null);
    if (choices && choices.length > 0) return this.#choice(choices, initial);
    switch (valueTypesOf(schema)[0]) {
      case "boolean":
        return this.#choice(initial === true ? [false, true] : [true, false], undefined);
      case "number":
      case "integer":
        return this.#stop(String(initial ?? schema.minimum ?? 0));
      case "array":
        return this.#array(place as SchemaLocation, current);
      case "object":
        return this.#required(place as SchemaLocation, current);
      default:
        return this.#text(typeof initial === "string" ? initial : "");
    }
  }

  #array(place: SchemaLocation, current: string): string {
    const item = this.#vocabulary.item(place);
    const type = item && valueTypesOf(item.schema)[0];
    if (type === "string") return `[${this.#text("")}]`;
    if (!item || type !== "object") return `[${this.#stop("")}]`;
    if (this.#options.isInline) return `[${this.#required(item, current)}]`;
    const { eol, indent } = this.#options.style;
    const inner = current + indent;
    const first = place.id === STAGES_ID ? this.#stop("") : this.#required(item, inner);
    return `[${eol}${inner}${first}${eol}${current}]`;
  }

  #required(place: SchemaLocation, current: string): string {
    const fields = [...this.#vocabulary.fields(place).values()].filter(({ status }) => status === "required");
    if (fields.length === 0) return this.#opened(current);
    return this.#object(
      fields.map(({ name, place: inner }) => [
        this.#plain(JSON.stringify(name)),
        (at) => this.empty(inner, at),
      ]),
      current,
    );
  }

  /** An object without members, with a line for the first one. */
  #opened(current: string): string {
    const { isInline, style, tabStops } = this.#options;
    if (isInline || !tabStops) return `{${this.#stop("")}}`;
    return `{${style.eol}${current}${style.indent}${this.#stop("")}${style.eol}${current}}`;
  }

  /** On one line where it is short, else one member a line. */
  #object(members: readonly [string | (() => string), (at: string) => string][], current: string): string {
    const { style } = this.#options;
    if (members.length === 0) return "{}";
    const { isInline } = this.#options;
    const oneLine = isInline || (members.length === 1 && current !== "");
    const inner = current + style.indent;
    const parts = members.map(
      ([key, write]) => `${typeof key === "string" ? key : key()}${style.colon}${write(inner)}`,
    );
    if (oneLine && !parts.some((part) => part.includes(style.eol))) {
      const content = parts.join(style.comma);
      return style.padded ? `{ ${content} }` : `{${content}}`;
    }
    return `{${style.eol}${parts.map((part) => inner + part).join(`,${style.eol}`)}${style.eol}${current}}`;
  }

  #scalar(value: unknown, choices: readonly unknown[] | undefined): string {
    if (choices) {
      return this.#choice(
        choices.filter((choice) => choice !== null),
        value,
      );
    }
    return typeof value === "string" ? this.#text(value) : this.#stop(JSON.stringify(value));
  }

  /**
   * A choice with `initial` first. If all are strings, the list is inside the quotation marks; else they belong to each
   * choice. A choice with `$` or `}` becomes a plain tab stop: clients do not agree how these are escaped in a list. So
   * does an empty choice, which some reject.
   */
  #choice(values: readonly unknown[], initial: unknown): string {
    const ordered =
      initial === undefined ? values : [initial, ...values.filter((value) => value !== initial)];
    const [first] = ordered;
    if (!this.#options.tabStops) return JSON.stringify(first);
    const isText = ordered.every((value) => typeof value === "string");
    const options = ordered.map((value) => (isText ? inside(value as string) : JSON.stringify(value)));
    if (options.some((option) => option === "" || /[$}]/.test(option)))
      return typeof first === "string" ? this.#text(first) : this.#stop(JSON.stringify(first));
    this.#stops++;
    const stop = `\${${this.#stops}|${options.map(escapeChoice).join(",")}|}`;
    return isText ? `"${stop}"` : stop;
  }

  #text(value: string): string {
    if (!this.#options.tabStops) return JSON.stringify(value);
    this.#stops++;
    return value === "" ? `"$${this.#stops}"` : `"\${${this.#stops}:${escapeSnippet(inside(value))}}"`;
  }

  #stop(value: string): string {
    if (!this.#options.tabStops) return value;
    this.#stops++;
    return value === "" ? `$${this.#stops}` : `\${${this.#stops}:${escapeSnippet(value)}}`;
  }

  #plain(text: string): string {
    return this.#options.tabStops ? escapeSnippet(text) : text;
  }
}

/** A string as JSON, without its quotation marks. */
function inside(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

function escapeChoice(text: string): string {
  return text.replace(/[\\,|]/g, "\\$&");
}
