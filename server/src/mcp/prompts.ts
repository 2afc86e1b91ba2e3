import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";

/** Ready-made requests, which clients offer to people. */
export function registerPrompts(server: McpServer): void {
  server.registerPrompt(
    "write_recipe",
    {
      title: "Write a recipe",
      description: "Writes an alloy for a base model, a goal, and a device.",
      argsSchema: z.object({
        baseModel: z.string().describe("Hugging Face repository, such as Qwen/Qwen3-8B."),
        goal: z.string().describe("What the model is for, such as Python coding."),
        device: z.string().optional().describe("What it has to run on, such as rtx3060 or 12 GB."),
      }),
    },
    ({ baseModel, goal, device }) =>
      request(`Write a Forge Alloy recipe.
Base model: ${baseModel}
Goal: ${goal}
${device === undefined ? "" : `Device: ${device}\n`}
1. Read the resource forge-alloy://guide.
2. Call list_executors: source.architecture must be one of those. Call new_alloy without template for the templates, and start from the one that fits best.
3. Fill in the source. Do not invent figures: leave out what you do not know. Ask describe_stage and describe_field about what you are not sure of.
4. Choose stages for the goal, and quantization types for the memory of the device (hardware.minVramGb, acceptanceCriteria.maxVramGb).
5. Set acceptanceCriteria for benchmarks that measure the goal, and an eval stage that runs them.
6. Call check_alloy until there are no errors and warnings, then show_alloy, and say what each stage is for.`),
  );
  server.registerPrompt(
    "fix_problems",
    {
      title: "Fix an alloy",
      description: "Fixes the problems of an alloy without guessing.",
      argsSchema: z.object({ path: z.string().describe("Alloy file.") }),
    },
    ({ path }) =>
      request(`Fix the Forge Alloy file ${path}.
1. Call check_alloy. Call explain_rule for what you do not understand.
2. Call fix_alloy, read the diff, and apply it with write: true.
3. For the rest, use edit_alloy if the file itself shows what is meant. Ask me about values that only the author knows; never invent results, scores, or hashes, and never loosen acceptanceCriteria.
4. Call check_alloy again, and list what is left and why.`),
  );
  server.registerPrompt(
    "review_gate",
    {
      title: "Review a gate",
      description: "Says why a model does not ship, and whether its criteria make sense.",
      argsSchema: z.object({ path: z.string().describe("Alloy file.") }),
    },
    ({ path }) =>
      request(`Review the acceptance gate of ${path}.
1. Call evaluate_gate and show_alloy.
2. Explain the verdict: each criterion that failed or could not be evaluated, with the measured value, what was required, and the reason.
3. Say what would lead to ship: a measurement that is missing, a change of the recipe, or nothing. Do not propose to loosen a criterion.
4. Say which criteria are missing for what the alloy claims: benchmarks without a base score, memory, modelHash, samples.`),
  );
}

function request(text: string) {
  return { messages: [{ role: "user" as const, content: { type: "text" as const, text } }] };
}
