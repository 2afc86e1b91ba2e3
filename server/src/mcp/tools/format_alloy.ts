import * as z from "zod";
import { format } from "../../features/format.js";
import { applyEdits } from "../../syntax/edits.js";
import { whyUnreadable } from "../../syntax/unreadable.js";
import { Failure } from "../../workspace/failure.js";
import { answerChange, CHANGE, CHANGE_FROM_FILE, WRITE } from "../change.js";
import { SOURCE, sourceOf } from "../source.js";
import { tool } from "../tool.js";

export const formatAlloy = tool({
  name: "format_alloy",
  title: "Format an alloy",
  description:
    "Formats an alloy: two spaces, short arrays on one line. Values keep their spelling and order. Other tools keep the layout of a file, so this is rarely needed.",
  effect: "changes",
  input: z.strictObject({ ...SOURCE, ...WRITE }),
  output: z.object(CHANGE),
  fromFile: CHANGE_FROM_FILE,
  async run({ write, ...given }, { sandbox }) {
    const source = await sourceOf(given, sandbox);
    const fault = whyUnreadable(source.alloy.tree);
    if (fault) throw new Failure(`cannot format ${source.name}: it ${fault}`);
    const result = format(source.alloy, { tabSize: 2, insertSpaces: true });
    if ("refusal" in result) throw new Failure(result.refusal);
    const next = applyEdits(source.text, result.edits);
    const summary = next === source.text ? "Already formatted" : "Formatted";
    return answerChange(source, next, { write, summary });
  },
});
