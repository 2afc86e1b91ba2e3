/** Asks a server everything it says it can do. */
import assert from "node:assert/strict";
import type { ClientCapabilities, Position, Range, ServerCapabilities } from "vscode-languageserver/node";
import type { Client } from "./client.js";

/** A client that can do all that our server offers, and pulls its diagnostics. */
export const EVERYTHING: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    inlayHint: {},
    foldingRange: {},
    inlineCompletion: {},
    selectionRange: {},
    linkedEditingRange: {},
    rename: { prepareSupport: true },
    semanticTokens: {
      requests: { full: { delta: true }, range: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: [],
    },
    completion: {
      completionItem: {
        snippetSupport: true,
        insertReplaceSupport: true,
        labelDetailsSupport: true,
        deprecatedSupport: true,
        documentationFormat: ["markdown"],
        insertTextModeSupport: { valueSet: [1, 2] },
      },
    },
    hover: { contentFormat: ["markdown"] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    documentLink: { tooltipSupport: true },
    publishDiagnostics: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
  },
  workspace: { applyEdit: true, workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } },
  window: { showDocument: { support: true } },
};

interface Place {
  readonly uri: string;
  readonly position: Position;
  /** The whole document. */
  readonly range: Range;
}

type Ask = readonly [method: string, params: (place: Place) => object];

const atPosition = ({ uri, position }: Place) => ({ textDocument: { uri }, position });
const inDocument = ({ uri }: Place) => ({ textDocument: { uri } });
const options = { tabSize: 2, insertSpaces: true };

/** What is asked for each capability. */
const REQUESTS: Readonly<Record<string, readonly Ask[]>> = {
  completionProvider: [["textDocument/completion", atPosition]],
  hoverProvider: [["textDocument/hover", atPosition]],
  codeActionProvider: [
    [
      "textDocument/codeAction",
      ({ position, ...place }) => ({
        ...inDocument({ position, ...place }),
        range: { start: position, end: position },
        context: { diagnostics: [] },
      }),
    ],
    [
      "textDocument/codeAction",
      (place) => ({
        ...inDocument(place),
        range: place.range,
        context: { diagnostics: [], only: ["source.fixAll"] },
      }),
    ],
  ],
  diagnosticProvider: [["textDocument/diagnostic", inDocument]],
  definitionProvider: [["textDocument/definition", atPosition]],
  typeDefinitionProvider: [["textDocument/typeDefinition", atPosition]],
  referencesProvider: [
    ["textDocument/references", (place) => ({ ...atPosition(place), context: { includeDeclaration: true } })],
  ],
  documentHighlightProvider: [["textDocument/documentHighlight", atPosition]],
  documentSymbolProvider: [["textDocument/documentSymbol", inDocument]],
  documentFormattingProvider: [["textDocument/formatting", (place) => ({ ...inDocument(place), options })]],
  documentRangeFormattingProvider: [
    ["textDocument/rangeFormatting", (place) => ({ ...inDocument(place), range: place.range, options })],
  ],
  documentOnTypeFormattingProvider: [
    ["textDocument/onTypeFormatting", (place) => ({ ...atPosition(place), ch: "}", options })],
    ["textDocument/onTypeFormatting", (place) => ({ ...atPosition(place), ch: "\n", options })],
  ],
  renameProvider: [["textDocument/prepareRename", atPosition]],
  documentLinkProvider: [["textDocument/documentLink", inDocument]],
  codeLensProvider: [["textDocument/codeLens", inDocument]],
  inlayHintProvider: [["textDocument/inlayHint", (place) => ({ ...inDocument(place), range: place.range })]],
  inlineCompletionProvider: [
    ["textDocument/inlineCompletion", (place) => ({ ...atPosition(place), context: { triggerKind: 1 } })],
  ],
  foldingRangeProvider: [["textDocument/foldingRange", inDocument]],
  selectionRangeProvider: [
    [
      "textDocument/selectionRange",
      ({ position, ...place }) => ({ ...inDocument({ position, ...place }), positions: [position] }),
    ],
  ],
  linkedEditingRangeProvider: [["textDocument/linkedEditingRange", atPosition]],
  semanticTokensProvider: [
    ["textDocument/semanticTokens/full", inDocument],
    ["textDocument/semanticTokens/full/delta", (place) => ({ ...inDocument(place), previousResultId: "0" })],
    ["textDocument/semanticTokens/range", (place) => ({ ...inDocument(place), range: place.range })],
  ],
  workspaceSymbolProvider: [["workspace/symbol", () => ({ query: "a" })]],
  executeCommandProvider: [
    [
      "workspace/executeCommand",
      ({ uri, range }) => ({ command: "forge-alloy.server.showDocument", arguments: [uri, range] }),
    ],
  ],
};

