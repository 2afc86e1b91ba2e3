import { faultOf } from "../../model/fault.js";
import { planDocument } from "../../plan/document.js";
import { planOf } from "../../plan/plan.js";
import { t } from "../../text/l10n.js";
import { baseNameOf } from "../../workspace/uris.js";
import { ownRequest } from "./request.js";

/** Longer effective alloys take an editor seconds to show. In UTF-16 code units. */
const MAX_LENGTH = 2_000_000;

/** Writes the effective alloy when our own client asks for it. */
export const effective = ownRequest(
  "forgeAlloy/effective",
  ["textDocument"],
  async (session, { textDocument: { uri } }) => {
    const document = await session.read(uri);
    if (document?.alloy.kind !== "alloy") return null;
    if (document.source.length > MAX_LENGTH) return { text: "", fault: t`This file is too large to plan.` };
    const { alloy } = document;
    if (faultOf(alloy) !== undefined) {
      const fault = alloy.root ? t`The file has syntax errors.` : t`The file is not a JSON object.`;
      return { text: "", fault };
    }
    return { text: planDocument(planOf(alloy), baseNameOf(uri) ?? uri), fault: "" };
  },
);
