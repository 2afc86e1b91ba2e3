/**
 * Localization of user-visible text. The English text is in the code and serves as the keys of one table; another
 * language is a table with the same keys in `l10n/`, in the format that VS Code uses: `{0}` is a placeholder for a
 * value.
 */

/** What a text is in the language in use; anything but a string if the language does not have it. */
type Table = (english: string) => unknown;

const ENGLISH: Table = () => undefined;

let table = ENGLISH;

/** A table as it is shipped, without the English texts: a third of the size. */
export interface ShippedTable {
  /** The hash of each English text; the same for all languages. */
  readonly keys: readonly number[];
  /** The translations, in the order of `keys`. */
  readonly texts: readonly string[];
}

/** Sets the table for all subsequent text; text without a translation in the table stays English. */
export function localize(translations: Readonly<Record<string, string>>): void {
  table = (english) => (Object.hasOwn(translations, english) ? translations[english] : undefined);
}

/** Like `localize`, with a table as it is shipped; `undefined` is English. */
export function localizeWith(shipped: ShippedTable | undefined): void {
  if (shipped === undefined) {
    table = ENGLISH;
    return;
  }
  const texts = new Map(shipped.keys.map((key, index) => [key, shipped.texts[index]]));
  table = (english) => texts.get(hashOf(english));
}

/** 32 bits that stand for an English text in shipped tables: FNV-1a. The build checks that no two texts share them. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A text with values in it: t`"${name}" is missing.` has the key `"{0}" is missing.` */
export function t(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const key = keyOf(parts);
  const text = translate(key);
  if (values.length === 0) return text;
  return text === key
    ? String.raw({ raw: parts }, ...values)
    : text.replace(/\{(\d+)\}/g, (hole, index) =>
        Number(index) < values.length ? String(values[Number(index)]) : hole,
      );
}

/** A text as a whole, such as a description in a vocabulary. */
export function translate(text: string): string {
  const translated = table(text);
  return typeof translated === "string" ? translated : text;
}

/** A heading within a sentence: English writes it in lower case, other languages as their table has it. */
export function translateWithin(heading: string): string {
  const translated = translate(heading);
  return translated === heading ? heading.toLowerCase() : translated;
}

const keys = new WeakMap<TemplateStringsArray, string>();

function keyOf(parts: TemplateStringsArray): string {
  let key = keys.get(parts);
  if (key === undefined) {
    key = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
    keys.set(parts, key);
  }
  return key;
}
