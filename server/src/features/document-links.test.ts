import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { documentLinks } from "./document-links.js";

function links(text: string): string[] {
  return documentLinks(alloyOf(text)).map(({ start, end, target }) => {
    const to = "path" in target ? `file ${target.path}` : target.address;
    return `${text.slice(start, end)} → ${to}`;
  });
}

suite("document links", () => {
  test("models, data sets, publications, papers, files", () => {
    assert.deepEqual(
      links(
        '{"source": {"baseModel": "Qwen/Qwen2.5-7B"}, "methodologyPaperUrl": "https://example.org/p.pdf", "calibrationCorpora": [{"id": "a", "path": "calibration/a.jsonl"}], "stages": [{"type": "train", "dataset": "org/set"}, {"type": "lora", "teacher": "org/big"}, {"type": "eval", "benchmarks": [{"name": "a", "samplesPath": "eval/a.jsonl"}]}], "receipt": {"publications": [{"target": "hf", "url": "https://example.org/m"}]}}',
      ),
      [
        "Qwen/Qwen2.5-7B → https://huggingface.co/Qwen/Qwen2.5-7B",
        "https://example.org/p.pdf → https://example.org/p.pdf",
        "calibration/a.jsonl → file calibration/a.jsonl",
        "org/set → https://huggingface.co/datasets/org/set",
        "org/big → https://huggingface.co/org/big",
        "eval/a.jsonl → file eval/a.jsonl",
        "https://example.org/m → https://example.org/m",
      ],
    );
  });

  test("a source of another domain is no model on that site", () => {
    assert.deepEqual(links('{"domains": ["photo-provenance"], "source": {"baseModel": "a/b"}}'), []);
  });

  test("nothing that could run, leave the folder's tree by its root, or break an address", () => {
    for (const value of [
      "javascript:alert(1)",
      "ftp://example.org/x",
      "vscode://a/b",
      "command:x",
      "/etc/passwd",
      "C:\\\\x",
      "file:///x",
      "",
      "\\ud800",
    ]) {
      const text = `{"methodologyPaperUrl": "${value}", "source": {"baseModel": "${value}"}, "results": {"benchmarks": [{"name": "a", "samplesPath": "${value}"}]}}`;
      for (const link of links(text)) assert.doesNotMatch(link, /→ (?!file \ud800|https:\/\/huggingface)/);
    }
    assert.deepEqual(links('{"source": {"baseModel": "a/b c"}}'), []);
    assert.deepEqual(links('{"source": {"baseModel": "a/b'), ["a/b → https://huggingface.co/a/b"]);
  });

  test("an address where a file may stand, and half a name", () => {
    assert.deepEqual(
      links(
        '{"calibrationCorpora": [{"id": "a", "path": "https://example.org/a.jsonl"}], "source": {"baseModel": "qwen',
      ),
      ["https://example.org/a.jsonl → https://example.org/a.jsonl"],
    );
  });
});
