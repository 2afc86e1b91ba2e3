// The machine in the words that matter for a measurement: nothing that tells whose machine it is.
import os from "node:os";

export function machine() {
  const cpus = os.cpus();
  const model = cpus[0]?.model.trim() || os.arch();
  return [
    ["Processor", `${model}, ${cpus.length} logical cores`],
    ["Memory", `${Math.round(os.totalmem() / 2 ** 30)} GB`],
    ["System", `${os.type()} ${os.release().split("-")[0]}, ${os.arch()}`],
    ["Node", process.versions.node],
    // Windows always says 0.
    ...(os.loadavg()[0] > 0 ? [["Load before", `${os.loadavg()[0].toFixed(1)}, the mean of a minute`]] : []),
  ];
}
