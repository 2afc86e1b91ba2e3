import assert from "node:assert/strict";
import { hoverText } from "../testing/fixtures.js";

const RESULTS =
  '"results": {"benchmarks": [{"name": "humaneval", "score": 88.4, "baseScore": 92.1}, {"name": "humaneval+", "score": 85.4, "baseScore": 89}]}';

suite("hover", () => {
  test("a field: summary, type, unit, range, default, phase and owner", () => {
    const text = hoverText('{"stages": [{"type": "prune", "lev|el": 0.3}]}');
    for (const part of [
      /level/,
      /number/,
      /fraction/,
      /from 0 to 0\.9/,
      /required/,
      /llm-forge/,
      /transform/i,
    ]) {
      assert.match(text, part);
    }
    assert.match(hoverText('{"stages": [{"type": "lora", "|rank": 3}]}'), /Default: `32`/);
  });

  test("a field on its value too", () => {
    assert.match(hoverText('{"stages": [{"type": "prune", "strategy": "ent|ropy"}]}'), /`"entropy"` — \S/);
    assert.match(hoverText('{"cycles": |3}'), /cycles/);
  });

  test("a stage type: summary, phase, required fields", () => {
    const text = hoverText('{"stages": [{"type": "expert-pr|une"}]}');
    assert.match(text, /expert-prune/);
    assert.match(text, /transform/i);
  });

  test("anchorDelta with this alloy's own numbers", () => {
    const gate = (delta: string) =>
      hoverText(
        `{${RESULTS}, "acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.8, "anchor|Delta": ${delta}}}}}`,
      );
    assert.match(gate("-3.7"), /percentage points/);
    assert.match(
      gate("-3.7"),
      /^\*\*passed\*\* — "humaneval": dropped 3\.7 pp from base \(92\.1% → 88\.4%\); at most 3\.7 pp allowed\./,
    );
    assert.match(gate("-3.6"), /^\*\*failed\*\* — .* at most 3\.6 pp allowed\./);
    assert.match(gate("0"), /^\*\*failed\*\* — .* no drop allowed\./);
  });

  test("min with this alloy's own numbers; other spellings of a benchmark count", () => {
    const gate = (min: string) =>
      hoverText(`{${RESULTS}, "acceptanceCriteria": {"benchmarks": {"humaneval_plus": {"m|in": ${min}}}}}`);
    assert.match(
      gate("0.854"),
      /^\*\*passed\*\* — .* score 85\.4% meets the minimum of 85\.4% \(min 0\.854\)\./,
    );
    assert.match(gate("0.86"), /^\*\*failed\*\*/);
  });

  test("a gate without results is not measured", () => {
    const text = hoverText(
      '{"acceptanceCriteria": {"benchmarks": {"bbh": {"min": 0.3, "anchor|Delta": -2}}}}',
    );
    assert.match(text, /^\*\*not measured\*\* — "bbh", anchorDelta −2 pp: No result for "bbh"\./);
  });

  test("fields known by name only say that they are never checked", () => {
    assert.match(hoverText('{"source": {"numLay|ers": 36}}'), /not checked/);
  });

  test("nothing on unknown fields, blanks and brackets", () => {
    assert.equal(hoverText('{"anyth|ing": 1}'), "");
    assert.equal(hoverText('{"a": 1, | "b": 2}'), "");
    assert.equal(hoverText("|"), "");
  });

  test("a domain by its id: title, version, stages, and whether it is a draft", () => {
    const text = hoverText('{"domains": ["llm-|forge"]}');
    assert.match(text, /^\*\*.+\*\* · \d+\.\d+\.\d+\n\n/);
    assert.match(text, /Stages: .*`expert-prune`/);
    assert.match(hoverText('{"domains": ["ticke|ting"]}'), /^\*\*.+\*\* \(draft\) · /);
    assert.equal(hoverText('{"domains": ["no|where"]}'), "");
  });

  test("a bundled domain: the revision of the format that it agrees with", () => {
    const text = hoverText('{"domains": ["llm-|forge"]}');
    assert.match(text, /Agrees with \S+ at revision `[0-9a-f]{7,40}`\./);
    assert.doesNotMatch(hoverText('{"domains": ["photo-|provenance"]}'), /Agrees with/);
  });

  test("a benchmark of the gate: what its name means, and all its figures", () => {
    const text = hoverText(
      `{${RESULTS}, "acceptanceCriteria": {"benchmarks": {"human|eval": {"min": 0.8, "anchorDelta": -3, "anchorBenchmark": "humaneval"}}}}`,
    );
    assert.match(text, /^\*\*passed\*\* — .*80%.*\n\n\*\*failed\*\* — .*\n\n---/);
  });

  test("a rule in a configuration, as key and as value", () => {
    assert.match(hoverText('{"rules": {"schema/|null": "off"}}', "configuration"), /null instead of a value/);
    assert.match(
      hoverText('{"suppressions": [{"code": "schema/|null"}]}', "configuration"),
      /`"schema\/null"` — null instead of a value/,
    );
    assert.doesNotMatch(
      hoverText('{"suppressions": [{"code": "no/|such"}]}', "configuration"),
      /—.*null stands/,
    );
  });

  test("a stage type: what it needs, an example, and that its domain is a draft", () => {
    assert.match(hoverText('{"stages": [{"type": "pr|une"}]}'), /Required: `strategy` and `level`\. Phase: /);
    assert.match(hoverText('{"stages": [{"type": "tr|ain"}]}'), /Required: only `type`\.[\s\S]*```json\n/);
    assert.match(
      hoverText('{"domains": ["ticketing"], "stages": [{"type": "iss|ued"}]}'),
      /_Domain ticketing_ \(draft\)/,
    );
    assert.equal(hoverText('{"stages": [{"type": "unheard|of"}]}').includes("Needs"), false);
  });

  test("values of any kind, and nothing on what is no JSON", () => {
    assert.match(hoverText('{"source": {"isMoE": tr|ue}}'), /isMoE/);
    assert.match(hoverText('{"userSummary": nu|ll}'), /userSummary/);
    assert.match(hoverText('{"tags": ["a|b"]}'), /^$/);
    assert.equal(hoverText('{"cycles": 1|2GB}'), "");
    assert.equal(hoverText('{"tags": [|]}'), "");
  });
});
