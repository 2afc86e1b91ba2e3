import type { CodeAction as CoreAction } from "../features/code-actions/code-action.js";
import { t } from "../text/l10n.js";
import type { Converter } from "./convert.js";
import type { CodeAction } from "./lsp.js";
import type { Session } from "./session.js";

/** What an action changes; and what the client selects then, if it has a command for that. */
export function effectOf(
  { options: { selectCommand } }: Session,
  { edits, selection }: Pick<CoreAction, "edits" | "selection">,
  convert: Converter,
): Pick<CodeAction, "edit" | "command"> {
  const edit = convert.changes(edits);
  if (!selection || selectCommand === undefined) return { edit };
  const range = convert.rangeAfter(edits, selection);
  return { edit, command: { title: t`Select`, command: selectCommand, arguments: [convert.uri, range] } };
}
