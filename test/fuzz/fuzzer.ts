/** Makes up sessions, plays them while it does, and keeps count. */
import type { DocumentVersion } from "../../server/src/lsp/documents.js";
import type { PositionEncoding } from "../../server/src/syntax/lines.js";
import { Random } from "./random.js";
import { type Change, Replay, type Request, type Session, type Step } from "./replay.js";
import type { Library } from "./texts.js";
import { DEEDS, type Desk } from "./typist.js";
import { VIEW_NAMES } from "./views.js";

/** Notifications of one session; then another text is opened. */
const SESSION_LENGTH = 200;
/** Names of the deeds, each repeated according to its weight. */
const CHOICES = Object.entries(DEEDS).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));

/**
 * How often the document is compared, as shares from 0 to 1. Comparing costs more than editing, so it is done
 * in spells, in which nearly every edit is followed by a comparison.
 */
export interface Effort {
  /** Share of the edits that are in a spell with comparisons. */
  readonly watched: number;
  /** Share of the comparisons that include every view. */
  readonly whole: number;
}

/** Average number of edits in a spell, with or without comparisons. */
const SPELL = 12;
/** Share of the edits after which the problems are requested, as a client often does. */
const CHECKED = 0.4;

export interface Counts {
  sessions: number;
  /** Notifications. */
  edits: number;
  changes: number;
  undone: number;
  comparedSome: number;
  comparedAll: number;
  requests: number;
  readonly deeds: Record<string, number>;
}

export function noCounts(): Counts {
  const deeds = Object.fromEntries(Object.keys(DEEDS).map((name) => [name, 0]));
  return {
    sessions: 0,
    edits: 0,
    changes: 0,
    undone: 0,
    comparedSome: 0,
    comparedAll: 0,
    requests: 0,
    deeds,
  };
}

/** A session in which the document was not what it would be if it were opened anew, or something threw. */
export class Found extends Error {
  readonly session: Session;

  constructor(session: Session, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.session = session;
  }
}

/**
 * One session of edits.
 * @throws Found
 */
export function fuzz(seed: number, library: Library, effort: Effort, counts: Counts): void {
  const random = new Random(seed);
  const encoding: PositionEncoding = random.pick(["utf-16", "utf-16", "utf-8", "utf-32"]);
  const text = library.textFor(random);
  const steps: Step[] = [];
  const replay = new Replay({ text, encoding });
  const desk: Desk = {
    random,
    library,
    get document(): DocumentVersion {
      return replay.document;
    },
  };
  let undo: Change[][] = [];
  let redo: Change[][] = [];
  let isWatched = true;

  const apply = (changes: readonly Change[]): Change[] => {
    if (random.chance(1 / SPELL)) isWatched = random.chance(effort.watched);
    const step = withQuestions(
      changes,
      random,
      isWatched ? effort.whole : undefined,
      replay.document.text.length,
    );
    steps.push(step);
    counts.edits++;
    counts.changes += changes.length;
    counts.requests += step.requests?.length ?? 0;
    if (step.compare === "some") counts.comparedSome++;
    else if (step.compare === "all") counts.comparedAll++;
    return replay.apply(step);
  };
  const travel = (from: Change[][], to: Change[][], count: number) => {
    for (let i = 0; i < count; i++) {
      const changes = from.pop();
      if (!changes) return;
      to.push(apply(changes));
      counts.undone++;
    }
  };

  counts.sessions++;
  try {
    while (steps.length < SESSION_LENGTH) {
      if (random.chance(0.12)) travel(undo, redo, random.between(1, 10));
      else if (random.chance(0.08)) travel(redo, undo, random.between(1, 10));
      else {
        const name = random.pick(CHOICES);
        counts.deeds[name] = (counts.deeds[name] ?? 0) + 1;
        for (const changes of DEEDS[name]?.do(desk) ?? []) {
          undo.push(apply(changes));
          redo = [];
        }
      }
      // From a text in ruins there is little to learn.
      if (random.chance(0.01)) {
        apply([{ text: library.textFor(random) }]);
        undo = [];
        redo = [];
      }
    }
    steps.push({ changes: [], compare: "all" });
    replay.apply({ changes: [], compare: "all" });
  } catch (error) {
    throw new Found({ text, encoding, steps }, error);
  }
}

/** @param whole share of the comparisons that include every view; undefined for no comparisons */
function withQuestions(
  changes: readonly Change[],
  random: Random,
  whole: number | undefined,
  length: number,
): Step {
  const requests: Request[] = [];
  if (random.chance(CHECKED)) requests.push({ view: "problems", at: 0 });
  while (random.chance(0.03)) {
    const request = { view: random.pick(VIEW_NAMES), at: random.below(length) };
    requests.push(random.chance(0.2) ? { ...request, older: true } : request);
  }
  const domains = random.chance(0.01) ? random.pick(["known", "unknown"] as const) : undefined;
  const compare =
    whole === undefined || random.chance(0.2) ? undefined : random.chance(whole) ? "all" : "some";
  return {
    changes,
    ...(domains && { domains }),
    ...(requests.length > 0 && { requests }),
    ...(compare && { compare }),
  };
}
