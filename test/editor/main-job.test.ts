import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  actionsAt,
  apply,
  codeOf,
  openText,
  problemsWhen,
  rangeOf,
  settledProblems,
  until,
} from "./support.js";

const ALLOY = `{
  "name": "test-alloy",
  "version": "0.1.0",
  "source": { "baseModel": "example/model", "architecture": "qwen2" },
  "stages": [
    {
      "type": "prune",
      "strategy": "entropy",
      "level": 0.3
    },
    { "type": "eval", "benchmarks": [{ "name": "ifeval" }] }
  ],
  "acceptanceCriteria": {
    "benchmarks": { "ifeval": { "min": 0.4, "anchorDelta": -3.7 } }
  },
  "results": {
    "benchmarks": [{ "name": "ifeval", "score": 88.4, "baseScore": 92.1 }]
  }
}
`;

let opened = 0;

/** Opens a text under a name of its own, so that no test sees what another left behind. */
async function open(text = ALLOY): Promise<vscode.TextEditor> {
  opened++;
  const editor = await openText(`main-job-${opened}.alloy.json`, text);
  assert.equal(editor.document.languageId, "forge-alloy");
  return editor;
}

function replace(editor: vscode.TextEditor, from: string, to: string): Thenable<boolean> {
  return editor.edit((edit) => edit.replace(rangeOf(editor.document, from), to));
}

/** A wrong edit: what is replaced by what, the code of the one message and the text under it. */
const MISTAKES: readonly [from: string, to: string, code: string, under: string][] = [
  ['"prune"', '"prun"', "stage/unknown-type", '"prun"'],
  ['"prune"', '"capture"', "stage/undeclared-domain", '"capture"'],
  ['"entropy"', '"entropi"', "schema/enum", '"entropi"'],
  ["0.3", "30", "schema/range", "30"],
  ["0.3", '"0.3"', "schema/number-as-text", '"0.3"'],
  ["0.3", "null", "schema/null", "null"],
  ['"strategy": "entropy",', "", "schema/required", '"prune"'],
  ['"baseModel"', '"base_model"', "field/snake-case", '"base_model"'],
  ['"results"', '"domains": ["llm-forg"], "results"', "domain/unknown", '"llm-forg"'],
  ['"score"', '"scroe"', "field/misspelled", '"scroe"'],
  ["92.1 }", "92.1, }", "json/trailing-comma", ","],
  ["0.3", "0.3 // a third", "json/comment", "// a third"],
  ['"level"', '"strategy": "magnitude", "level"', "json/duplicate-key", '"strategy"'],
  ['"0.1.0",', '"0.1.0"', "json/syntax", '"'],
];

