/** Features for reading: hovers, outline, folding, colors, hints, lenses, and links. */
import type * as lsp from "vscode-languageserver-protocol";
import type { TOKEN_MODIFIERS, TOKEN_TYPES } from "../../server/src/features/semantic-tokens.js";
import {
  documentOf,
  fromLocation,
  fromMarkup,
  fromPosition,
  fromRange,
  toPosition,
  toRange,
} from "./convert.js";
import { COMMANDS, type LanguageServer } from "./language-server.js";
import { Emitter, languages, Uri } from "./monaco.js";
import { LANGUAGES } from "./paths.js";

const SELECTOR = [...LANGUAGES];

// By their types, the same as those of the server.
const TYPES: typeof TOKEN_TYPES = ["type", "namespace", "property", "variable", "string"];
const MODIFIERS: typeof TOKEN_MODIFIERS = ["unlisted", "declaration", "hash"];
const LEGEND: languages.SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [...MODIFIERS] };

export function helpReading(server: LanguageServer): void {
  hovers(server);
  structure(server);
  colors(server);
  hints(server);
  lenses(server);
  links(server);
}

function hovers(server: LanguageServer): void {
  languages.registerHoverProvider(SELECTOR, {
    async provideHover(model, position, token) {
      const at = { textDocument: documentOf(model), position: toPosition(position) };
      const hover = await server.ask<lsp.Hover>("textDocument/hover", at, token);
      const contents = fromMarkup(hover?.contents as lsp.MarkupContent | undefined);
      if (!contents) return null;
      return { contents: [contents], ...(hover?.range && { range: fromRange(hover.range) }) };
    },
  });
}

function structure(server: LanguageServer): void {
  languages.registerDocumentSymbolProvider(SELECTOR, {
    displayName: "Forge Alloy",
    async provideDocumentSymbols(model, token) {
      const about = { textDocument: documentOf(model) };
      return (
        (await server.ask<lsp.DocumentSymbol[]>("textDocument/documentSymbol", about, token)) ?? []
      ).map(symbolOf);
    },
  });
  languages.registerFoldingRangeProvider(SELECTOR, {
    async provideFoldingRanges(model, _context, token) {
      const about = { textDocument: documentOf(model) };
      const ranges = await server.ask<lsp.FoldingRange[]>("textDocument/foldingRange", about, token);
      return (ranges ?? []).map(({ startLine, endLine, kind }) => ({
        start: startLine + 1,
        end: endLine + 1,
        ...(kind && { kind: new languages.FoldingRangeKind(kind) }),
      }));
    },
  });
  languages.registerSelectionRangeProvider(SELECTOR, {
    async provideSelectionRanges(model, positions, token) {
      const about = { textDocument: documentOf(model), positions: positions.map(toPosition) };
      const chains = await server.ask<lsp.SelectionRange[]>("textDocument/selectionRange", about, token);
      return (chains ?? []).map((chain) => {
        const ranges: languages.SelectionRange[] = [];
        for (let one: lsp.SelectionRange | undefined = chain; one; one = one.parent)
          ranges.push({ range: fromRange(one.range) });
        return ranges;
      });
    },
  });
  languages.registerDocumentHighlightProvider(SELECTOR, {
    async provideDocumentHighlights(model, position, token) {
      const at = { textDocument: documentOf(model), position: toPosition(position) };
      const found = await server.ask<lsp.DocumentHighlight[]>("textDocument/documentHighlight", at, token);
      return (found ?? []).map(({ range, kind = 1 }) => ({ range: fromRange(range), kind: kind - 1 }));
    },
  });
}

/** Kinds of symbols begin at 1 in the protocol, and at 0 in the editor. */
function symbolOf(symbol: lsp.DocumentSymbol): languages.DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail ?? "",
    kind: symbol.kind - 1,
    tags: [],
    range: fromRange(symbol.range),
    selectionRange: fromRange(symbol.selectionRange),
    children: (symbol.children ?? []).map(symbolOf),
  };
}

