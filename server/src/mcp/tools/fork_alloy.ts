import path from "node:path";
import * as z from "zod";
import { forkAlloy as fork } from "../../features/fork.js";
import { alloyNameFor } from "../../features/new-alloy.js";
import { faultOf } from "../../model/fault.js";
import { textIn } from "../../syntax/tree.js";
import { Failure } from "../../workspace/failure.js";
import { answerNew, CHANGE, CHANGE_FROM_FILE, WRITE } from "../change.js";
import { SOURCE, sourceOf } from "../source.js";
import { tool } from "../tool.js";

export const forkAlloy = tool({
  name: "fork_alloy",
  title: "Fork an alloy",
  description:
    "Makes a new recipe from an alloy that was run or published: removes results and receipt, and sets derivedFrom. Published alloys are changed in this way only.",
  effect: "creates",
  input: z.strictObject({
    ...SOURCE,
    name: z.string().max(200).optional().describe("Name of the new alloy."),
    version: z.string().max(100).optional().describe("Default: 0.1.0."),
    output: z.string().optional().describe("File to create, ending with .alloy.json."),
    ...WRITE,
  }),
  output: z.object({ ...CHANGE, removed: z.array(z.string()).describe("Fields that were removed.") }),
  fromFile: CHANGE_FROM_FILE,
  async run({ name, version = "0.1.0", output, write, ...given }, { sandbox }) {
    const source = await sourceOf(given, sandbox);
    const { alloy } = source;
    const fault = faultOf(alloy);
    if (fault !== undefined) throw new Failure(`cannot fork ${source.name}: it ${fault}`);
    const own = output === undefined ? undefined : alloyNameFor(path.basename(output));
    const proposed = own ?? `${textIn(alloy.root, "name")?.value || alloyNameFor(source.name)}-fork`;
    const { text, removed } = fork(alloy, { name: name ?? proposed, version });
    const summary = `Forked ${source.name}`;
    const answer = await answerNew(text, { path: output, write, summary }, sandbox);
    return { text: answer.text, data: { ...answer.data, removed: [...removed] } };
  },
});
