/** A long session over stdio: edits, questions, documents opened and closed; and what the heap of the server says. */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type ClientCapabilities, LSPErrorCodes } from "vscode-languageserver/node";
import { LineIndex } from "../../server/src/syntax/lines.js";
import { Random } from "../fuzz/random.js";
import { EXAMPLE_TEXTS, Library, WORKSPACE_DOMAIN } from "../fuzz/texts.js";
import { Client } from "../protocol/client.js";

const HEAP = path.join(path.dirname(fileURLToPath(import.meta.url)), "heap.cjs");
const LONG = 150;
const WORD = "a-long-name-of-something-new";

const MEASUREMENTS = 10;

export interface SoakOptions {
  readonly edits: number;
  readonly cycles: number;
  /** Share of the whole after which the server has seen everything once. */
  readonly warmUp: number;
  /** Whether the client asks for problems, as VS Code does; else the server sends them. */
  readonly pulls: boolean;
  /** An empty folder for the workspace. */
  readonly folder: string;
  readonly seed: number;
  readonly report?: (measurement: Measurement) => void;
}

export interface Measurement {
  readonly phase: "edits" | "open and close";
  /** How many were done. */
  readonly count: number;
  /** In bytes, after the garbage was collected; without `code`. */
  readonly heap: number;
  /** What V8 made of the functions of the server. It makes more of those that run often, for as long as they do. */
  readonly code: number;
  readonly external: number;
  readonly resident: number;
}

/** The measurements of both phases; the first of each is taken after its warm-up. */
export async function soak(options: SoakOptions): Promise<Measurement[]> {
  const { edits, cycles, warmUp, pulls, folder, seed, report } = options;
  const root = makeWorkspace(folder);
  const client = await Client.start({
    capabilities: capabilities(pulls),
    configuration: () => ({ rules: {} }),
    workspaceFolders: [{ uri: root, name: "soak" }],
    node: ["--expose-gc", "--require", HEAP],
  });
  const found: Measurement[] = [];
  const run = async (phase: Measurement["phase"], total: number, work: (upTo: number) => Promise<void>) => {
    for (let i = 0; i <= MEASUREMENTS; i++) {
      const count = Math.ceil(total * (warmUp + ((1 - warmUp) * i) / MEASUREMENTS));
      await work(count);
      const measured = { phase, count, ...(await heapOf(client)) };
      found.push(measured);
      report?.(measured);
    }
  };
  try {
    const session = new LongSession(client, root, new Random(seed));
    await session.open();
    await run("edits", edits, (count) => session.editUntil(count));
    await run("open and close", cycles, (count) => session.cycleUntil(count));
    await client.stop();
  } finally {
    client.process.kill("SIGKILL");
  }
  return found;
}

/** How much the heap grew in a phase after its warm-up. */
export function growthIn(
  measurements: readonly Measurement[],
  phase: Measurement["phase"],
): { bytes: number; share: number } {
  const own = measurements.filter((one) => one.phase === phase);
  const [first, last] = [own[0]?.heap ?? 0, own.at(-1)?.heap ?? 0];
  return { bytes: last - first, share: last / first - 1 };
}

async function heapOf(client: Client): Promise<Omit<Measurement, "phase" | "count">> {
  const answer = once(client.process, "message");
  client.process.send("heap");
  const [{ heapUsed, code, external, rss }] = await answer;
  return { heap: heapUsed - code, code, external, resident: rss };
}

interface OpenText {
  readonly uri: string;
  readonly text: string;
  version: number;
}

class LongSession {
  readonly #client: Client;
  readonly #root: string;
  readonly #random: Random;
  readonly #library = new Library(EXAMPLE_TEXTS);
  #documents: OpenText[] = [];
  #edits = 0;
  #cycles = 0;
  #tokens: string | undefined;

  constructor(client: Client, root: string, random: Random) {
    this.#client = client;
    this.#root = root;
    this.#random = random;
  }

