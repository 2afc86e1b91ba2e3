/** All that can be seen of a document, as plain data: what two documents with one text must agree upon. */
import assert from "node:assert/strict";
import { codeActionsAt, fixAll } from "../../server/src/features/code-actions/code-actions.js";
import { codeLenses } from "../../server/src/features/code-lens.js";
import { completionsAt } from "../../server/src/features/completion/completion.js";
import { documentLinks } from "../../server/src/features/document-links.js";
import { foldingRanges } from "../../server/src/features/folding.js";
import { format, formatOnType } from "../../server/src/features/format.js";
import { hoverAt } from "../../server/src/features/hover.js";
import { inlayHints } from "../../server/src/features/inlay-hints.js";
import { insertableStages } from "../../server/src/features/insert-stage.js";
import {
  definitionsAt,
  highlightsAt,
  linkedAt,
  referencesAt,
  rename,
  typeDefinitionsAt,
} from "../../server/src/features/navigation.js";
import { outline } from "../../server/src/features/outline.js";
import { selectionsAt } from "../../server/src/features/selection-ranges.js";
import { semanticTokens } from "../../server/src/features/semantic-tokens.js";
import { stageForm } from "../../server/src/features/stage-form.js";
import { summaryOf } from "../../server/src/features/workspace-symbols.js";
import { type CheckSettings, NO_SETTINGS } from "../../server/src/lint/configuration.js";
import { evaluateGate, gateSummary } from "../../server/src/lint/gate-evaluation.js";
import { readConfiguration } from "../../server/src/lint/read-configuration.js";
import type { Problem } from "../../server/src/lint/rule.js";
import { Converter } from "../../server/src/lsp/convert.js";
import type { DocumentVersion } from "../../server/src/lsp/documents.js";
import { supportOf } from "../../server/src/lsp/support.js";
import { evaluateChecks } from "../../server/src/model/gate.js";
import { checkCells, checkWords } from "../../server/src/model/gate-words.js";
import { referencesTo } from "../../server/src/model/references.js";
import { sceneOf } from "../../server/src/preview/scene.js";
import type { Member, ValueNode } from "../../server/src/syntax/tree.js";

type View = (document: DocumentVersion, offset: number) => unknown;

const NO_PAGES = { rulePages: undefined };
const SUPPORT = supportOf({
  textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
});
const LAYOUT = { tabSize: 2, insertSpaces: true };
const NAMED = ["benchmark", "calibrationCorpus", "domain", "stageType"];

/** A configuration that accepts some problems and finds others graver. */
const STRICT = readConfiguration(
  JSON.stringify({
    rules: { schema: "warning", "field/unknown": "error", intent: "off" },
    suppressions: [
      { code: "schema", pointer: "/stages/1", reason: "known" },
      { code: "stage", pointer: "/stages", reason: "known" },
      { code: "json", pointer: "", reason: "known" },
    ],
  }),
);
const CONFIGURED: CheckSettings = { layers: [STRICT.levels], suppressions: STRICT.suppressions };

const whole = ({ text }: DocumentVersion) => ({ start: 0, end: text.length });

