import { SemanticTokensDeltaRequest } from "../lsp.js";
import { request } from "./request.js";
import { tokensOf } from "./semantic-tokens-full.js";

export const semanticTokensDelta = request(
  SemanticTokensDeltaRequest.type,
  ["textDocument", "previousResultId"],
  (session, { textDocument: { uri }, previousResultId }) => {
    const before = session.store.tokens.get(uri);
    const { id, data } = tokensOf(session, uri);
    if (before?.id !== previousResultId) return { resultId: id, data };
    return { resultId: id, edits: difference(before.data, data) };
  },
);

/** One edit: what lies between the common start and the common end. */
function difference(
  before: readonly number[],
  after: readonly number[],
): { start: number; deleteCount: number; data: number[] }[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (start + end === before.length && before.length === after.length) return [];
  return [{ start, deleteCount: before.length - start - end, data: after.slice(start, after.length - end) }];
}
