import { createHash } from "node:crypto";
import * as z from "zod";
import { Failure } from "../../workspace/failure.js";
import { SOURCE, sourceOf } from "../source.js";
import { tool } from "../tool.js";

export const hashAlloy = tool({
  name: "hash_alloy",
  title: "Hash an alloy",
  description:
    "Returns the SHA-256 of the exact bytes, which is what publications refer to. Any change of the text, also of blanks, changes it.",
  effect: "reads",
  input: z.strictObject({
    ...SOURCE,
    verify: z.string().optional().describe("Start of the expected hash, at least 8 hex digits."),
  }),
  output: z.object({ file: z.string(), hash: z.string(), matches: z.boolean().optional() }),
  async run({ verify, ...given }, { sandbox }) {
    const { name, text } = await sourceOf(given, sandbox);
    const digest = createHash("sha256").update(text).digest("hex");
    const wanted = verify?.toLowerCase().replace(/^sha256:/, "");
    if (wanted !== undefined && !/^[0-9a-f]{8,64}$/.test(wanted))
      throw new Failure("verify requires at least 8 hex digits of a SHA-256");
    const matches = wanted === undefined ? undefined : digest.startsWith(wanted);
    const verdict =
      matches === undefined ? "" : matches ? ", as expected" : `, which does not start with ${wanted}`;
    return {
      text: `sha256:${digest}${verdict}`,
      data: { file: name, hash: `sha256:${digest}`, ...(matches !== undefined && { matches }) },
    };
  },
});
