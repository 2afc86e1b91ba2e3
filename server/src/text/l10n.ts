/**
 * Localization of user-visible text. The English text is in the code and serves as the keys of one table;
 * another language is a table with the same keys in `l10n/`, in the format that VS Code uses: `{0}` is a
 * placeholder for a value.
 */
let table: Readonly<Record<string, string>> = {};

/** Sets the table for all subsequent text; text without a translation in the table stays English. */
export function localize(translations: Readonly<Record<string, string>>): void {
  table = translations;
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
  const translated = Object.hasOwn(table, text) ? table[text] : undefined;
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
