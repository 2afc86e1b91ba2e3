import { InlayHintResolveRequest } from "../lsp.js";
import { request } from "./request.js";

export const inlayHintResolve = request(InlayHintResolveRequest.type, ["label"], (session, hint) => {
  const known = session.store.hints.find(hint.data);
  return known ? { ...hint, tooltip: known.tooltip() } : hint;
});
