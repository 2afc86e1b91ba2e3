import assert from "node:assert/strict";
import { completionsAt } from "../features/completion/completion.js";
import { hoverAt } from "../features/hover.js";
import { inlayHints } from "../features/inlay-hints.js";
import { Alloy } from "../model/alloy.js";
import { bundled, registryFor } from "../schema/bundled.js";
import { MAX_PROFILE_LENGTH } from "../schema/executors.js";
import type { Registry } from "../schema/registry.js";
import { diagnose } from "./lint.js";
import { withExecutors } from "./load-executors.js";

/** A family of its own, with everything that a profile may state. */
const ACME = {
  id: "acme-forge",
  title: "Acme Forge",
  architectures: {
    acme3: {
      title: "Acme 3, dense",
      classNames: ["Acme3ForCausalLM"],
      stages: ["train", "prune"],
      adapter: "acme",
    },
  },
  anyArchitecture: ["quant", "eval"],
  skipped: ["compact"],
  stages: {
    train: { reads: ["dataset", "steps"], ignores: ["domain"], rejects: { optimizations: "the run ends" } },
    eval: { reads: ["benchmarks"] },
  },
  adapters: { acme: { stages: ["train"], bySize: [{ fills: { steps: 42 } }], assumedParamsB: 1 } },
  benchmarks: ["acme_bench"],
  quantization: { ACME_4: { bits: 4 } },
};

function loaded(files: readonly object[], selected?: readonly string[], isTrusted = true): Registry {
  const sources = files.map((file, i) => {
    return { uri: `file:///w/${i}.json`, place: `w/${i}.json`, text: JSON.stringify(file) };
  });
  return withExecutors(bundled, sources, { isTrusted, selected });
}

function alloyOf(stages: string, architecture = "acme3", registry = loaded([ACME])): Alloy {
  const text = `{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "${architecture}", "totalParamsB": 8}, "stages": [${stages}]}`;
  return Alloy.parse(text, registry);
}

function said(alloy: Alloy): string[] {
  return diagnose(alloy)
    .problems.filter(({ code }) => code.startsWith("executor/"))
    .map(({ code, message }) => `${code}: ${message}`);
}

const why = ({ executors }: Registry) =>
  executors.unavailable.map(({ id, why, place }) => `${id} ${why} ${place}`);

