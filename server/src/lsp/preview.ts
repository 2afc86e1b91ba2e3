import type { TextDocumentIdentifier } from "vscode-languageserver";
import { newAlloy, templatesOf } from "../features/new-alloy.js";
import { evaluateGate, type GateEvaluation, gateSummary } from "../lint/gate-evaluation.js";
import { acceptanceOf } from "../model/acceptance.js";
import { checkWords } from "../model/gate-words.js";
import { sceneHtml, sceneImage, scenePage } from "../preview/html.js";
import { sceneMarkdown } from "../preview/markdown.js";
import { type Scene, sceneOf } from "../preview/scene.js";
import { PAGE_STYLE, STYLE } from "../preview/style.js";
import { findValue, textIn } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Diagnostics } from "./diagnostics.js";
import type { Session } from "./session.js";

const EXPORTS: Readonly<Record<string, (scene: Scene) => string>> = {
  svg: sceneImage,
  html: scenePage,
  markdown: sceneMarkdown,
};

/** Answers what our own client shows beside the text: the picture, the state of an alloy, templates for new ones. */
export function servePreview(session: Session, diagnostics: Diagnostics): void {
  session.onRequest("forgeAlloy/previewStyle", () => STYLE + PAGE_STYLE);

  session.onRequest("forgeAlloy/preview", async ({ textDocument: { uri }, room }: PreviewParams, token) => {
    const problems = await diagnostics.problemsOf(uri, token);
    return session.answerAnySize(uri, null, ({ alloy, version, isLarge }) => ({
      version,
      html: isLarge
        ? `<p>${t`This file is too large to preview.`}</p>`
        : sceneHtml(sceneOf(alloy, problems), room),
      isBroken: alloy.tree.problems.length > 0,
    }));
  });

  session.onRequest("forgeAlloy/export", async ({ textDocument: { uri }, format }: ExportParams, token) => {
    const problems = await diagnostics.problemsOf(uri, token);
    return session.answer(uri, null, ({ alloy }) => {
      const write = Object.hasOwn(EXPORTS, format) ? EXPORTS[format] : undefined;
      return write ? write(sceneOf(alloy, problems)) : null;
    });
  });

  session.onRequest("forgeAlloy/status", ({ textDocument: { uri } }: Params) =>
    session.answer(uri, null, ({ alloy }) => ({
      domains: alloy.declaredDomains.map(({ id, domain }) => ({ id, isKnown: domain !== undefined })),
      gate: acceptanceOf(alloy) ? gateStatus(evaluateGate(alloy)) : null,
      trust: textIn(findValue(findValue(alloy.root, "results"), "integrity"), "trustLevel")?.value ?? null,
    })),
  );

  session.onRequest("forgeAlloy/gate", ({ textDocument: { uri } }: Params) =>
    session.answer(uri, null, ({ alloy }) => {
      const evaluation = evaluateGate(alloy);
      const checks = evaluation.checks.map((check) => ({ state: check.state, message: checkWords(check) }));
      const errors = evaluation.errors.map(({ message }) => ({ state: "invalid", message }));
      return { ...gateStatus(evaluation), checks: [...errors, ...checks] };
    }),
  );

  session.onRequest("forgeAlloy/templates", async ({ uri, name }: { uri: string; name?: string }) =>
    templatesOf(await session.registries.of(uri)).map((template) => ({
      label: template.label,
      description: template.description,
      domain: template.domain ?? null,
      text: newAlloy(template, name ?? template.label),
    })),
  );
}

function gateStatus(evaluation: GateEvaluation) {
  return { verdict: evaluation.verdict, summary: gateSummary(evaluation) };
}

interface Params {
  readonly textDocument: TextDocumentIdentifier;
}

interface PreviewParams extends Params {
  /** How wide the page is, in CSS pixels; left out before it is known. */
  readonly room?: number;
}

interface ExportParams extends Params {
  readonly format: string;
}
