/** A thread of `forge-alloy check`: gets lists of files, answers with what there is to say about them. */
import { parentPort, workerData } from "node:worker_threads";
import { FileCheck, type FileCheckOptions } from "./file-check.js";

const opening = FileCheck.open(workerData as FileCheckOptions);
let last: Promise<unknown> = opening;

// Answers go out in the order of the lists.
parentPort?.on("message", (files: readonly string[]) => {
  last = last.then(async () => {
    const check = await opening;
    const checked = [];
    for (const file of files) checked.push(await check.check(file));
    parentPort?.postMessage(checked);
  });
});
