import type { Problem } from "../lint/rule.js";
import type { Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Converter } from "./convert.js";
import { type CodeAction, CodeActionKind } from "./lsp.js";
import type { Session } from "./session.js";

/** "Explain …" for each rule with a problem in the range, if the client has a command that shows the page of a rule. */
export function explainActions(
  { options: { explainCommand: command } }: Session,
  span: Span,
  problems: readonly Problem[],
  convert: Converter,
): CodeAction[] {
  if (command === undefined) return [];
  const byCode = new Map<string, Problem>();
  for (const problem of problems)
    if (problem.start <= span.end && problem.end >= span.start && !byCode.has(problem.code))
      byCode.set(problem.code, problem);
  return [...byCode].flatMap(([code, problem]) => {
    const page = convert.rulePage(code);
    if (page === undefined) return [];
    const title = t`Explain ${code}`;
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [convert.diagnostic(problem)],
        command: { title, command, arguments: [page] },
      },
    ];
  });
}
