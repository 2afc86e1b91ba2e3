/** Each answer has what its client declared, and nothing else. */
import assert from "node:assert/strict";
import type {
  ClientCapabilities,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  Position,
  SymbolInformation,
  TextEdit,
} from "vscode-languageserver/node";
import { expand } from "../../server/src/testing/snippets.js";
import { applyEdits, Client, positionAt, textIn } from "./client.js";

const URI = "file:///capabilities.alloy.json";
const TEXT = `{
  "name": "a",
  "license": "apache-2.0",
  "source": { "baseModel": "org/model", "architecture": "qwen2" },
  "stages": [
    { "type": "prune", "strategy": "entropy", "level": 0.3 },
    { "type": "train" },
    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] }
  ],
  "acceptanceCriteria": {
    "benchmarks": { "humaneval": { "min": 0.8, "anchorBenchmark": "humaneval" } }
  },
  "results": { "benchmarks": [{ "name": "humaneval", "score": 74.8 }] },
  "tags": ["a"],
  "cycles": 1,
  "name": "b"
}
`;
const textDocument = { uri: URI };
const options = { tabSize: 2, insertSpaces: true };
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** A position in a piece of the text, marked by `|`. */
function at(marked: string): Position {
  const found = TEXT.indexOf(marked.replace("|", ""));
  assert.ok(found >= 0, marked);
  return positionAt(TEXT, found + marked.indexOf("|"));
}

/** The kinds that every client knows. */
const OLD_SYMBOLS = { from: 1, to: 18 };
const OLD_ITEMS = { from: 1, to: 18 };

/** Whether a capability is declared: `true`, an object, or a list that holds `value`. */
type Declared = (path: string, value?: unknown) => boolean;

function declaredIn(capabilities: ClientCapabilities): Declared {
  return (path, value) => {
    let found: unknown = capabilities;
    for (const key of path.split(".")) found = (found as Record<string, unknown> | undefined)?.[key];
    return value === undefined ? Boolean(found) : Array.isArray(found) && found.includes(value);
  };
}

/** Descriptions of optional parts of answers: all that were seen, and those that were not declared. */
class Findings {
  readonly undeclared: string[] = [];
  readonly seen = new Set<string>();

  /** Records that an answer has an optional part. */
  uses(what: string, isDeclared: boolean): void {
    this.seen.add(what);
    if (!isDeclared) this.undeclared.push(what);
  }

  onlyKeys(what: string, value: object, ...keys: string[]): void {
    for (const key of Object.keys(value)) if (!keys.includes(key)) this.undeclared.push(`${what}.${key}`);
  }
}

function isKindKnown(declared: Declared, path: string, kind: number, old: { from: number; to: number }) {
  return declared(path) ? declared(path, kind) : kind >= old.from && kind <= old.to;
}

const MARKS = /\*\*|```|`|(?<!\w)_[^_]+_(?!\w)|&lt;|\\[_*]/;

