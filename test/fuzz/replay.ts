/** Edits of an open document one after the other, as a client sends them, with questions in between. */

import assert from "node:assert/strict";
import { withDomains } from "../../server/src/lint/load-domain.js";
import { type ContentChange, DocumentVersion } from "../../server/src/lsp/documents.js";
import { bundled } from "../../server/src/schema/bundled.js";
import type { Registry } from "../../server/src/schema/registry.js";
import { LineIndex, type PositionEncoding } from "../../server/src/syntax/lines.js";
import { SourceText } from "../../server/src/syntax/source-text.js";
import { WORKSPACE_DOMAIN } from "./texts.js";
import { VIEW_NAMES, type ViewName, view } from "./views.js";

/** So short that the generated texts are kept in parts (see `SourceText`). */
const MAX_MIDDLE = 24;
const DOCUMENT = "file:///a.alloy.json";

/**
 * Replaces [start, end) with `text`. If `end` is omitted, nothing is removed; if `start` is omitted, `text`
 * replaces the whole document. Offsets after the end of the document mean its end.
 */
export interface Change {
  readonly start?: number;
  readonly end?: number;
  readonly text: string;
}

export interface Request {
  readonly view: ViewName;
  readonly at: number;
  /** Sends the request to the previous version of the document. */
  readonly older?: boolean;
}

/** One notification, and what happens after it. */
export interface Step {
  readonly changes: readonly Change[];
  /** The domain files of the workspace come or go. */
  readonly domains?: "known" | "unknown";
  /** What is asked then. */
  readonly requests?: readonly Request[];
  /** What is compared then with a document that is opened with the text as it is. */
  readonly compare?: "some" | "all";
}

/** All that is needed to do the same again. */
export interface Session {
  readonly text: string;
  readonly encoding: PositionEncoding;
  readonly steps: readonly Step[];
}

/** What is compared often: the other views follow from these, if nothing goes wrong on the way. */
const SOME: readonly ViewName[] = ["tree", "problems"];

const withWorkspace = withDomains(
  bundled,
  [{ uri: "file:///lab-batch.json", place: "lab-batch.json", text: WORKSPACE_DOMAIN }],
  true,
);

export class Replay {
  readonly #original: string;
  readonly #encoding: PositionEncoding;
  #registry: Registry = bundled;
  #version = 1;
  #editedAt = 0;
  document: DocumentVersion;
  comparisons = 0;

  constructor({ text, encoding }: Pick<Session, "text" | "encoding">) {
    this.#original = text;
    this.#encoding = encoding;
    this.document = new DocumentVersion(DOCUMENT, this.#version, SourceText.of(text, MAX_MIDDLE), bundled);
  }

  /**
   * Throws where the document is not what it would be if it were opened as it is now.
   * @returns the changes that take it back
   */
  apply({ changes, domains, requests = [], compare }: Step): Change[] {
    const older = this.document;
    const back = this.#change(changes);
    if (domains) {
      this.#registry = domains === "known" ? withWorkspace : bundled;
      this.document = this.document.withRegistry(this.#registry);
    }
    for (const request of requests) {
      const asked = request.older ? older : this.document;
      const answer = view(asked, request.view, request.at);
      if (request.older) {
        const alike = new DocumentVersion(DOCUMENT, 0, SourceText.of(older.text), older.registry, {
          original: SourceText.of(this.#original),
        });
        // The offset of the last edit, which differs here, determines which problems are omitted.
        if (!answer.includes("diagnose/more"))
          same(request.view, answer, view(alike, request.view, request.at));
      }
    }
    if (compare) this.#compare(compare === "all" ? VIEW_NAMES : SOME);
    return back;
  }

  #change(changes: readonly Change[]): Change[] {
    let { text } = this.document;
    const back: Change[] = [];
    const sent: ContentChange[] = [];
    for (const change of changes) {
      if (change.start === undefined) {
        back.unshift({ text });
        sent.push({ text: change.text });
        text = change.text;
        this.#editedAt = 0;
      } else {
        const start = whole(text, change.start);
        const end = Math.max(start, whole(text, change.end ?? start));
        const lines = new LineIndex(text);
        const range = {
          start: lines.positionAt(start, this.#encoding),
          end: lines.positionAt(end, this.#encoding),
        };
        back.unshift({ start, end: start + change.text.length, text: text.slice(start, end) });
        sent.push({ range, text: change.text });
        text = text.slice(0, start) + change.text + text.slice(end);
        this.#editedAt = start;
      }
    }
    if (sent.length > 0) this.document = this.document.changed(++this.#version, sent, this.#encoding);
    // A slice, since to ask for the text as a whole would put its parts together.
    assert.ok(this.document.source.slice() === text, "the text differs");
    return back;
  }

  #compare(names: readonly ViewName[]): void {
    this.comparisons++;
    const { text } = this.document;
    const fresh = new DocumentVersion(DOCUMENT, 0, SourceText.of(text), this.#registry, {
      original: SourceText.of(this.#original),
      editedAt: this.#editedAt,
    });
    for (const name of names)
      same(name, view(this.document, name, this.#editedAt), view(fresh, name, this.#editedAt));
  }
}

/** Plays a recorded session; throws what goes wrong in it. */
export function replay(session: Session): void {
  const player = new Replay(session);
  for (const step of session.steps) player.apply(step);
}

/** A place that a client can name: not between the two characters of a line break, nor in those of a surrogate pair. */
function whole(text: string, offset: number): number {
  const at = Math.min(offset, text.length);
  const pair = text.slice(at - 1, at + 1);
  return at > 0 && (pair === "\r\n" || /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair)) ? at - 1 : at;
}

function same(name: ViewName, edited: string, fresh: string): void {
  if (edited === fresh) return;
  let at = 0;
  while (edited[at] === fresh[at]) at++;
  const part = (text: string) => `…${text.slice(Math.max(at - 100, 0), at + 100)}…`;
  throw new Error(`${name}: after the edits\n  ${part(edited)}\nand opened anew\n  ${part(fresh)}`);
}