suite("the main job in the real editor", () => {
  teardown(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  test("a sound alloy has no problem", async () => {
    assert.deepEqual(await settledProblems(await open()), []);
  });

  for (const [from, to, code, under] of MISTAKES) {
    test(`${code}: one message at ${under}, and its fix removes it`, async () => {
      const editor = await open();
      await settledProblems(editor);
      await replace(editor, from, to);
      const problems = await problemsWhen(editor.document.uri, (found) => found.length > 0);
      assert.deepEqual(
        problems.map((problem) => [codeOf(problem), editor.document.getText(problem.range)]),
        [[code, under]],
      );
      const range = problems[0]?.range as vscode.Range;
      const fixes = await actionsAt(editor.document, range, vscode.CodeActionKind.QuickFix.value);
      await apply(fixes.find(({ isPreferred }) => isPreferred) ?? fixes[0]);
      await problemsWhen(editor.document.uri, (found) => !found.some((problem) => codeOf(problem) === code));
      JSON.parse(editor.document.getText());
    });
  }

  test("typing opens the list of stage types, and accepting one writes it", async () => {
    const editor = await open(ALLOY.replace('{ "type": "eval"', '{  },\n    { "type": "eval"'));
    const inside = rangeOf(editor.document, "{  }").start.translate(0, 2);
    editor.selection = new vscode.Selection(inside, inside);
    for (const char of '"type": "exp') await vscode.commands.executeCommand("type", { text: char });
    const position = editor.selection.active;
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      editor.document.uri,
      position,
    );
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.ok(labels.includes("expert-activation-profile"));
    assert.ok(!labels.includes("capture"), "a stage type of a domain that is not declared");
    await until(async () => {
      await vscode.commands.executeCommand("editor.action.triggerSuggest");
      await new Promise((resolve) => setTimeout(resolve, 300));
      await vscode.commands.executeCommand("acceptSelectedSuggestion");
      return /"type": "expert-[a-z-]+"/.test(editor.document.getText()) ? true : undefined;
    }, "a suggestion to be accepted");
    JSON.parse(editor.document.getText());
  });

  test("fields of the stage under the cursor, required ones first", async () => {
    const editor = await open(ALLOY.replace('"strategy": "entropy",', ""));
    const at = rangeOf(editor.document, '"level"').start;
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      editor.document.uri,
      at,
      '"',
    );
    const fields = list.items
      .toSorted((a, b) => (a.sortText ?? "").localeCompare(b.sortText ?? ""))
      .map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.equal(fields[0], "strategy");
  });

  test("hover on anchorDelta shows the rule and this alloy's numbers", async () => {
    const editor = await open();
    const at = rangeOf(editor.document, "anchorDelta").start;
    const text = await until(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        editor.document.uri,
        at,
      );
      const shown = hovers.flatMap(({ contents }) =>
        contents.map((part) => (typeof part === "string" ? part : part.value)),
      );
      return shown.length > 0 ? shown.join("\n") : undefined;
    }, "a hover");
    assert.match(text, /percentage points/);
    assert.match(
      text,
      /\*\*passed\*\* — .*dropped 3\.7 pp from base \(92\.1% → 88\.4%\); at most 3\.7 pp allowed/,
    );
  });

  test("the lightbulb inserts an intent-only train stage", async () => {
    const editor = await open();
    await settledProblems(editor);
    const range = rangeOf(editor.document, '"entropy"');
    const actions = await actionsAt(editor.document, range, vscode.CodeActionKind.Refactor.value);
    const after = actions.find(({ title }) => title.includes("(intent only) after stage 1"));
    await apply(after);
    const text = editor.document.getText();
    assert.deepEqual(
      JSON.parse(text).stages.map(({ type }: { type: string }) => type),
      ["prune", "train", "eval"],
    );
    assert.ok(text.includes('    {\n      "type": "train",\n      "method": "lora"\n    },\n'), text);
    assert.deepEqual(await settledProblems(editor), []);
  });

  test("created criteria are inserted in the layout of the file, with a tab stop for each number", async () => {
    const editor = await open(
      '{\n  "name": "a",\n  "version": "1.0.0",\n  "source": { "baseModel": "a/b", "architecture": "qwen2" },\n  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }]\n}\n',
    );
    await settledProblems(editor);
    const range = rangeOf(editor.document, '"eval"');
    const actions = await actionsAt(editor.document, range, vscode.CodeActionKind.Refactor.value);
    const create = actions.find(({ title }) => title.includes("placeholder values"));
    await apply(create);
    const text = editor.document.getText();
    assert.equal(JSON.parse(text).acceptanceCriteria.benchmarks.humaneval.min, 0.5);
    assert.match(text, /\n {2}"acceptanceCriteria": \{\n {4}"benchmarks": \{\n/);
    assert.doesNotMatch(text, /\$\{/);
    // The first number is selected, so that typing replaces it.
    await until(() => editor.document.getText(editor.selection) === "0.5" || undefined, "the first tab stop");
  });

  test("a criterion that the gate does not evaluate is a warning at its key", async () => {
    const editor = await open(
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "target": {}, "acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.5, "anchorDetla": -3}}}}',
    );
    const [problem] = await problemsWhen(editor.document.uri, (found) =>
      found.some((one) => codeOf(one) === "acceptance/unknown-criterion"),
    ).then((found) => found.filter((one) => codeOf(one) === "acceptance/unknown-criterion"));
    assert.ok(problem);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(editor.document.getText(problem.range), '"anchorDetla"');
  });

  test("text that is no alloy at all is answered, not suffered", async () => {
    for (const text of [
      "",
      "null",
      "[]",
      "5",
      "[".repeat(100_000),
      "\uFEFF{}",
      '{"name": "\uD800"}',
      '{\r\n"a": 1\r\n}',
    ]) {
      const editor = await open(text);
      await problemsWhen(editor.document.uri, (found) => found.length > 0);
      await vscode.commands.executeCommand(
        "vscode.executeHoverProvider",
        editor.document.uri,
        new vscode.Position(0, 0),
      );
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
    assert.deepEqual(await settledProblems(await open()), []);
  });

  test("other files are left alone", async () => {
    for (const name of ["x.alloy.result.json", "x.alloy.error.json", "delivery.json"]) {
      const editor = await openText(name, "{}");
      assert.notEqual(editor.document.languageId, "forge-alloy", name);
    }
  });
});
