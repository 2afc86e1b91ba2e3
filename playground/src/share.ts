/** The files in the fragment of the URL: compressed, and never sent, since browsers keep fragments to themselves. */
import { languageOf, MAX_FILES } from "./paths.js";
import type { SourceFile } from "./workspace.js";

/** What a fragment begins with; the number changes with the format. */
const PREFIX = "#v1=";

/** Characters of a fragment: what browsers accept in a URL. */
const MAX_FRAGMENT = 1_000_000;

/** UTF-8 bytes of all files, above which nothing is decompressed. */
const MAX_BYTES = 4_000_000;

/** The fragment for files; `undefined` if they are too large for a URL. */
export async function fragmentOf(files: readonly SourceFile[]): Promise<string | undefined> {
  const json = JSON.stringify(files.map(({ path, text }) => [path, text]));
  const bytes = new TextEncoder().encode(json);
  if (bytes.length > MAX_BYTES) return undefined;
  const compressed = await readAll(
    new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw")),
    MAX_BYTES,
  );
  const fragment = PREFIX + toBase64Url(compressed);
  return fragment.length > MAX_FRAGMENT ? undefined : fragment;
}

/**
 * The files of a fragment; `undefined` if it has none.
 * @throws an `Error` whose message is a sentence for the user
 */
export async function filesOf(fragment: string): Promise<readonly SourceFile[] | undefined> {
  if (!/^#v\d+=/.test(fragment)) return undefined;
  if (!fragment.startsWith(PREFIX)) throw new Error("The link is of a newer version of the playground.");
  if (fragment.length > MAX_FRAGMENT) throw new Error("The link is too long.");
  const bytes = fromBase64Url(fragment.slice(PREFIX.length));
  if (!bytes) throw new Error("The link is damaged: it is not complete, or was changed.");
  const json = await decompressed(bytes);
  return filesIn(json);
}

async function decompressed(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readAll(stream, MAX_BYTES));
  } catch (error) {
    if (error instanceof RangeError) throw new Error("The link holds more text than the playground opens.");
    throw new Error("The link is damaged: it is not complete, or was changed.");
  }
}

/** Reads a stream to its end. @throws a `RangeError` as soon as there are more bytes than the limit */
async function readAll(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      void reader.cancel().catch(() => {});
      throw new RangeError();
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Checks what a link holds, which may come from a stranger. */
function filesIn(json: string): readonly SourceFile[] {
  const value = parsed(json);
  const isPair = (one: unknown): one is [string, string] =>
    Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === "string");
  if (!Array.isArray(value) || value.length === 0 || !value.every(isPair))
    throw new Error("The link does not hold files of the playground.");
  if (value.length > MAX_FILES) throw new Error(`The link holds more than ${MAX_FILES} files.`);
  const files = value.map(([path, text]) => ({ path, text }));
  const isAllowed = files.every(({ path }, i) => {
    const language = languageOf(path);
    return language !== undefined && (language === "forge-alloy") === (i === 0);
  });
  if (!isAllowed) throw new Error("The link holds a file that the playground does not open.");
  return files;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Bytes that are converted at once: arguments of a call are limited. */
const PIECE = 0x2000;

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
