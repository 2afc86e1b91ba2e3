/** A thread of `forge-alloy check`: gets lists of files, answers with what there is to say about them. */
import { parentPort, workerData } from "node:worker_threads";
import { FileCheck, type FileCheckOptions } from "./file-check.js";

const check = new FileCheck(workerData as FileCheckOptions);

parentPort?.on("message", (files: readonly string[]) => {
  parentPort?.postMessage(files.map((file) => check.check(file)));
});
