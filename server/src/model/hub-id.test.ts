import assert from "node:assert/strict";
import fc from "fast-check";
import { type HubFaultKind, type HubName, hubFault } from "./hub-id.js";

/** What Hugging Face's own client accepts as the ID of a repository. */
const VALID = /^(?:[A-Za-z0-9_](?:[\w.-]*\w)?\/)?[A-Za-z0-9_](?:[\w.-]*\w)?$/;

suite("names on the hub", () => {
  const expectFault = (kind: HubName, text: string, why: HubFaultKind, meant?: string) => {
    const fault = hubFault(text, kind);
    assert.deepEqual([fault?.why, fault?.meant], [why, meant], text);
  };

  test("what it may know, and local paths, are fine", () => {
    for (const text of [
      "Qwen/Qwen2.5-7B",
      "gpt2",
      "ibm-granite/granite-3.0-3b-a800m-instruct",
      "m-a-p/x_y",
      "a/b",
      "./model",
      "../a b/c/d",
      ".",
      "/data/models/x:y",
      "~/models/x",
      "C:\\models\\x",
      "file:///x",
    ])
      assert.equal(hubFault(text, "model-id"), undefined, text);
    for (const text of ["gsm8k", "data/own/train.jsonl", "my data.json"])
      assert.equal(hubFault(text, "dataset-id"), undefined, text);
    assert.equal(hubFault("acme-1.x", "organization"), undefined);
  });

  test("what it must reject, and what was meant", () => {
    expectFault("model-id", "", "empty");
    expectFault("model-id", " \t", "empty");
    for (const url of [
      "https://huggingface.co/a/b",
      "http://www.huggingface.co/a/b/",
      "huggingface.co/a/b/tree/main?x=1#y",
      "https://hf.co/a/b",
      "https://huggingface.co/datasets/a/b",
      "hf://models/a/b",
    ])
      expectFault("model-id", url, "url", "a/b");
    expectFault("model-id", "https://huggingface.co/", "url");
    expectFault("model-id", "https://example.org/a/b", "url");
    expectFault("model-id", "s3://bucket/a", "url");
    expectFault("model-id", " a/b", "space", "a/b");
    expectFault("model-id", "a / b", "space", "a/b");
    expectFault("model-id", "Qwen/Qwen2.5 7B", "space", "Qwen/Qwen2.5-7B");
    expectFault("model-id", "a/b@main", "revision", "a/b");
    expectFault("model-id", "a/b:latest", "tag", "a/b");
    expectFault("model-id", "a/b/c", "parts");
    expectFault("model-id", "a/b/", "edgeSlash", "a/b");
    expectFault("model-id", "-a/b", "edge");
    expectFault("model-id", "a/b.", "edge");
    expectFault("model-id", ".a", "edge");
    expectFault("model-id", "a--b/c", "double");
    expectFault("model-id", "a/b..c", "double");
    expectFault("model-id", "a/b.git", "suffix", "a/b");
    expectFault("model-id", "a/b!", "character");
    expectFault("model-id", "a/naïve", "character");
    expectFault("model-id", `a/${"b".repeat(97)}`, "long");
    expectFault("model-id", "x".repeat(2_000_000), "long");
    expectFault("dataset-id", "a/b/c", "parts");
    expectFault("organization", "acme/", "slash", "acme");
    expectFault("organization", "acme/model", "slash", "acme");
    expectFault("organization", "my org", "space", "my-org");
    expectFault("organization", "https://huggingface.co/acme", "url", "acme");
    expectFault("repo-name", "acme/model", "slash", "model");
  });

  test("a suggestion is valid, and what is no ID has a fault", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aB1/-_.@: "), maxLength: 12 });
    fc.assert(
      fc.property(text, (one) => {
        const fault = hubFault(one, "model-id");
        if (fault?.meant !== undefined) assert.equal(hubFault(fault.meant, "model-id"), undefined, one);
        const isValid = VALID.test(one) && !/--|\.\./.test(one);
        const isLocal = /^(?:\.{1,2}(?:\/|$)|\/|[aB]:\/)/.test(one);
        assert.equal(fault === undefined, isValid || isLocal, one);
      }),
      { numRuns: 2000 },
    );
  });
});
