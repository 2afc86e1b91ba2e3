import { sceneImage, scenePage } from "../../preview/html.js";
import { sceneMarkdown } from "../../preview/markdown.js";
import { type Scene, sceneOf } from "../../preview/scene.js";
import { ownRequest } from "./request.js";

const FORMATS: Readonly<Record<string, (scene: Scene) => string>> = {
  svg: sceneImage,
  html: scenePage,
  markdown: sceneMarkdown,
};

export const exportPreview = ownRequest(
  "forgeAlloy/export",
  ["textDocument", "format"],
  async (session, { textDocument: { uri }, format }, token) => {
    const problems = await session.diagnostics.problemsOf(uri, token);
    return session.answer(uri, null, ({ alloy }) => {
      const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
      return write ? write(sceneOf(alloy, problems)) : null;
    });
  },
);