export const VIEWS = {
  tree: ({ alloy: { tree } }) => [plainNode(tree.root, undefined), tree.problems],
  problems: (document) => document.problems(NO_SETTINGS).map(plainProblem),
  // Last of those that ask for problems: the next time they are found anew.
  configured: (document) => document.problems(CONFIGURED).map(plainProblem),
  fixes: (document) => {
    const problems = document.problems(NO_SETTINGS);
    return [problems.map((problem) => problem.fixes()), fixAll(problems)?.edits];
  },
  lines: ({ lines }) =>
    Array.from({ length: lines.lineCount + 1 }, (_, line) => lines.offsetAt({ line, character: 0 }, "utf-8")),
  stages: ({ alloy }) =>
    alloy.stages.map(({ index, type, typeNode, node }) => [index, type?.name, typeNode, node]),
  places: ({ alloy }) => placesIn(alloy.tree.root).map((node) => alloy.placeOf(node)?.id ?? null),
  domains: ({ alloy }) => alloy.declaredDomains.map(({ id, node, domain }) => [id, node, !!domain]),
  references: ({ alloy }) => NAMED.map((kind) => referencesTo(alloy, kind)),
  gate: ({ alloy }) => {
    const checks = (evaluateChecks(alloy) ?? []).map((check) => [
      check.state,
      checkWords(check),
      checkCells(check),
    ]);
    return [checks, gateSummary(evaluateGate(alloy))];
  },
  scene: (document) => sceneOf(document.alloy, document.problems(NO_SETTINGS)),
  outline: (document) => {
    const convert = new Converter(document, "utf-8", NO_PAGES, SUPPORT);
    return convert.symbols(outline(document.alloy));
  },
  tokens: (document) => {
    const tokens = semanticTokens(document.alloy, whole(document));
    return new Converter(document, "utf-8", NO_PAGES, SUPPORT).semanticTokens(tokens);
  },
  folding: ({ alloy }) => foldingRanges(alloy),
  links: ({ alloy }) => documentLinks(alloy),
  lenses: ({ alloy }) => codeLenses(alloy),
  hints: (document) =>
    inlayHints(document.alloy, whole(document), () => true).map((hint) => [hint, hint.tooltip()]),
  summary: ({ alloy }) => {
    const { name, symbols, values } = summaryOf(alloy);
    return [name, symbols, [...values]];
  },
  format: ({ alloy }) => format(alloy, LAYOUT),
  formatOnType: ({ alloy }, offset) => ["\n", "}"].map((typed) => formatOnType(alloy, offset, typed, LAYOUT)),
  hover: ({ alloy }, offset) => hoverAt(alloy, offset),
  completion: ({ alloy }, offset) =>
    completionsAt(alloy, offset, { snippets: true, retriggers: true }).map((item) => [
      item,
      item.documentation?.(),
    ]),
  actions: (document, offset) =>
    codeActionsAt(document.alloy, { start: offset, end: offset + 20 }, document.problems(NO_SETTINGS)).map(
      ({ title, kind, edits, isPreferred }) => [title, kind, edits, isPreferred],
    ),
  form: (document, offset) => {
    const { alloy } = document;
    return stageForm(alloy, alloy.stageAt(offset)?.index ?? 0, document.problems(NO_SETTINGS));
  },
  insertable: ({ alloy }, offset) => insertableStages(alloy, offset),
  definitions: ({ alloy }, offset) => [definitionsAt(alloy, offset), typeDefinitionsAt(alloy, offset)],
  occurrences: ({ alloy }, offset) => [
    referencesAt(alloy, offset, true),
    highlightsAt(alloy, offset),
    linkedAt(alloy, offset),
    rename(alloy, offset, "renamed"),
  ],
  selections: ({ alloy }, offset) => selectionsAt(alloy, offset),
} satisfies Record<string, View>;

export type ViewName = keyof typeof VIEWS;

export const VIEW_NAMES = Object.keys(VIEWS) as ViewName[];

/** Returns a view of the document at an offset as one string. */
export function view(document: DocumentVersion, name: ViewName, offset: number): string {
  return JSON.stringify((VIEWS[name] as View)(document, offset), plain) ?? "";
}

function plainProblem({ code, severity, message, start, end, related, tag }: Problem) {
  return [code, severity, message, start, end, tag, related];
}

/** Replaces a node with its kind and range, since its parent link would make the JSON circular. */
function plain(_key: string, value: unknown): unknown {
  if (!(value instanceof Object) || !("parent" in value)) return value;
  const { kind, start, end } = value as ValueNode | Member;
  return [kind, start, end];
}

/** Returns the content of a node as nested arrays, and asserts that every node has the right parent. */
function plainNode(node: ValueNode | undefined, parent: ValueNode["parent"]): unknown {
  if (!node) return null;
  assert.equal(node.parent, parent, "a node does not know what holds it");
  const { kind, start, end } = node;
  switch (node.kind) {
    case "object":
      return [
        kind,
        start,
        end,
        node.closed,
        node.members.map((member) => {
          assert.equal(member.parent, node, "a member does not know what holds it");
          const { key, colon } = member;
          return [
            [member.start, member.end, colon ?? null],
            [key.start, key.end, key.value, key.quoted, key.closed],
            plainNode(member.value, member),
          ];
        }),
      ];
    case "array":
      return [kind, start, end, node.closed, node.items.map((item) => plainNode(item, node))];
    case "invalid":
      return [kind, start, end];
    case "string":
      return [kind, start, end, node.value, node.closed];
    case "number":
      return [kind, start, end, node.text, String(node.value)];
    default:
      return [kind, start, end, node.value];
  }
}

function placesIn(root: ValueNode | undefined): (ValueNode | Member)[] {
  const found: (ValueNode | Member)[] = [];
  const open: (ValueNode | Member | undefined)[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (!node) continue;
    found.push(node);
    if (node.kind === "object") open.push(...node.members);
    else if (node.kind === "array") open.push(...node.items);
    else if (node.kind === "member") open.push(node.value);
  }
  return found;
}
