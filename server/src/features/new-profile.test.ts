import assert from "node:assert/strict";
import { alloyOf, problemsOf } from "../testing/fixtures.js";
import { draftArchitecture, draftProfile, starterProfile } from "./new-profile.js";

const ALLOY =
  '{"source": {"architecture": "gemma4", "isMoE": true}, "stages": [{"type": "expert-prune"}, {"type": "quant"}, {"type": "compact"}]}';

suite("a new executor profile", () => {
  test("the starter has no problem", () => {
    assert.deepEqual(problemsOf(starterProfile("acme-forge"), "executor"), []);
    assert.equal(JSON.parse(starterProfile("acme-forge")).title, "Acme Forge");
  });

  test("the draft has what the alloy says, and a tab stop at each value to decide", () => {
    const { id, text, snippet } = draftProfile(alloyOf(ALLOY), "gemma4");
    assert.deepEqual(problemsOf(text, "executor"), []);
    const profile = JSON.parse(text);
    assert.deepEqual([id, profile.id, profile.extends], ["local", "local", "reference"]);
    assert.deepEqual(profile.architectures, {
      gemma4: { title: "gemma4", classNames: ["Gemma4ForCausalLM"], moe: true, stages: ["expert-prune"] },
    });
    assert.deepEqual(
      [...snippet.matchAll(/\$\{\d+:[^}]*\}/g)].map(([stop]) => stop),
      // biome-ignore format: one a line says nothing more
      ["${1:Executor of this workspace}", "${2:gemma4}", "${3:Gemma4ForCausalLM}", "${4:true}", "${5:expert-prune}"],
    );
    assert.equal(snippet.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\\([\\$}])/g, "$1"), text);
  });

  test("an architecture is text, whatever is in it", () => {
    const { text, snippet } = draftProfile(alloyOf("{}"), '$1}"\uE000x\uE001');
    assert.deepEqual(Object.keys(JSON.parse(text).architectures).length, 1);
    assert.equal(
      snippet.match(/(?<!\\)\$\{/g)?.length,
      4 + JSON.parse(text).architectures[Object.keys(JSON.parse(text).architectures)[0] ?? ""].stages.length,
    );
  });

  test("added to a profile that is there, in its own layout; never twice", () => {
    const add = (text: string) => {
      const edit = draftArchitecture(alloyOf(text, "executor"), alloyOf(ALLOY), "gemma4");
      return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    };
    const short = add('{"id": "a", "architectures": {}}') ?? "";
    assert.deepEqual(Object.keys(JSON.parse(short).architectures), ["gemma4"]);
    const long = add(JSON.stringify({ id: "a", architectures: { b: { stages: [] } } }, null, 2)) ?? "";
    assert.match(long, /\n {4}"gemma4": \{\n {6}"title": "gemma4",/);
    assert.deepEqual(Object.keys(JSON.parse(add('{"id": "a"}') ?? "").architectures), ["gemma4"]);
    assert.equal(add('{"architectures": {"gemma4": {}}}'), undefined);
    assert.equal(add('{"architectures": 5}'), undefined);
  });
});
