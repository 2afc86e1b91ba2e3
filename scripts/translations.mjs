// Translations as they are shipped. In l10n/, a language is one file with the English texts as keys. Of this, VS Code gets
// what the client says, and the server a list without keys.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The texts of the client, which VS Code looks up itself: `l10n.t("…")`. */
export async function clientTexts() {
  const folder = path.join(ROOT, "client/src");
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const calls = await Promise.all(
    sources.map(async (name) => [
      ...(await readFile(path.join(folder, name), "utf8")).matchAll(/\bl10n\.t\(\s*("(?:[^"\\]|\\.)*")?/g),
    ]),
  );
  return calls.flat().map(([call, text]) => {
    if (text === undefined) throw new Error(`${call}…) in client/src needs a text in double quotes.`);
    return JSON.parse(text);
  });
}

/**
 * Writes the tables of each language.
 * @param {{ client: string, server: string }} folders `client` gets `bundle.l10n.de.json`, as VS Code reads it, and
 *   `server` gets `keys.json` and `de.json`, which are a `ShippedTable` (`server/src/text/l10n.ts`)
 */
export async function shipTranslations({ client, server }) {
  const english = await read("bundle.l10n.json");
  const texts = Object.keys(english);
  const ofClient = [...new Set(await clientTexts())].sort();
  await write(path.join(server, "keys.json"), await keysOf(texts));
  for (const name of await readdir(path.join(ROOT, "l10n"))) {
    const language = /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1];
    if (language === undefined) continue;
    const table = await read(name);
    const translated = (text) => table[text] ?? text;
    await write(path.join(server, `${language}.json`), texts.map(translated));
    await write(
      path.join(client, name),
      Object.fromEntries(ofClient.map((text) => [text, translated(text)])),
    );
  }
}

/** The hash of each text, as the server computes it. */
async function keysOf(texts) {
  const source = await readFile(path.join(ROOT, "server/src/text/l10n.ts"), "utf8");
  const { code } = await esbuild.transform(source, { loader: "ts", format: "esm" });
  const { hashOf } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const keys = texts.map(hashOf);
  const again = texts.find((_, index) => keys.indexOf(keys[index]) !== index);
  if (again !== undefined)
    throw new Error(`Another text has the hash of ${JSON.stringify(again)}. Change one.`);
  return keys;
}

async function read(name) {
  return JSON.parse(await readFile(path.join(ROOT, "l10n", name), "utf8"));
}

async function write(file, content) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(content));
}
