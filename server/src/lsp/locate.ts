import { MAX_BYTES } from "../disk/limits.js";
import type { Target } from "../features/navigation.js";
import { LineIndex } from "../syntax/lines.js";
import { parseJson } from "../syntax/parser.js";
import { findMember, parsePointer, type Span, type ValueNode } from "../syntax/tree.js";
import type { Location } from "./lsp.js";
import type { Session } from "./session.js";

/** Where definitions are: in the document, or in vocabulary files, which are next to the server or in the workspace. */
export async function locate(session: Session, uri: string, targets: readonly Target[]): Promise<Location[]> {
  const found = await Promise.all(
    targets.map(async (target): Promise<Location | undefined> => {
      if (target.in === "document") {
        return session.answer<Location | undefined>(uri, undefined, (_, convert) => ({
          uri,
          range: convert.range(target.at),
        }));
      }
      const place = session.answer(uri, undefined, ({ registry }) => registry.domain(target.owner)?.place);
      return locateInVocabulary(session, target.owner, target.pointer, place);
    }),
  );
  return found.filter((location) => location !== undefined);
}

async function locateInVocabulary(
  session: Session,
  owner: string,
  pointer: string,
  place: string | undefined,
): Promise<Location | undefined> {
  const { vocabularies, files } = session.host;
  const uri = place ?? (vocabularies && `${vocabularies}/${encodeURIComponent(owner)}.json`);
  if (!uri) return undefined;
  const read = await files.read(uri, MAX_BYTES.document);
  const text = session.store.documents.get(uri)?.text ?? (read && "text" in read ? read.text : undefined);
  if (text === undefined) return undefined;
  const lines = new LineIndex(text);
  const { start, end } = spanAt(text, pointer);
  const { encoding } = session;
  return { uri, range: { start: lines.positionAt(start, encoding), end: lines.positionAt(end, encoding) } };
}

/** Where a JSON pointer leads in a text: the key of the member, else the value. */
function spanAt(text: string, pointer: string): Span {
  let node: ValueNode | undefined = parseJson(text).root;
  let span: Span = { start: 0, end: 0 };
  for (const step of parsePointer(pointer) ?? []) {
    const member = findMember(node, step);
    const item = node?.kind === "array" ? node.items[Number(step)] : undefined;
    if (!member && !item) return span;
    span = member?.key ?? (item as ValueNode);
    node = member?.value ?? item;
  }
  return { start: span.start, end: span.end };
}
