import { stageForm as formOf } from "../../features/stage-form.js";
import { ownRequest } from "./request.js";

/** The parameters of a stage, which the preview shows as a form. */
export const stageForm = ownRequest(
  "forgeAlloy/stageForm",
  ["textDocument", "index"],
  async (session, { textDocument: { uri }, index }, token) => {
    const problems = await session.diagnostics.problemsOf(uri, token);
    return session.answer(uri, null, ({ alloy }) => formOf(alloy, index, problems) ?? null);
  },
);
