// npm run bench: measures our server beside VS Code's JSON language server, and writes RESULTS.md, growth.svg,
// and the figures in README.md.
//   npm run bench -- --quick     fewer samples, within three minutes
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureInstalled } from "../scripts/prepare.mjs";
import { Failure, main, ROOT, run } from "../scripts/process.mjs";

/** `budget`: ms for one measure of one server, `turns`: how often they take turns within it. */
const EFFORT = { quick: { budget: 450, turns: 3 }, full: { budget: 5_000, turns: 5 } };

await main(async () => {
  const { quick } = options();
  await ensureInstalled();
  await run(process.execPath, ["scripts/build.mjs"], { quiet: true, what: "The build" });
  // These need what has just been installed.
  const { ensurePeers, versionsOf } = await import("./peers.mjs");
  const { contenders } = await import("./contenders.mjs");
  const { machine } = await import("./machine.mjs");
  const { Measures } = await import("./measures.mjs");
  const { report, resultOf } = await import("./report.mjs");
  const { growthPlot } = await import("./plot.mjs");
  const { withFigures } = await import("./readme.mjs");
  await ensurePeers();

  const here = machine();
  const start = Date.now();
  const all = contenders();
  const measures = new Measures(all, quick ? EFFORT.quick : EFFORT.full);
  await measures.all();

  const text = report(
    measures.rows.map((row) => resultOf(row, all)),
    {
      machine: here,
      command: `npm run bench${quick ? " -- --quick" : ""}`,
      peers: versionsOf("vscode-langservers-extracted", "vscode-json-languageservice"),
      verified: measures.verified,
      minutes: (Date.now() - start) / 60_000,
      date: new Date(start),
    },
  );
  const growth = [...measures.growth].map(([stages, samples]) => ({
    stages,
    ...resultOf({ samples }, all),
  }));
  const titles = { ours: "Forge Alloy", peer: "JSON server", floor: "null server" };
  const series = Object.entries(titles).map(([role, title]) => ({
    title,
    role,
    points: growth.map((result) => [result.stages, result[role].p50]),
  }));
  write("growth.svg", growthPlot(series));
  write("RESULTS.md", text);
  write("../README.md", withFigures(readFileSync(path.join(ROOT, "README.md"), "utf8"), text));
  console.log(`\n${text}`);
});
// After a failure servers may still be running: they end with this process.
process.exit();

function write(name, content) {
  writeFileSync(path.join(ROOT, "bench", name), content);
}

function options() {
  try {
    return parseArgs({ options: { quick: { type: "boolean", default: false } } }).values;
  } catch (error) {
    throw new Failure(`${error.message}\nUsage: npm run bench [-- --quick]`);
  }
}
