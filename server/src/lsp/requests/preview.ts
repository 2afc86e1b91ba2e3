import { sceneHtml } from "../../preview/html.js";
import { sceneOf } from "../../preview/scene.js";
import { t } from "../../text/l10n.js";
import { ownRequest } from "./request.js";

export const preview = ownRequest(
  "forgeAlloy/preview",
  ["textDocument"],
  async (session, { textDocument: { uri }, room }, token) => {
    const problems = await session.diagnostics.problemsOf(uri, token);
    return session.answerAnySize(uri, null, ({ alloy, version, isLarge }) => ({
      version,
      html: isLarge
        ? `<p>${t`This file is too large to preview.`}</p>`
        : sceneHtml(sceneOf(alloy, problems), room),
      isBroken: alloy.tree.problems.length > 0,
    }));
  },
);