suite("executor profiles of one's own", () => {
  test("rules speak of the profile that knows the architecture, and name it", () => {
    assert.deepEqual(
      said(
        alloyOf(
          '{"type": "train", "domain": "law", "dataset": "a/b", "optimizations": ["x"]}, {"type": "lora"}',
        ),
      ),
      [
        'executor/field-ignored: "domain" is not read by acme-forge.',
        'executor/field-rejected: "optimizations" is rejected by acme-forge: the run ends.',
        'executor/stage-not-implemented: "lora" is not implemented by acme-forge for "acme3"; the stage will fail or be skipped. Implemented: "train", "prune".',
      ],
    );
    assert.deepEqual(
      said(
        alloyOf(
          '{"type": "eval", "benchmarks": [{"name": "acme-bench"}, {"name": "humaneval"}]}, {"type": "compact"}',
        ),
      ),
      [
        'executor/no-runner: "humaneval" has no runner in acme-forge: the result will be "pending", not measured.',
        'executor/stage-skipped: "compact" is not implemented by acme-forge; the stage is skipped and logged.',
      ],
    );
    assert.deepEqual(said(alloyOf('{"type": "train", "domain": "code"}', "qwen2")), []);
  });

  test("hover, completion, hints, and sizes speak of it, too", () => {
    const alloy = alloyOf('{"type": "train", "steps": 5}, {"type": "quant", "quantTypes": ["acme_4"]}');
    const text = alloy.tree.text;
    const hover = (word: string) => hoverAt(alloy, text.indexOf(word) + 2)?.markdown ?? "";
    assert.match(
      hover('"steps"'),
      /^Read by acme-forge\.\n\nIf omitted, the family adapter sets `42` for this model\./,
    );
    assert.match(hover('"acme3"'), /Acme 3, dense\. Implemented by acme-forge: `train` and `prune`\./);
    const bare = alloyOf('{"type": "train"}, {"type": "quant", "quantTypes": ["acme_4"]}');
    const all = { start: 0, end: bare.tree.text.length };
    assert.deepEqual(
      inlayHints(bare, all, (kind) => kind === "adapter" || kind === "sizes").map(({ label }) => label),
      ["adapter: 42 steps", "≈ 4.0 GB"],
    );
    const at = text.indexOf('"acme3"') + 1;
    const labels = completionsAt(alloy, at, { snippets: false, retriggers: false }).map(({ label }) => label);
    assert.deepEqual([labels[0], labels.at(-1)], ["qwen3_5", "acme3"]);
    const fields = completionsAt(alloyOf('{"type": "train", }'), bare.tree.text.indexOf('"train"') + 9, {
      snippets: false,
      retriggers: false,
    });
    assert.deepEqual(
      fields.slice(0, 2).map(({ label }) => label),
      ["dataset", "steps"],
    );
  });

  test("a profile that extends another is merged field by field; null removes", () => {
    const extending = {
      id: "acme-forge",
      title: "Acme Forge",
      extends: "reference",
      architectures: {
        qwen2: { stages: ["train"] },
        acme3: { stages: ["train"], adapter: "dense" },
        olmoe: null,
      },
      stages: { train: { ignores: ["steps"] } },
    };
    const { executors } = loaded([extending]);
    const profile = executors.available.get("acme-forge");
    assert.deepEqual(profile?.architectures.qwen2, {
      title: "Qwen2 and Qwen2.5, dense",
      classNames: ["Qwen2ForCausalLM"],
      moe: false,
      stages: ["train"],
      adapter: "dense",
    });
    assert.equal(profile?.architectures.olmoe, undefined);
    assert.ok(profile?.architectures.mixtral);
    assert.deepEqual(profile?.stages.train?.reads, ["domain", "steps", "learningRate"]);
    assert.deepEqual(profile?.stages.train?.ignores, ["steps"]);
    assert.deepEqual([profile?.name, profile?.version, profile?.domain], [undefined, undefined, "llm-forge"]);
    // The reference profile itself stays as it is.
    assert.deepEqual(executors.available.get("reference"), bundled.executors.available.get("reference"));
    assert.deepEqual(said(alloyOf('{"type": "prune"}', "qwen2", loaded([extending]))), [
      'executor/stage-not-implemented: "prune" is not implemented by acme-forge for "qwen2"; the stage will fail or be skipped. Implemented: "train".',
    ]);
  });

  test("without `extends`, its architectures replace those of the same name, whole", () => {
    const own = { id: "acme-forge", title: "Acme", architectures: { qwen2: { stages: ["lora"] } } };
    assert.deepEqual(said(alloyOf('{"type": "train", "batchSize": 5}', "qwen2", loaded([own]))), [
      'executor/stage-not-implemented: "train" is not implemented by acme-forge for "qwen2"; the stage will fail or be skipped. Implemented: "lora".',
    ]);
    assert.deepEqual(said(alloyOf('{"type": "context-extend"}', "qwen3_5", loaded([own]))), []);
  });

  test("profiles extend one another through several files, whatever their order", () => {
    const [a, b, c] = ["a", "b", "c"].map((id, i) => ({
      id,
      title: id,
      extends: ["b", "c", "reference"][i],
      architectures: { [`arch-${id}`]: { stages: [] } },
    }));
    for (const files of [
      [a, b, c],
      [c, b, a],
    ] as object[][]) {
      const { executors } = loaded(files);
      assert.deepEqual(why(loaded(files)), []);
      const names = Object.keys(executors.available.get("a")?.architectures ?? {});
      assert.deepEqual(names.slice(-3), ["arch-c", "arch-b", "arch-a"]);
    }
  });

  test("a selection leaves out the others; of several, the last one takes precedence", () => {
    const other = { id: "other-forge", title: "Other", architectures: { qwen2: { stages: ["prune"] } } };
    const train = (selected: readonly string[]) =>
      said(alloyOf('{"type": "train"}', "qwen2", loaded([ACME, other], selected)));
    assert.deepEqual(train(["reference"]), []);
    assert.match(train(["reference", "other-forge"])[0] ?? "", /not implemented by other-forge/);
    assert.deepEqual(train(["other-forge", "reference"]), []);
    assert.match(
      train(["acme-forge"])[0] ?? "",
      /^executor\/unknown-architecture: .* Known to acme-forge: "acme3"\.$/,
    );
    assert.match(train(["nowhere"])[0] ?? "", /^executor\/unavailable: Unknown executor "nowhere"/);
    // The nearest file takes precedence over those above, and all over the built-in one.
    const near = { ...other, id: "near-forge", architectures: { qwen2: { stages: ["lora"] } } };
    assert.match(
      said(alloyOf('{"type": "train"}', "qwen2", loaded([near, other])))[0] ?? "",
      /by near-forge/,
    );
  });

  test("a file that cannot be used is named, and the others work", () => {
    assert.deepEqual(why(loaded([{ id: "acme-forge" }, ACME])), [
      "acme-forge clash w/1.json",
      "acme-forge broken w/0.json",
    ]);
    assert.deepEqual(why(loaded([ACME, ACME])), []);
    assert.deepEqual(why(loaded([ACME, { ...ACME, title: "Mine" }])), ["acme-forge clash w/1.json"]);
    assert.deepEqual(why(loaded([{ ...ACME, id: "reference" }])), ["reference clash w/0.json"]);
    assert.deepEqual(why(loaded([ACME], undefined, false)), ["acme-forge untrusted w/0.json"]);
    assert.deepEqual(
      why(
        loaded([
          { ...ACME, extends: "b" },
          { ...ACME, id: "b", extends: "acme-forge" },
        ]),
      ),
      ["acme-forge broken w/0.json", "b broken w/1.json"],
    );
    // What builds on a file with errors has them, too.
    assert.deepEqual(
      why(
        loaded([
          { ...ACME, extends: "b" },
          { id: "b", title: 5 },
        ]),
      ),
      ["acme-forge broken w/0.json", "b broken w/1.json"],
    );
    assert.deepEqual(
      why(
        withExecutors(
          bundled,
          [
            { uri: "a", place: "w/a.json", text: "{" },
            { uri: "b", place: "w/b.json", text: "[1]" },
            { uri: "c", place: "w/c.json", text: `"${" ".repeat(MAX_PROFILE_LENGTH)}"` },
          ],
          { isTrusted: true },
        ),
      ),
      ["a broken w/a.json", "b broken w/b.json", "c broken w/c.json"],
    );
  });

  test("a warning does not keep a profile from being used", () => {
    const typo = { ...ACME, skipped: ["compcat"] };
    const registry = loaded([typo]);
    assert.deepEqual(why(registry), []);
    const own = diagnose(Alloy.parse(JSON.stringify(typo), registryFor("executor", registry))).problems;
    assert.deepEqual(
      own.map(({ code, severity }) => `${code} ${severity}`),
      ["profile/stage warning"],
    );
  });

  test("names that every object has are architectures, stages, and fields like others", () => {
    const text = JSON.stringify(ACME).replace(
      '"acme3":{',
      '"__proto__": {"stages": []}, "constructor": {"stages": []}, "acme3":{',
    );
    const registry = withExecutors(bundled, [{ uri: "a", place: "a.json", text }], { isTrusted: true });
    assert.deepEqual(why(registry), []);
    assert.deepEqual(said(alloyOf('{"type": "quant"}', "toString", registry)).length, 1);
    assert.deepEqual(said(alloyOf('{"type": "quant"}', "constructor", registry)), []);
  });
});
