import assert from "node:assert/strict";
import { Writable } from "node:stream";
import type { Message } from "./lsp.js";
import { StreamWriter } from "./stream-writer.js";

suite("writing of messages", () => {
  const notification: Message = { jsonrpc: "2.0", method: "a" } as Message;
  let pieces: Buffer[][];
  let reader: { requests: number };
  let writer: StreamWriter;
  let lastId: number;

  const answer = () => writer.write({ jsonrpc: "2.0", id: ++lastId, result: null } as Message);
  /** What of `id` and `method` is in each message, piece by piece. */
  const written = () =>
    pieces.map((messages) => messages.map((bytes) => /"(?:id|method)":"?(\w+)/.exec(bytes.toString())?.[1]));

  setup(() => {
    pieces = [];
    reader = { requests: 0 };
    lastId = 0;
    const stream = new Writable({
      write(chunk, _encoding, done) {
        pieces.push([chunk]);
        done();
      },
      writev(chunks, done) {
        pieces.push(chunks.map(({ chunk }) => chunk));
        done();
      },
    });
    writer = new StreamWriter(stream, reader);
  });

  test("each goes out at once while few are waited for", async () => {
    reader.requests = 16;
    await answer();
    await writer.write(notification);
    await answer();
    assert.deepEqual(written(), [["1"], ["a"], ["2"]]);
  });

  test("those of a burst go out together, in order, and the rest one by one", async () => {
    reader.requests = 20;
    const all = [answer(), answer(), writer.write(notification), answer(), answer()];
    assert.deepEqual(written(), []);
    all.push(answer());
    assert.deepEqual(written(), [["1", "2", "a", "3", "4", "5"]]);
    all.push(answer());
    await Promise.all(all);
    assert.deepEqual(written(), [["1", "2", "a", "3", "4", "5"], ["6"]]);
  });

  test("none is held for long where the others are never answered", async () => {
    reader.requests = 100;
    for (const expected of [
      [["1", "2"]],
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ]) {
      void answer();
      await answer(); // the test would end by its time limit
      assert.deepEqual(written(), expected);
    }
  });

  test("each is as long as its header says, whatever its characters", async () => {
    reader.requests = 20;
    const methods = ["é", "a", "€", "\ud800", "😀"];
    await Promise.all(methods.map((method) => writer.write({ jsonrpc: "2.0", method } as Message)));
    const arrived = pieces.flat().map((bytes) => {
      const [head, length] = /^Content-Length: (\d+)\r\n\r\n/.exec(bytes.toString("latin1")) ?? [];
      const body = bytes.subarray(head?.length);
      assert.equal(body.length, Number(length));
      return JSON.parse(body.toString("utf8")).method;
    });
    assert.deepEqual(arrived, methods);
    assert.equal(pieces.length, 1);
  });
});
