/** Every feature once, in the real editor, by the commands that VS Code itself uses. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  actionsAt,
  apply,
  codeOf,
  isInOtherHost,
  openText,
  problemsWhen,
  rangeOf,
  settledProblems,
  until,
  workspaceFolder,
} from "./support.js";

const NAME = "tour.alloy.json";
const ALLOY = `{
  "name": "tour",
  "version": "1.0.0",
  "source": { "baseModel": "Qwen/Qwen2.5-Coder-7B", "architecture": "qwen2", "totalParamsB": 7.6 },
  "calibrationCorpora": [{ "id": "code", "path": "corpus.jsonl" }],
  "stages": [
    { "type": "train", "method": "lora" },
    { "type": "expert-activation-profile", "calibrationCorpus": "code" },
    {
      "type": "quant",
      "format": "gguf",
      "quantTypes": ["Q4_K_M"]
    },
    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] }
  ],
  "acceptanceCriteria": {
    "benchmarks": {
      "humaneval": { "min": 0.8, "anchorDelta": -3 }
    }
  },
  "results": { "benchmarks": [{ "name": "humaneval", "score": 88.4, "baseScore": 90 }] }
}
`;

suite("a tour of the features", () => {
  let editor: vscode.TextEditor;
  let uri: vscode.Uri;
  const at = (text: string, offset = 1) => rangeOf(editor.document, text).start.translate(0, offset);
  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`vscode.${command}`, uri, ...args);

  setup(async () => {
    editor = await openText(NAME, ALLOY);
    uri = editor.document.uri;
    await settledProblems(editor);
  });

  teardown(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder(), NAME)).then(undefined, () => {});
  });

  test("outline", async () => {
    const symbols = await run<vscode.DocumentSymbol[]>("executeDocumentSymbolProvider");
    const stages = symbols.find(({ name }) => name === "stages");
    assert.deepEqual(
      stages?.children.map(({ name }) => name),
      [
        "1 train · lora",
        "2 expert-activation-profile · code",
        "3 quant · gguf · Q4_K_M",
        "4 eval · humaneval",
      ],
    );
    assert.deepEqual(
      stages?.children.map(({ kind }) => vscode.SymbolKind[kind]),
      ["Function", "Function", "Event", "Event"],
    );
  });

  test("workspace symbols", async () => {
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      "vscode.executeWorkspaceSymbolProvider",
      "tour",
    );
    assert.ok(found.some(({ name, location }) => name === "tour" && location.uri.path.endsWith(NAME)));
  });

  test("definition, type definition, references, highlights", async () => {
    const position = at('"calibrationCorpus": "code"', 24);
    const [definition] = await run<vscode.Location[]>("executeDefinitionProvider", position);
    assert.equal(definition && editor.document.getText(definition.range), '"code"');
    assert.equal(definition?.range.start.line, 4);
    assert.equal((await run<vscode.Location[]>("executeReferenceProvider", position)).length, 2);
    assert.equal((await run<vscode.DocumentHighlight[]>("executeDocumentHighlights", position)).length, 2);
    const [type] = await run<vscode.Location[]>(
      "executeTypeDefinitionProvider",
      at('"expert-activation-profile"'),
    );
    assert.ok(type);
    const vocabulary = await vscode.workspace.openTextDocument(type.uri);
    assert.equal(vocabulary.getText(type.range), '"expert-activation-profile"');
  });

  test("rename", async () => {
    const edit = await run<vscode.WorkspaceEdit>("executeDocumentRenameProvider", at('"humaneval"'), "mbpp");
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(editor.document.getText(), ALLOY.replaceAll("humaneval", "mbpp"));
  });

  test("links, lenses, hints", async () => {
    const links = await run<vscode.DocumentLink[]>("executeLinkProvider");
    assert.ok(
      links.some(({ target }) => target?.toString() === "https://huggingface.co/Qwen/Qwen2.5-Coder-7B"),
    );
    const lenses = await run<vscode.CodeLens[]>("executeCodeLensProvider");
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      isInOtherHost() ? [undefined, undefined] : ["2 transform stages · 2 delivery stages", "Ship: 2 passed"],
    );
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const hints = await run<vscode.InlayHint[]>("executeInlayHintProvider", whole);
    const labels = hints.map(({ label }) => label);
    assert.ok(labels.includes("adapter: code · 200 steps · 5e-5"), String(labels));
    assert.ok(labels.includes("≈ 4.6 GB"));
    assert.ok(labels.includes("✓ 88.4%"));
  });

  test("a kind of hint can be switched off", async () => {
    const section = vscode.workspace.getConfiguration("forgeAlloy", uri);
    await section.update("inlayHints.sizes", false, vscode.ConfigurationTarget.Workspace);
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await until(async () => {
      const hints = await run<vscode.InlayHint[]>("executeInlayHintProvider", whole);
      return hints.some(({ label }) => String(label).includes("GB")) ? undefined : true;
    }, "the sizes to disappear");
    await section.update("inlayHints.sizes", undefined, vscode.ConfigurationTarget.Workspace);
  });

  test("semantic tokens", async () => {
    const tokens = await run<vscode.SemanticTokens>("provideDocumentSemanticTokens");
    const legend = await run<vscode.SemanticTokensLegend>("provideDocumentSemanticTokensLegend");
    assert.deepEqual(legend.tokenTypes.slice(0, 3), ["type", "namespace", "property"]);
    assert.ok(tokens.data.length > 100);
  });

  test("formatting: document, range, while typing", async () => {
    const options = { tabSize: 2, insertSpaces: true };
    assert.deepEqual(await run<vscode.TextEdit[]>("executeFormatDocumentProvider", options), undefined);
    await editor.edit((edit) =>
      edit.replace(rangeOf(editor.document, '  "version": "1.0.0",'), '"version":"1.0.0",'),
    );
    const edits = await run<vscode.TextEdit[]>("executeFormatDocumentProvider", options);
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(editor.document.getText(), ALLOY);
    const [line] = await run<vscode.TextEdit[]>(
      "executeFormatOnTypeProvider",
      at('      "type": "quant"', 0).translate(-1, 5),
      "}",
      options,
    ).then((found) => found ?? []);
    assert.equal(line, undefined);
  });

  test("folding and selections", async () => {
    const folds = await run<vscode.FoldingRange[]>("executeFoldingRangeProvider");
    assert.ok(folds.some(({ start, kind }) => start === 5 && kind === vscode.FoldingRangeKind.Region));
    const [selection] = await run<vscode.SelectionRange[]>("executeSelectionRangeProvider", [
      at('"gguf"', 2),
    ]);
    const texts: string[] = [];
    for (let one: vscode.SelectionRange | undefined = selection; one; one = one.parent)
      texts.push(editor.document.getText(one.range));
    assert.deepEqual(texts.slice(0, 3), ["gguf", '"gguf"', '"format": "gguf"']);
  });

  test("refactorings", async () => {
    const range = rangeOf(editor.document, '"train"');
    const titles = (await actionsAt(editor.document, range, "refactor")).map(({ title }) => title);
    for (const title of [
      'Insert "train" (intent only) before stage 1',
      "Add the family adapter's values: code · 200 steps · 5e-5".replace(" steps", ""),
      "Move stage 1 train down",
      "Duplicate stage 1 train",
    ]) {
      assert.ok(titles.includes(title), `${title} is not among ${titles.join("; ")}`);
    }
    const actions = await actionsAt(editor.document, range, "refactor");
    await apply(actions.find(({ title }) => title === "Move stage 1 train down"));
    assert.equal(JSON.parse(editor.document.getText()).stages[1].type, "train");
  });

  test("insert any stage from a list", async () => {
    const position = rangeOf(editor.document, '"quant"').start;
    editor.selection = new vscode.Selection(position, position);
    const done = vscode.commands.executeCommand("forge-alloy.insertStage");
    await until(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      const { stages } = JSON.parse(editor.document.getText());
      return stages.length === 5 ? true : undefined;
    }, "a stage to be inserted");
    await done;
  });

  test("verify: a lens, outcomes until the text changes", async () => {
    if (vscode.env.uiKind === vscode.UIKind.Web || uri.scheme !== "file") return;
    const claim = `, "samplesPath": "no-such-samples.jsonl", "resultHash": "sha256:${"0".repeat(64)}" }]`;
    const receipt = '"receipt": { "publications": [] },\n  "results"';
    await editor.edit((edit) => {
      edit.replace(rangeOf(editor.document, " }] }\n}"), `${claim} }\n}`);
      edit.replace(rangeOf(editor.document, '"results"'), receipt);
    });
    const lens = await until(async () => {
      const lenses = await run<vscode.CodeLens[]>("executeCodeLensProvider");
      return lenses.find(({ command }) => command?.command === "forge-alloy.verify");
    }, "the lens over the receipt");
    assert.equal(lens.command?.title, "Verify…");
    await vscode.commands.executeCommand("forge-alloy.verify", uri.toString(), null);
    const ofVerify = ({ source }: vscode.Diagnostic) => source === "forge-alloy verify";
    const found = await problemsWhen(uri, (problems) => problems.some(ofVerify));
    assert.ok(found.some((problem) => codeOf(problem) === "resultHash"));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 1), " "));
    await problemsWhen(uri, (problems) => !problems.some(ofVerify));
  });

  test("problems of an alloy that is not open", async () => {
    const closed = vscode.Uri.joinPath(workspaceFolder(), "closed.alloy.json");
    await vscode.workspace.fs.writeFile(closed, new TextEncoder().encode('{"tags": null}'));
    const problems = await problemsWhen(closed, (found) => found.length > 0);
    assert.ok(problems.some(({ message }) => message.includes("but is null")));
    await vscode.workspace.fs.delete(closed);
    await problemsWhen(closed, (found) => found.length === 0);
  });
});