const CHECKS = {
  completion(items: CompletionItem[], declared: Declared, found: Findings) {
    const support = "textDocument.completion.completionItem";
    for (const item of items) {
      const { textEdit, documentation } = item;
      found.onlyKeys(
        "item",
        item,
        ...["label", "kind", "detail", "sortText", "filterText", "textEdit", "additionalTextEdits", "data"],
        ...["insertTextFormat", "documentation", "tags", "deprecated", "commitCharacters", "labelDetails"],
        "insertTextMode",
      );
      if (item.insertTextFormat === 2) found.uses("snippet", declared(`${support}.snippetSupport`));
      else if (items.length < 50) assert.ok(!/\$\{?\d/.test(textEdit?.newText ?? ""), textEdit?.newText);
      if (textEdit && "insert" in textEdit) {
        found.uses("insert and replace", declared(`${support}.insertReplaceSupport`));
        assert.deepEqual(textEdit.insert, textEdit.replace);
      }
      if (item.kind !== undefined)
        found.uses(
          `item kind ${item.kind}`,
          isKindKnown(declared, "textDocument.completion.completionItemKind.valueSet", item.kind, OLD_ITEMS),
        );
      if (item.labelDetails) found.uses("label details", declared(`${support}.labelDetailsSupport`));
      // A comma that accepts an item would be a second one if another comma follows, and in a string it is content.
      assert.equal(item.commitCharacters, undefined);
      for (const tag of item.tags ?? [])
        found.uses("item tag", declared(`${support}.tagSupport.valueSet`, tag));
      if (item.deprecated !== undefined) found.uses("deprecated", declared(`${support}.deprecatedSupport`));
      if (item.insertTextMode !== undefined)
        found.uses("insert mode", declared(`${support}.insertTextModeSupport.valueSet`, item.insertTextMode));
      const canResolve = declared(`${support}.resolveSupport.properties`, "documentation");
      if (item.data !== undefined) found.uses("item data", canResolve);
      if (documentation === undefined) continue;
      const isMarkdown = typeof documentation !== "string" && documentation.kind === "markdown";
      if (isMarkdown)
        found.uses("documentation in Markdown", declared(`${support}.documentationFormat`, "markdown"));
      else {
        const value = typeof documentation === "string" ? documentation : documentation.value;
        assert.ok(!MARKS.test(value), value);
        found.uses("plain documentation", true);
      }
    }
  },

  hover({ contents }: Hover, declared: Declared, found: Findings) {
    assert.ok(typeof contents === "object" && "kind" in contents && contents.kind);
    if (contents.kind === "markdown")
      found.uses("hover in Markdown", declared("textDocument.hover.contentFormat", "markdown"));
    else assert.ok(!MARKS.test(contents.value), contents.value);
  },

  documentSymbol(symbols: (DocumentSymbol | SymbolInformation)[], declared: Declared, found: Findings) {
    const support = "textDocument.documentSymbol";
    assert.ok(symbols.length > 0);
    for (const symbol of symbols) {
      found.uses(
        `symbol kind ${symbol.kind}`,
        isKindKnown(declared, `${support}.symbolKind.valueSet`, symbol.kind, OLD_SYMBOLS),
      );
      if ("location" in symbol) {
        found.onlyKeys("symbol", symbol, "name", "kind", "location", "containerName");
        found.uses("flat symbols", true);
      } else {
        found.uses("symbols in a tree", declared(`${support}.hierarchicalDocumentSymbolSupport`));
        found.onlyKeys("symbol", symbol, "name", "detail", "kind", "range", "selectionRange", "children");
        if (symbol.children?.length) CHECKS.documentSymbol(symbol.children, declared, found);
      }
    }
  },

  workspaceSymbol(symbols: SymbolInformation[], declared: Declared, found: Findings) {
    assert.ok(symbols.length > 0);
    for (const symbol of symbols) {
      found.onlyKeys("workspace symbol", symbol, "name", "kind", "location", "containerName");
      assert.ok(symbol.location.range);
      found.uses(
        `workspace symbol kind ${symbol.kind}`,
        isKindKnown(declared, "workspace.symbol.symbolKind.valueSet", symbol.kind, OLD_SYMBOLS),
      );
    }
  },

  locations(locations: Location[], _: Declared, found: Findings) {
    for (const location of locations) found.onlyKeys("location", location, "uri", "range");
  },

  diagnostics(diagnostics: Diagnostic[], declared: Declared, found: Findings) {
    assert.ok(diagnostics.length > 0);
    const is = (name: string, value?: unknown) =>
      declared(`textDocument.publishDiagnostics.${name}`, value) ||
      declared(`textDocument.diagnostic.${name}`, value);
    for (const diagnostic of diagnostics) {
      const { message } = diagnostic;
      assert.ok(typeof message === "string" && !/\*\*|`/.test(message), String(message));
      if (diagnostic.relatedInformation) found.uses("related information", is("relatedInformation"));
      if (diagnostic.codeDescription) found.uses("code description", is("codeDescriptionSupport"));
      for (const tag of diagnostic.tags ?? []) found.uses("diagnostic tag", is("tagSupport.valueSet", tag));
      if (diagnostic.data !== undefined) found.uses("diagnostic data", is("dataSupport"));
    }
  },

  documentLinks(links: DocumentLink[], declared: Declared, found: Findings) {
    assert.ok(links.length > 0);
    for (const { tooltip } of links)
      if (tooltip !== undefined)
        found.uses("tooltip of a link", declared("textDocument.documentLink.tooltipSupport"));
  },

  folding(ranges: FoldingRange[], declared: Declared, found: Findings) {
    assert.ok(ranges.length > 0);
    const support = "textDocument.foldingRange";
    for (const range of ranges) {
      found.onlyKeys("folding range", range, "startLine", "endLine", "kind");
      if (range.kind !== undefined && declared(`${support}.foldingRangeKind.valueSet`))
        found.uses("kind of a folding range", declared(`${support}.foldingRangeKind.valueSet`, range.kind));
    }
  },

  inlayHints(hints: InlayHint[], declared: Declared, found: Findings) {
    assert.ok(hints.length > 0);
    const canResolve = declared("textDocument.inlayHint.resolveSupport.properties", "tooltip");
    for (const { data, tooltip, label } of hints) {
      assert.equal(typeof label, "string");
      if (data !== undefined) found.uses("data of a hint", canResolve);
      assert.equal(tooltip === undefined, canResolve);
      assert.ok(
        tooltip === undefined || (typeof tooltip === "string" && !MARKS.test(tooltip)),
        String(tooltip),
      );
    }
  },
} as const;

/** What the server may ask, and where a client says that it answers. */
const ASKED = [
  ["workspace/codeLens/refresh", "workspace.codeLens.refreshSupport"],
  ["workspace/inlayHint/refresh", "workspace.inlayHint.refreshSupport"],
  ["workspace/diagnostic/refresh", "workspace.diagnostics.refreshSupport"],
  ["workspace/configuration", "workspace.configuration"],
  ["window/workDoneProgress/create", "window.workDoneProgress"],
  ["window/showDocument", "window.showDocument.support"],
  ["workspace/applyEdit", "workspace.applyEdit"],
] as const;

/** Asks for everything that the server says it can do, and checks each answer. */
async function ask(capabilities: ClientCapabilities): Promise<Findings> {
  const declared = declaredIn(capabilities);
  const found = new Findings();
  const client = await Client.start({ capabilities });
  for (const [method, path] of ASKED)
    client.connection.onRequest(method, () => {
      found.uses(method, declared(path));
      return null;
    });
  const { capabilities: offered } = client.initialized;
  const request = <T>(method: string, params: object = {}) =>
    client.request<T>(`textDocument/${method}`, { textDocument, ...params });
  await client.open(URI, TEXT);

  for (const position of [
    at('"type": "pr|une"'),
    at('"strategy": "en|tropy"'),
    at('"ty|pe": "prune"'),
    at('"level": |0.3'),
    at('{ "type": "train"| }'),
    at('"tags": ["a|"]'),
    { ...at('{ "type": "train"| }'), character: at('{ "type": "train"| }').character + 1 },
  ]) {
    const items = await request<CompletionItem[]>("completion", { position });
    CHECKS.completion(items, declared, found);
    if (!offered.completionProvider?.resolveProvider) continue;
    for (const item of items.slice(0, 5))
      CHECKS.completion([await client.request("completionItem/resolve", item)], declared, found);
  }
  for (const position of [at('"le|vel"'), at('"pr|une"'), at('"mi|n"'), at('"apa|che-2.0"')]) {
    const hover = await request<Hover | null>("hover", { position });
    assert.ok(hover);
    CHECKS.hover(hover, declared, found);
  }
  CHECKS.documentSymbol(await request("documentSymbol"), declared, found);
  CHECKS.workspaceSymbol(await client.request("workspace/symbol", { query: "" }), declared, found);
  const position = at('"anchorBenchmark": "human|eval"');
  CHECKS.locations(await request("definition", { position }), declared, found);
  CHECKS.locations(await request("typeDefinition", { position: at('"pr|une"') }), declared, found);
  const context = { includeDeclaration: true };
  CHECKS.locations(await request("references", { position, context }), declared, found);
  for (const { range } of await request<{ range: Location["range"] }[]>("documentHighlight", { position }))
    assert.equal(textIn(TEXT, range), '"humaneval"');
  CHECKS.diagnostics(await client.pull(URI), declared, found);
  if (!declared("textDocument.diagnostic"))
    CHECKS.diagnostics(await client.published(URI, 1), declared, found);
  CHECKS.documentLinks(await request("documentLink"), declared, found);
  for (const { data, command } of await request<CodeLens[]>("codeLens")) {
    assert.equal(data, undefined);
    assert.ok(command);
  }
  if (typeof offered.renameProvider === "object") {
    found.uses("preparing a rename", declared("textDocument.rename.prepareSupport"));
    assert.ok(await request("prepareRename", { position }));
  }
  assert.ok(await request("rename", { position, newName: "other" }));
  for (const method of ["formatting", "rangeFormatting"])
    for (const edit of await request<TextEdit[]>(method, { options, range: whole }))
      found.onlyKeys("edit", edit, "range", "newText");

  if (offered.inlayHintProvider) {
    found.uses("inlay hints", declared("textDocument.inlayHint"));
    const hints = await request<InlayHint[]>("inlayHint", { range: whole });
    CHECKS.inlayHints(hints, declared, found);
    if (typeof offered.inlayHintProvider === "object" && offered.inlayHintProvider.resolveProvider)
      assert.ok((await client.request<InlayHint>("inlayHint/resolve", hints[0] as InlayHint)).tooltip);
  }
  if (offered.foldingRangeProvider) {
    found.uses("folding", declared("textDocument.foldingRange"));
    CHECKS.folding(await request("foldingRange"), declared, found);
  }
  if (offered.selectionRangeProvider) {
    found.uses("selection ranges", declared("textDocument.selectionRange"));
    assert.ok(await request("selectionRange", { positions: [position] }));
  }
  if (offered.linkedEditingRangeProvider) {
    found.uses("linked editing", declared("textDocument.linkedEditingRange"));
    await request("linkedEditingRange", { position });
  }
  const { semanticTokensProvider: tokens } = offered;
  if (tokens && "legend" in tokens) {
    const support = "textDocument.semanticTokens.requests";
    if (tokens.full) {
      found.uses("semantic tokens", declared(`${support}.full`));
      await request("semanticTokens/full");
    }
    if (typeof tokens.full === "object" && tokens.full.delta)
      found.uses("differences of semantic tokens", declared(`${support}.full.delta`));
    if (tokens.range) {
      found.uses("semantic tokens of a range", declared(`${support}.range`));
      await request("semanticTokens/range", { range: whole });
    }
  }
  if (offered.positionEncoding && offered.positionEncoding !== "utf-16")
    found.uses("position encoding", declared("general.positionEncodings", offered.positionEncoding));
  if (offered.executeCommandProvider)
    found.uses("showing a document", declared("window.showDocument.support"));
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: {} });
  await client.request("workspace/symbol", { query: "nothing" });
  await client.stop();
  return found;
}

const item = (completionItem: object): ClientCapabilities => ({
  textDocument: { completion: { completionItem } },
});
const document = (capabilities: object): ClientCapabilities => ({ textDocument: capabilities });
const all = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Each capability alone, and what it brings; none where it only changes how something is said. */
const MATRIX: readonly [name: string, capabilities: ClientCapabilities, brings: readonly string[]][] = [
  ["nothing", {}, ["plain documentation", "flat symbols"]],
  ["snippets", item({ snippetSupport: true }), ["snippet"]],
  ["insert and replace", item({ insertReplaceSupport: true }), ["insert and replace"]],
  ["label details", item({ labelDetailsSupport: true }), ["label details"]],
  ["commit characters", item({ commitCharactersSupport: true }), []],
  ["item tags", item({ tagSupport: { valueSet: [1] } }), []],
  ["deprecated items", item({ deprecatedSupport: true }), []],
  ["insert modes", item({ insertTextModeSupport: { valueSet: [1, 2] } }), ["insert mode"]],
  ["another insert mode", item({ insertTextModeSupport: { valueSet: [1] } }), []],
  ["lazy documentation", item({ resolveSupport: { properties: ["documentation"] } }), ["item data"]],
  ["lazy other things", item({ resolveSupport: { properties: ["detail"] } }), ["plain documentation"]],
  [
    "documentation in Markdown",
    item({ documentationFormat: ["markdown", "plaintext"] }),
    ["documentation in Markdown"],
  ],
  ["plain documentation", item({ documentationFormat: ["plaintext", "markdown"] }), ["plain documentation"]],
  [
    "item kinds",
    document({ completion: { completionItemKind: { valueSet: all(1, 25) } } }),
    ["item kind 20"],
  ],
  [
    "few item kinds",
    document({ completion: { completionItemKind: { valueSet: [1, 12] } } }),
    ["item kind 12"],
  ],
  ["hover in Markdown", document({ hover: { contentFormat: ["markdown"] } }), ["hover in Markdown"]],
  ["plain hover", document({ hover: { contentFormat: ["plaintext"] } }), []],
  [
    "symbols in a tree",
    document({ documentSymbol: { hierarchicalDocumentSymbolSupport: true } }),
    ["symbols in a tree"],
  ],
  [
    "symbol kinds",
    document({ documentSymbol: { symbolKind: { valueSet: all(1, 26) } } }),
    ["symbol kind 19", "flat symbols"],
  ],
  ["few symbol kinds", document({ documentSymbol: { symbolKind: { valueSet: [13] } } }), ["symbol kind 13"]],
  [
    "workspace symbol kinds",
    { workspace: { symbol: { symbolKind: { valueSet: all(1, 26) as never } } } },
    ["workspace symbol kind 23"],
  ],
  ["definition links", document({ definition: { linkSupport: true } }), []],
  ["preparing a rename", document({ rename: { prepareSupport: true } }), ["preparing a rename"]],
  ["tooltips of links", document({ documentLink: { tooltipSupport: true } }), ["tooltip of a link"]],
  [
    "related information",
    document({ publishDiagnostics: { relatedInformation: true } }),
    ["related information"],
  ],
  [
    "related information of pulled diagnostics",
    document({ diagnostic: { relatedInformation: true } }),
    ["related information"],
  ],
  [
    "code descriptions",
    document({ publishDiagnostics: { codeDescriptionSupport: true } }),
    ["code description"],
  ],
  [
    "diagnostic tags",
    document({ publishDiagnostics: { tagSupport: { valueSet: [1] } } }),
    [], // in an alloy nothing is faded; `configuration.test.ts` has a diagnostic with a tag
  ],
  ["inlay hints", document({ inlayHint: {} }), ["inlay hints"]],
  [
    "lazy inlay hints",
    document({ inlayHint: { resolveSupport: { properties: ["tooltip"] } } }),
    ["data of a hint"],
  ],
  ["folding of lines", document({ foldingRange: { lineFoldingOnly: true, rangeLimit: 5000 } }), ["folding"]],
  [
    "folding kinds",
    document({ foldingRange: { foldingRangeKind: { valueSet: ["region"] } } }),
    ["kind of a folding range"],
  ],
  ["other folding kinds", document({ foldingRange: { foldingRangeKind: { valueSet: ["imports"] } } }), []],
  ["selection ranges", document({ selectionRange: {} }), ["selection ranges"]],
  ["linked editing", document({ linkedEditingRange: {} }), ["linked editing"]],
  ["semantic tokens", document({ semanticTokens: { requests: { full: true } } }), ["semantic tokens"]],
  [
    "differences of semantic tokens",
    document({ semanticTokens: { requests: { full: { delta: true } } } }),
    ["differences of semantic tokens"],
  ],
  [
    "semantic tokens of a range",
    document({ semanticTokens: { requests: { range: true } } }),
    ["semantic tokens of a range"],
  ],
  ["position encodings", { general: { positionEncodings: ["utf-8"] } }, ["position encoding"]],
  ["unknown position encodings", { general: { positionEncodings: ["utf-7"] } }, []],
  ["refreshed lenses", { workspace: { codeLens: { refreshSupport: true } } }, ["workspace/codeLens/refresh"]],
  [
    "refreshed hints",
    { workspace: { inlayHint: { refreshSupport: true } } },
    ["workspace/inlayHint/refresh"],
  ],
  ["showing documents", { window: { showDocument: { support: true } } }, ["showing a document"]],
];

suite("client capabilities: each answer has what was declared, and nothing else", () => {
  for (const [name, capabilities, brings] of MATRIX) {
    test(name, async () => {
      const { undeclared, seen } = await ask(capabilities);
      assert.deepEqual([...new Set(undeclared)], []);
      for (const one of brings) assert.ok(seen.has(one), `${one} is not among ${[...seen].join(", ")}`);
    });
  }

  test("capabilities of another shape are as good as none", async () => {
    for (const odd of ["markdown", 1, null, [], { valueSet: 3, properties: "documentation", full: null }]) {
      const completionItem = Object.fromEntries(
        [
          "snippetSupport",
          "documentationFormat",
          "tagSupport",
          "resolveSupport",
          "insertTextModeSupport",
        ].map((key) => [key, odd]),
      );
      const { undeclared } = await ask({
        textDocument: {
          completion: { completionItem, completionItemKind: odd },
          hover: { contentFormat: odd },
          documentSymbol: { symbolKind: odd, hierarchicalDocumentSymbolSupport: odd },
          publishDiagnostics: { tagSupport: odd, relatedInformation: odd },
          foldingRange: { rangeLimit: odd, foldingRangeKind: odd },
          semanticTokens: { requests: odd },
        },
        workspace: { symbol: { symbolKind: odd }, applyEdit: odd },
      } as unknown as ClientCapabilities);
      assert.ok(!undeclared.includes("hover in Markdown") && !undeclared.includes("symbols in a tree"));
    }
  });
});

suite("accepting a completion over stdio", () => {
  const VALUE = '{"stages": [{"type": "lora"}]}';
  const FIXTURES: readonly (readonly [file: string, marked: string, label: string, after: string])[] = [
    ["a.alloy.json", '{"stages": [{"type": "|"}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": "lo|"}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": "|lo"}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": |"lo"}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": "lo|ra"}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": "|"prune"}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": "l|"prune"}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": "lo|}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": |}]}', "lora", VALUE],
    ["a.alloy.json", '{"stages": [{"type": lo|}]}', "lora", VALUE],
    ["a.alloy.json", '{"na|": "x"}', "name", '{"name": "x"}'],
    ["a.alloy.json", '{"|name": "x"}', "name", '{"name": "x"}'],
    ["a.alloy.json", '{"|"nome": "x"}', "name", '{"name": "x"}'],
    ["a.alloy.json", '{"na|", "x": 1}', "name", '{"name": "", "x": 1}'],
    ["a.alloy.json", '{"na| "x": 1}', "name", '{"name": "", "x": 1}'],
    [".forge-alloy/config.json", '{"ru|": {}}', "rules", '{"rules": {}}'],
    [
      ".forge-alloy/config.json",
      '{"rules": {"schema/null": "o|"}}',
      "off",
      '{"rules": {"schema/null": "off"}}',
    ],
    [
      ".forge-alloy/config.json",
      '{"rules": {"schema/null": "|"off"}}',
      "hint",
      '{"rules": {"schema/null": "hint"}}',
    ],
    [".forge-alloy/domains/d.json", '{"stat|": "draft"}', "status", '{"status": "draft"}'],
    [".forge-alloy/domains/d.json", '{"status": "dr|"}', "draft", '{"status": "draft"}'],
  ];

  for (const insertReplaceSupport of [false, true]) {
    test(insertReplaceSupport ? "by inserting, and by replacing" : "by a plain edit", async () => {
      const client = await Client.start({
        capabilities: item({ insertReplaceSupport, snippetSupport: true }),
      });
      for (const [i, [file, marked, label, expected]] of FIXTURES.entries()) {
        const offset = marked.indexOf("|");
        const text = marked.replace("|", "");
        const uri = `file:///${i}/${file}`;
        await client.open(uri, text);
        const position = positionAt(text, offset);
        const items = await client.request<CompletionItem[]>("textDocument/completion", {
          textDocument: { uri },
          position,
        });
        const found = items.find((one) => one.label === label);
        assert.ok(found?.textEdit, `${label} is not offered at ${marked}`);
        const { textEdit, additionalTextEdits = [], insertTextFormat, filterText } = found;
        const newText = insertTextFormat === 2 ? expand(textEdit.newText) : textEdit.newText;
        const ranges = "insert" in textEdit ? [textEdit.insert, textEdit.replace] : [textEdit.range];
        assert.equal(ranges.length, insertReplaceSupport ? 2 : 1);
        for (const range of ranges) {
          assert.equal(applyEdits(text, [{ range, newText }, ...additionalTextEdits]), expected, marked);
          // A client compares what is before the cursor with the text to filter by, letter by letter.
          let at = 0;
          for (const letter of textIn(text, { start: range.start, end: position })) {
            at = (filterText ?? label).indexOf(letter, at) + 1;
            assert.ok(at > 0, `${filterText} is filtered out at ${marked}`);
          }
        }
      }
      await client.stop();
    });
  }
});

