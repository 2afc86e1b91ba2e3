/** From a long session that goes wrong to a short one that does. */
import { type Change, Replay, replay, type Session, type Step } from "./replay.js";

/** Plays that a search may take. */
const MOST_TRIES = 3000;

/**
 * Leaves out of a session what it goes wrong without: edits, then parts of the text.
 * @param until the time at which to be content, in milliseconds
 */
export function shrink(session: Session, until = Date.now() + 120_000): Session {
  let tries = 0;
  const fails = (candidate: Session) => {
    if (++tries > MOST_TRIES || Date.now() > until) return false;
    try {
      replay(candidate);
      return false;
    } catch {
      return true;
    }
  };
  let best = session;
  for (let size = Number.POSITIVE_INFINITY; sizeOf(best) < size; ) {
    size = sizeOf(best);
    best = lastComparisonOnly(best, fails);
    best = startLater(best, fails);
    best = fewer(best, (one) => one.steps.length, withoutSteps, fails);
    best = fewer(best, (one) => one.text.length, withoutText, fails);
  }
  return best;
}

function sizeOf({ text, steps }: Session): number {
  return text.length + JSON.stringify(steps).length;
}

type Test = (session: Session) => boolean;

/** Delta debugging: takes out halves, quarters, and so on, as long as it goes wrong without them. */
function fewer(
  session: Session,
  length: (session: Session) => number,
  without: (session: Session, from: number, to: number) => Session | undefined,
  fails: Test,
): Session {
  let best = session;
  for (let size = Math.ceil(length(best) / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < length(best); ) {
      const candidate = without(best, from, Math.min(from + size, length(best)));
      if (candidate && fails(candidate)) best = candidate;
      else from += size;
    }
  }
  return best;
}

function lastComparisonOnly(session: Session, fails: Test): Session {
  const steps = session.steps.map(
    ({ compare: _, requests: __, ...step }, index): Step =>
      index === session.steps.length - 1 ? { ...step, compare: "all" } : step,
  );
  const candidate = { ...session, steps };
  return fails(candidate) ? candidate : session;
}

/** The latest step before which the text can be opened as it is then. */
function startLater(session: Session, fails: Test): Session {
  const { encoding, steps } = session;
  let best = session;
  for (let count = steps.length - 1; count > 0; count = Math.floor(count / 2)) {
    const player = new Replay(session);
    for (const { changes, domains } of steps.slice(0, count))
      player.apply({ changes, ...(domains && { domains }) });
    const candidate = { text: player.document.text, encoding, steps: steps.slice(count) };
    if (!fails(candidate)) continue;
    best = candidate;
    break;
  }
  return best;
}

function withoutSteps(session: Session, from: number, to: number): Session {
  return { ...session, steps: session.steps.filter((_, index) => index < from || index >= to) };
}

/**
 * Returns the session without [from, to) of its initial text, with the offsets of the edits adjusted;
 * undefined if an edit reaches into the removed range.
 */
function withoutText(session: Session, from: number, to: number): Session | undefined {
  let [start, end] = [from, to];
  const size = end - start;
  let isGone = false;
  const steps: Step[] = [];
  for (const step of session.steps) {
    const changes: Change[] = [];
    for (const change of step.changes) {
      const at = change.start;
      if (at === undefined || isGone) {
        isGone = true;
        changes.push(change);
        continue;
      }
      const until = change.end ?? at;
      if (until <= start) {
        changes.push(change);
        const delta = change.text.length - (until - at);
        start += delta;
        end += delta;
      } else if (at >= end) changes.push({ ...change, start: at - size, end: until - size });
      else return undefined;
    }
    steps.push({ ...step, changes });
  }
  return { ...session, text: session.text.slice(0, from) + session.text.slice(to), steps };
}