  async open(): Promise<void> {
    const texts = [...EXAMPLE_TEXTS, this.#library.longAlloy(this.#random, LONG)];
    this.#documents = texts.map((text, i) => ({
      uri: `${this.#root}/open-${i}.alloy.json`,
      text,
      version: 1,
    }));
    const domain = `${this.#root}/.forge-alloy/domains/lab-batch.json`;
    this.#documents.push({ uri: domain, text: WORKSPACE_DOMAIN, version: 1 });
    for (const { uri, text } of this.#documents) await this.#client.open(uri, text);
  }

  /** Edits in rounds that end with the text as it was: what grows is not the text. */
  async editUntil(count: number): Promise<void> {
    while (this.#edits < count) {
      const document = this.#random.pick(this.#documents);
      const asked: Promise<unknown>[] = [];
      let { text } = document;
      for (const { start, end, put } of this.#round(text)) {
        const lines = new LineIndex(text);
        const range = { start: lines.positionAt(start, "utf-16"), end: lines.positionAt(end, "utf-16") };
        text = text.slice(0, start) + put + text.slice(end);
        await this.#client.change(document.uri, ++document.version, [{ range, text: put }]);
        this.#edits++;
        asked.push(this.#problems(document.uri));
        if (this.#random.chance(0.2)) asked.push(this.#ask(document.uri, range.start));
        if (asked.length >= 8) await Promise.all(asked.splice(0));
      }
      await Promise.all(asked);
    }
  }

  *#round(text: string): Generator<{ start: number; end: number; put: string }> {
    const random = this.#random;
    const places = [...text.matchAll(/"(?=[\w-]+")/g)].map(({ index }) => index + 1);
    const start = random.pick(places);
    const kind = random.below(4);
    if (kind === 0) {
      for (const [i, put] of [...WORD].entries()) yield { start: start + i, end: start + i, put };
      for (let end = start + WORD.length; end > start; end--) yield { start: end - 1, end, put: "" };
    } else if (kind === 1) {
      const put = `${JSON.stringify(random.pick(this.#library.stages))}, `;
      const at = text.indexOf("[") + 1;
      yield { start: at, end: at, put };
      yield { start: at, end: at + put.length, put: "" };
    } else if (kind === 2) {
      const end = start + random.between(1, 400);
      const put = text.slice(start, end);
      yield { start, end: start + put.length, put: "" };
      yield { start, end: start, put };
    } else {
      const put = text.replaceAll("\n", "\r\n");
      yield { start: 0, end: text.length, put };
      yield { start: 0, end: put.length, put: text };
    }
  }

  /** Each with a document of its own in a folder of its own, as people go through a large repository. */
  async cycleUntil(count: number): Promise<void> {
    for (; this.#cycles < count; this.#cycles++) {
      const uri = `${this.#root}/run-${this.#cycles}/a.alloy.json`;
      const text = this.#random.pick(EXAMPLE_TEXTS);
      await this.#client.open(uri, text);
      await Promise.all([this.#problems(uri), this.#ask(uri, { line: 3, character: 5 })]);
      await this.#client.change(uri, 2, [{ text: `${text} ` }]);
      // On its way when the document is closed, and asked of one that is closed.
      const late = this.#ask(uri, { line: 5, character: 5 });
      await this.#client.close(uri);
      await Promise.all([late, this.#problems(uri), this.#ask(uri, { line: 1, character: 1 })]);
    }
  }

  #problems(uri: string): Promise<unknown> {
    return this.#client.request("textDocument/diagnostic", { textDocument: { uri } });
  }

  async #ask(uri: string, position: { line: number; character: number }): Promise<void> {
    const textDocument = { uri };
    const range = { start: position, end: { line: position.line + 3, character: 0 } };
    const all = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };
    const question = this.#random.pick<readonly [string, object]>([
      ["completion", { position }],
      ["completion", { position }],
      ["hover", { position }],
      ["codeAction", { range, context: { diagnostics: [] } }],
      ["documentSymbol", {}],
      ["codeLens", {}],
      ["inlayHint", { range: all }],
      ["foldingRange", {}],
      ["documentLink", {}],
      ["references", { position, context: { includeDeclaration: true } }],
      ["formatting", { options: { tabSize: 2, insertSpaces: true } }],
      ["semanticTokens/full/delta", { previousResultId: this.#tokens ?? "" }],
    ]);
    const [method, params] = question;
    const answer = await this.#client
      .request<{ resultId?: string } | null>(`textDocument/${method}`, { textDocument, ...params })
      .catch((error) => {
        // The document was edited or closed before the server answered, so the answer is no longer needed.
        if (error.code === LSPErrorCodes.ContentModified) return null;
        throw error;
      });
    this.#tokens = answer?.resultId ?? this.#tokens;
  }
}

/** Some alloys, a domain and a configuration. Answers the URI of the folder. */
function makeWorkspace(folder: string): string {
  mkdirSync(path.join(folder, ".forge-alloy/domains"), { recursive: true });
  writeFileSync(path.join(folder, ".forge-alloy/domains/lab-batch.json"), WORKSPACE_DOMAIN);
  const suppressions = [{ code: "stage", pointer: "/stages/0", reason: "known" }];
  writeFileSync(path.join(folder, ".forge-alloy/config.json"), JSON.stringify({ suppressions }));
  for (const [i, text] of EXAMPLE_TEXTS.entries())
    writeFileSync(path.join(folder, `saved-${i}.alloy.json`), text);
  return pathToFileURL(folder).href;
}

function capabilities(pulls: boolean): ClientCapabilities {
  return {
    workspace: { configuration: true, workspaceFolders: true },
    textDocument: {
      ...(pulls && { diagnostic: {} }),
      completion: {
        completionItem: {
          snippetSupport: true,
          documentationFormat: ["markdown"],
          resolveSupport: { properties: ["documentation"] },
        },
      },
      hover: { contentFormat: ["markdown"] },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      foldingRange: {},
      inlayHint: { resolveSupport: { properties: ["tooltip"] } },
      selectionRange: {},
      semanticTokens: {
        requests: { full: { delta: true } },
        tokenTypes: [],
        tokenModifiers: [],
        formats: [],
      },
    },
  };
}