suite("formatting over stdio", () => {
  let client: Client;
  let version = 1;
  suiteSetup(async () => {
    client = await Client.start();
    await client.open(URI, TEXT);
  });
  suiteTeardown(() => client.stop());

  const format = async (text: string, more: object, method = "formatting", params: object = {}) => {
    await client.change(URI, ++version, [{ text }]);
    const edits = await client.request<TextEdit[]>(`textDocument/${method}`, {
      textDocument,
      options: { ...options, ...more },
      ...params,
    });
    return applyEdits(text, edits);
  };

  test("options of the client: final newlines and blanks at the end of lines", async () => {
    assert.equal(await format('{"a": 1}', {}), '{"a": 1}');
    assert.equal(await format('{"a": 1}', { insertFinalNewline: true }), '{"a": 1}\n');
    assert.equal(await format('{\r\n  "a": 1\r\n}', { insertFinalNewline: true }), '{\r\n  "a": 1\r\n}\r\n');
    assert.equal(await format('{"a": 1}\n\n\n', { trimFinalNewlines: true }), '{"a": 1}\n');
    assert.equal(await format('{"a": 1}\n\n\n', { trimFinalNewlines: false }), '{"a": 1}\n\n\n');
    const comments = '{\n  "a": 1 // b\n  /* c */  \n}\n';
    assert.equal(await format(comments, {}), comments);
    assert.equal(await format(comments, { trimTrailingWhitespace: true }), comments.replace("*/  ", "*/"));
    assert.equal(await format('{\n  "a": 1,   \n\t"b": 2 \n}\n', {}), '{\n  "a": 1,\n  "b": 2\n}\n');
    assert.equal(await format('{"a":1}', { insertFinalNewline: null }), '{"a": 1}');
  });

  test("broken text is left alone, without a message", async () => {
    const messages: string[] = [];
    client.connection.onNotification("window/showMessage", ({ message }) => {
      messages.push(message);
    });
    const broken = '{\n"a":{"b":1,\n"c":[1,2]\n}\n';
    assert.equal(await format(broken, {}), broken);
    assert.equal(await format(broken, {}, "rangeFormatting", { range: whole }), broken);
    const typed = { position: { line: 2, character: 9 }, ch: "]" };
    assert.equal(await format(broken, {}, "onTypeFormatting", typed), broken);
    assert.deepEqual(messages, []);
  });

  test("a published alloy is left alone, and the client is told why", async () => {
    const told = new Promise<string>((resolve) => {
      client.connection.onNotification("window/showMessage", ({ message }) => resolve(message));
    });
    const published = '{"name":"a","receipt":{"publications":[{"target":"hf","url":"https://example.org"}]}}';
    assert.equal(await format(published, {}), published);
    assert.match(await told, /published/);
  });
});
