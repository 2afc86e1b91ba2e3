// What a task is, and how one is run.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const FILE = "model.alloy.json";

/**
 * A call of a tool, and what its answer has to show: counts or fields of the structured answer, a pattern in it, or that
 * the tool rejects the call. `any` for a call whose answer does not matter.
 * @typedef {readonly [tool: string, args: object, answer?: RegExp | object | { rejection: RegExp } | "any"]} Call
 *
 * @typedef {object} Task
 * @property {string} title what somebody asks for
 * @property {string | object} [start] the alloy at the start: a file of `examples/`, a text, or a value
 * @property {"examples"} [workspace] a folder of the repository that is the workspace, instead of an empty one
 * @property {readonly Call[]} calls what a competent agent does
 * @property {(alloy: any) => void} [change] turns the alloy at the start into the one that is expected at the end; without
 *   it, and without `result`, the file must stay as it is
 * @property {(alloy: any) => readonly boolean[]} [result] what has to be true of the alloy at the end
 * @property {readonly string[]} [accepted] codes of errors and warnings that the alloy has from the start
 */

/**
 * @param {Task} task
 * @param {(tool: string, args: object, folder: string) => Promise<import("@modelcontextprotocol/client").CallToolResult>} call
 * @returns {Promise<{ title: string, calls: number, sent: number, answers: number[] }>} bytes of arguments and answers
 * @throws {import("node:assert").AssertionError} if an answer or the alloy at the end is not what it should be
 */
export async function runTask({ title, start, workspace, calls, change, result, accepted = [] }, call) {
  const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-task-"));
  const file = path.join(folder, FILE);
  try {
    if (workspace) cpSync(path.join(ROOT, workspace), folder, { recursive: true });
    const text = start === undefined ? undefined : textOf(start);
    if (text !== undefined) writeFileSync(file, text);
    let sent = 0;
    const answers = [];
    for (const [tool, args, expected] of calls) {
      sent += bytes(args);
      const answer = await call(tool, args, folder);
      answers.push(bytes({ content: answer.content, structuredContent: answer.structuredContent }));
      expectAnswer(answer, expected, `${title}: ${tool}`);
    }
    if (change || result) {
      const alloy = JSON.parse(readFileSync(file, "utf8"));
      if (change) {
        const wanted = JSON.parse(text ?? "");
        change(wanted);
        assert.deepEqual(alloy, wanted, title);
      }
      for (const [i, isTrue] of (result?.(alloy) ?? []).entries())
        assert.ok(isTrue, `${title}: result ${i + 1}`);
      const { structuredContent } = await call("check_alloy", { path: FILE }, folder);
      const left = structuredContent.problems.filter(
        ({ code, severity }) => /error|warning/.test(severity) && !accepted.includes(code),
      );
      assert.deepEqual(left, [], `${title}: problems at the end`);
    } else if (text !== undefined) assert.equal(readFileSync(file, "utf8"), text, title);
    else assert.ok(!existsSync(file), title);
    return { title, calls: calls.length, sent, answers };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function textOf(start) {
  if (typeof start !== "string") return `${JSON.stringify(start, undefined, 2)}\n`;
  return start.endsWith(".alloy.json") ? readFileSync(path.join(ROOT, "examples", start), "utf8") : start;
}

function expectAnswer({ isError, content, structuredContent = {} }, expected, what) {
  if (expected === "any") return;
  const text = content.map((part) => part.text).join("\n");
  if (expected?.rejection) {
    assert.ok(isError, what);
    assert.match(text, expected.rejection, what);
    return;
  }
  assert.ok(!isError, `${what}: ${text}`);
  if (expected instanceof RegExp) assert.match(JSON.stringify(structuredContent), expected, what);
  else if (expected)
    for (const [key, value] of Object.entries(expected))
      assert.deepEqual(
        structuredContent[key] ?? structuredContent.summary?.[key],
        value,
        `${what}: ${key}: ${text}`,
      );
}

function bytes(value) {
  return Buffer.byteLength(JSON.stringify(value));
}
