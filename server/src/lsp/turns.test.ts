import assert from "node:assert/strict";
import { Turns } from "./turns.js";

suite("turns", () => {
  const work = (milliseconds: number) => {
    for (const end = performance.now() + milliseconds; performance.now() < end; );
  };

  test("what comes in during long work is handled before the work is done, however many do it", async () => {
    const turns = new Turns();
    let done = 0;
    const workers = Array.from({ length: 8 }, async () => {
      for (let i = 0; i < 10; i++) {
        await turns.next();
        work(6);
        done++;
      }
    });
    const seen: number[] = [];
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(done);
    }
    await Promise.all(workers);
    assert.equal(done, 80);
    assert.ok(turns.count > 20, String(turns.count));
    // Between two turns of the event loop there are a few pieces of work at most.
    for (const [i, count] of seen.entries()) assert.ok(count - (seen[i - 1] ?? 0) <= 4, String(seen));
  });

  test("long pieces have a turn of the event loop each, in their order", async () => {
    const turns = new Turns();
    const order: string[] = [];
    const pieces = ["a", "b", "c"].map(async (name) => {
      await turns.next(true);
      order.push(name);
    });
    const tick = () =>
      setImmediate(() => {
        order.push("-");
        if (order.length < 20) tick();
      });
    tick();
    await Promise.all(pieces);
    assert.match(order.join(""), /^-*a-+b-+c-*$/);
  });

  test("short work does not wait", async () => {
    const turns = new Turns();
    await turns.next();
    const before = turns.count;
    for (let i = 0; i < 100; i++) await turns.next();
    assert.ok(turns.count <= before + 1);
  });
});