/** What only our own client asks. */
const OWN: readonly Ask[] = [
  ["forgeAlloy/criteria", inDocument],
  ["forgeAlloy/stageForm", (place) => ({ ...inDocument(place), index: 0 })],
  [
    "forgeAlloy/editParameter",
    (place) => ({ ...inDocument(place), index: 0, stageType: "prune", name: "level", value: "0.2" }),
  ],
  ["forgeAlloy/editStages", (place) => ({ ...inDocument(place), action: "disable", index: 0 })],
  ["forgeAlloy/preview", inDocument],
  ["forgeAlloy/export", (place) => ({ ...inDocument(place), format: "svg" })],
  ["forgeAlloy/export", (place) => ({ ...inDocument(place), format: "markdown" })],
  [
    "forgeAlloy/compare",
    ({ uri }) => ({ a: { name: "a", uri, text: "{}" }, b: { name: "b", uri, text: '{"name": 1}' } }),
  ],
  ["forgeAlloy/effective", inDocument],
  ["forgeAlloy/gate", inDocument],
  ["forgeAlloy/status", inDocument],
  ["forgeAlloy/insertableStages", atPosition],
];

const END: Position = { line: 2 ** 31 - 1, character: 0 };

/** How long each request took, in milliseconds. */
export type Durations = Map<string, number>;

/**
 * Everything there is to ask about a document that is open; fails where one request is answered with an error.
 * @param now the clock that durations are taken by
 */
export async function askEverything(
  client: Client,
  uri: string,
  positions: readonly Position[],
  now: () => number = () => performance.now(),
): Promise<Durations> {
  const durations: Durations = new Map();
  const asks = [...requestsFor(client.initialized.capabilities), ...OWN];
  for (const position of positions) {
    for (const [method, params] of asks) {
      const start = now();
      await client.request(
        method,
        params({ uri, position, range: { start: { line: 0, character: 0 }, end: END } }),
      );
      durations.set(method, Math.max(durations.get(method) ?? 0, now() - start));
    }
  }
  // Whether a name may be renamed to this one depends on the text; either answer will do, but not a crash.
  const rename = { textDocument: { uri }, position: positions[0], newName: "other" };
  await client.request("textDocument/rename", rename).catch((error) => assert.equal(error.code, -32803));
  return durations;
}

/** Opens a document, asks everything at its start, near it and at its end, and closes it. */
export async function everyRequest(client: Client, uri: string, text: string): Promise<Durations> {
  await client.open(uri, text);
  const durations = await askEverything(client, uri, [
    { line: 0, character: 0 },
    { line: 0, character: 1 },
    END,
  ]);
  await client.close(uri);
  return durations;
}

function requestsFor(capabilities: ServerCapabilities): Ask[] {
  const providers = Object.keys(capabilities).filter((name) => name.endsWith("Provider"));
  return providers.flatMap((name) => {
    assert.ok(REQUESTS[name], `nobody asks for ${name}`);
    return REQUESTS[name];
  });
}
