import { whyUnreadable } from "../syntax/unreadable.js";
import { t } from "../text/l10n.js";
import type { Alloy } from "./alloy.js";

/**
 * Returns why a document cannot be used as a whole: it has syntax errors, exceeds a limit, or is not an object. A fragment
 * that continues "the file …"; `undefined` if nothing is wrong.
 */
export function faultOf({ tree, root }: Alloy): string | undefined {
  return whyUnreadable(tree) ?? (root ? undefined : t`is not a JSON object`);
}
