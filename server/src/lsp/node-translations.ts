import { readFile } from "node:fs/promises";
import type { ShippedTable } from "../text/l10n.js";

/** The shipped table of a language, which `scripts/translations.mjs` writes; undefined if there is none. */
export async function readTranslations(folder: URL, language: string): Promise<ShippedTable | undefined> {
  const read = async (name: string) => JSON.parse(await readFile(new URL(`${name}.json`, folder), "utf8"));
  try {
    const texts = await read(language);
    return { keys: await read("keys"), texts };
  } catch {
    return undefined;
  }
}
