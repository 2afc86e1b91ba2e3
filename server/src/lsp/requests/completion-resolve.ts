import { documentationOf } from "../convert.js";
import { CompletionResolveRequest } from "../lsp.js";
import { request } from "./request.js";

export const completionResolve = request(CompletionResolveRequest.type, ["label"], (session, item) => {
  const known = session.store.completions.find(item.data);
  return known ? { ...item, ...documentationOf(known, session.support) } : item;
});
