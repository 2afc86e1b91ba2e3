// Types into a document as a person does, a letter in and the same letter out again, and checks the answers.

/** In one of so many pairs of keystrokes, the second to begin with, the letter makes a mistake. */
const PAIRS = 10;

export class Typist {
  /** Answers about a text with the known mistake, all of which reported it. */
  verified = 0;
  #session;
  #uri;
  #alloy;
  #strokes = 0;

  /**
   * @param {import("./session.mjs").Session} session in which the document is open
   * @param {string} uri
   * @param {import("./alloys.mjs").Alloy} alloy
   */
  constructor(session, uri, alloy) {
    this.#session = session;
    this.#uri = uri;
    this.#alloy = alloy;
  }

  /** One keystroke, and the time until the problems of the new text are there. */
  async diagnostics() {
    const isMistake = Math.floor(this.#strokes / 2) % PAIRS === 1;
    const isInsertion = this.#strokes % 2 === 0;
    const start = performance.now();
    this.#press(isMistake);
    const problems = await this.#session.diagnostics(this.#uri);
    const time = performance.now() - start;
    this.#verify(problems, isMistake && isInsertion);
    return time;
  }

  /** One keystroke, and the time until the answer about the new text is there. */
  async answer(method, params, check) {
    const start = performance.now();
    this.#press(false);
    const answer = await this.#session.request(method, params);
    const time = performance.now() - start;
    check(answer, this.#session);
    return time;
  }

  /** The letter goes out again where it went in. */
  #press(isMistake) {
    const isInsertion = this.#strokes++ % 2 === 0;
    const { typing, mistake, wrong } = this.#alloy.sites;
    const start = isMistake ? mistake : typing;
    const letter = isMistake ? wrong : "x";
    const end = isInsertion ? start : { ...start, character: start.character + letter.length };
    this.#session.edit(this.#uri, { start, end }, isInsertion ? letter : "");
  }

  #verify(problems, expected) {
    const { role, title } = this.#session.contender;
    if (role === "floor") return;
    if (hasMistake(problems, this.#alloy) !== expected) {
      const what = expected ? "missed the mistake" : "reported a mistake that is gone";
      throw new Error(`${title} ${what} in ${this.#alloy.name}`);
    }
    if (expected) this.verified++;
  }
}

/** Whether the known mistake is reported: as an error or, as VS Code's server does with schemas, a warning. */
export function hasMistake(problems, { sites: { mistake } }) {
  return problems.some(({ severity, range }) => severity <= 2 && range.start.line === mistake.line);
}
