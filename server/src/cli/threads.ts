import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { CheckedFile, FileCheck, FileCheckOptions } from "./file-check.js";

/**
 * For so many files it does not pay to start threads. For more, this thread checks none: it would have to compile, and to
 * keep in memory, all that the others do (1,000 real alloys on two busy cores, November 30, 2026: resident memory 148 →
 * 136 MB, CPU 4.7 → 4.5 s).
 */
const ALONE = 100;

/** So many files go to a thread at once. */
const BATCH = 16;

/**
 * What a file leaves behind is garbage as soon as its result is sent, but V8 lets garbage lie as long as there is room,
 * and takes more room the longer a thread runs. A small nursery, and an old space just below the 2 GB from which on V8
 * lets it grow to four times what is in use instead of twice, keep a long run as small as a short one, and no slower.
 */
const LIMITS = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 2000 };

/** What is known from an earlier run. */
export interface Memory {
  get(file: string): CheckedFile | undefined;
  set(file: string, checked: CheckedFile): void;
}

/**
 * Checks files, many of them by as many threads as there are processors, and yields the results in the order of the
 * files. Files are taken as results are fetched, so that memory does not grow with their number.
 */
export async function* checkAll(
  files: AsyncIterable<string>,
  check: FileCheck,
  options: FileCheckOptions,
  memory?: Memory,
): AsyncGenerator<CheckedFile> {
  const iterator = files[Symbol.asyncIterator]();
  const threads: (Thread | undefined)[] = [];
  const count = availableParallelism();
  const pending: Promise<CheckedFile[]>[] = [];
  const ahead = await take(iterator, ALONE + 1);
  // Of the files of a watch, most are known from before.
  let alone = memory || ahead.length <= ALONE ? ALONE : 0;
  let turn = 0;

  const checkBatch = (batch: readonly string[]): Promise<CheckedFile[]> => {
    alone -= batch.length;
    if (alone >= 0) return checkHere(batch, check);
    turn = (turn + 1) % count;
    const thread = threads[turn] ?? new Thread(check, options);
    threads[turn] = thread;
    return thread.check(batch);
  };

  try {
    for (;;) {
      while (pending.length < 2 * count) {
        const batch = ahead.length > 0 ? ahead.splice(0, BATCH) : await take(iterator, BATCH);
        if (batch.length === 0) break;
        pending.push(memory ? remembered(batch, memory, checkBatch) : checkBatch(batch));
      }
      const next = pending.shift();
      if (!next) return;
      yield* await next;
    }
  } finally {
    await Promise.all(threads.map((thread) => thread?.end()));
  }
}

async function remembered(
  batch: readonly string[],
  memory: Memory,
  checkBatch: (batch: readonly string[]) => Promise<CheckedFile[]>,
): Promise<CheckedFile[]> {
  const known = new Map(batch.map((file) => [file, memory.get(file)]));
  const unknown = batch.filter((file) => !known.get(file));
  const checked = unknown.length > 0 ? await checkBatch(unknown) : [];
  unknown.forEach((file, index) => {
    known.set(file, checked[index]);
    memory.set(file, checked[index] as CheckedFile);
  });
  return batch.map((file) => known.get(file) as CheckedFile);
}

async function checkHere(batch: readonly string[], check: FileCheck): Promise<CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const file of batch) checked.push(await check.check(file));
  return checked;
}

async function take(files: AsyncIterator<string>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const { value, done } = await files.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

/** One thread, which answers batches one after the other. Should it end early, the next batch gets a new one. */
class Thread {
  readonly #check: FileCheck;
  readonly #options: FileCheckOptions;
  readonly #waiting: { batch: readonly string[]; resolve(checked: CheckedFile[]): void }[] = [];
  #worker: Worker | undefined;

  /** @param check says what there is to say about files that a thread did not get to */
  constructor(check: FileCheck, options: FileCheckOptions) {
    this.#check = check;
    this.#options = options;
  }

  check(batch: readonly string[]): Promise<CheckedFile[]> {
    return new Promise((resolve) => {
      this.#waiting.push({ batch, resolve });
      this.#worker ??= this.#start();
      this.#worker.postMessage(batch);
    });
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL("worker.cjs", import.meta.url), {
      workerData: this.#options,
      resourceLimits: LIMITS,
    });
    worker.on("message", (checked: CheckedFile[]) => this.#waiting.shift()?.resolve(checked));
    worker.on("error", (error) => {
      this.#worker = undefined;
      for (const { batch, resolve } of this.#waiting.splice(0))
        resolve(batch.map((file) => this.#check.notChecked(file, error)));
    });
    return worker;
  }
}