function colors(server: LanguageServer): void {
  languages.registerDocumentSemanticTokensProvider(SELECTOR, {
    getLegend: () => LEGEND,
    async provideDocumentSemanticTokens(model, _last, token) {
      const about = { textDocument: documentOf(model) };
      const version = model.getVersionId();
      const tokens = await server.ask<lsp.SemanticTokens>("textDocument/semanticTokens/full", about, token);
      if (model.getVersionId() !== version) throw canceled();
      return tokens ? { data: new Uint32Array(tokens.data) } : null;
    },
    releaseDocumentSemanticTokens: () => {},
  });
}

/** Monaco keeps the colors that it has, and asks again. Colors of an older text, it would find invalid. */
function canceled(): Error {
  return Object.assign(new Error("Canceled"), { name: "Canceled" });
}

function hints(server: LanguageServer): void {
  const changed = new Emitter<void>();
  server.answer("workspace/inlayHint/refresh", () => {
    changed.fire();
    return null;
  });
  languages.registerInlayHintsProvider(SELECTOR, {
    onDidChangeInlayHints: changed.event,
    async provideInlayHints(model, range, token) {
      const about = { textDocument: documentOf(model), range: toRange(range) };
      const found = await server.ask<lsp.InlayHint[]>("textDocument/inlayHint", about, token);
      const hints = (found ?? []).map((hint) => hintOf(hint));
      return { hints, dispose: () => {} };
    },
    async resolveInlayHint(hint, token) {
      const { offered } = hint as Hint;
      const resolved = await server.ask<lsp.InlayHint>("inlayHint/resolve", offered, token);
      return resolved ? hintOf(resolved) : hint;
    },
  });
}

interface Hint extends languages.InlayHint {
  /** As the server offered it. */
  readonly offered: lsp.InlayHint;
}

function hintOf(offered: lsp.InlayHint): Hint {
  const { position, label, tooltip, paddingLeft = false } = offered;
  const shown = typeof label === "string" ? label : label.map(({ value }) => value).join("");
  const about = fromMarkup(tooltip);
  return {
    offered,
    position: fromPosition(position),
    label: shown,
    paddingLeft,
    ...(about && { tooltip: about }),
  };
}

function lenses(server: LanguageServer): void {
  const changed = new Emitter<languages.CodeLensProvider>();
  const provider: languages.CodeLensProvider = {
    onDidChange: changed.event as never,
    async provideCodeLenses(model, token) {
      const about = { textDocument: documentOf(model) };
      const found = await server.ask<lsp.CodeLens[]>("textDocument/codeLens", about, token);
      const lenses = (found ?? []).map(({ range, command }) => ({
        range: fromRange(range),
        ...(command && { command: lensCommand(command) }),
      }));
      return { lenses, dispose: () => {} };
    },
  };
  server.answer("workspace/codeLens/refresh", () => {
    changed.fire(provider);
    return null;
  });
  languages.registerCodeLensProvider(SELECTOR, provider);
}

/** A list of locations is a peek view of the editor itself. */
function lensCommand({ title, command, arguments: given = [] }: lsp.Command): languages.Command {
  if (command !== COMMANDS.locations) return { id: command, title, arguments: given };
  const [uri, position, locations] = given as [string, lsp.Position, lsp.Location[]];
  return {
    id: "editor.action.peekLocations",
    title,
    arguments: [Uri.parse(uri), fromPosition(position), locations.map(fromLocation), "peek"],
  };
}

function links(server: LanguageServer): void {
  languages.registerLinkProvider(SELECTOR, {
    async provideLinks(model, token) {
      const about = { textDocument: documentOf(model) };
      const found = await server.ask<lsp.DocumentLink[]>("textDocument/documentLink", about, token);
      // Files next to the alloy do not exist here.
      const links = (found ?? []).filter(({ target }) => target && /^https:/.test(target));
      return {
        links: links.map(({ range, target, tooltip }) => ({
          range: fromRange(range),
          url: target as string,
          ...(tooltip !== undefined && { tooltip }),
        })),
      };
    },
  });
}
