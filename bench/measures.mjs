// What is measured, phase by phase. Each phase starts servers of its own, so that no figure depends on an earlier phase.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../scripts/process.mjs";
import { alloyFrom, alloyOf, alloyOfSize, withMistake } from "./alloys.mjs";
import { alternate } from "./alternate.mjs";
import { codeAction, completion, hover, symbols, uriOf } from "./requests.mjs";
import { Session } from "./session.mjs";
import { hasMistake, Typist } from "./typist.mjs";

/** ms. A server may still tidy up when it has answered: that counts as its processor time, not as its memory. */
const SETTLE = 100;

/**
 * Times as many turns for what takes as long as waking a process. How long that is depends on the processors where both
 * ends happen to be, which stays so for a turn: many short ones meet all places.
 */
const BRISK = 32;

/** Requests that are answered at once, before they count and then: after a thousand, V8 still compiles what they use. */
const WARM = 2_000;
const MANY = 8_000;

/**
 * @typedef {object} Row
 * @property {string} measure
 * @property {string} document
 * @property {"ms" | "MB"} unit
 * @property {number} [target] ours / best peer, at most
 * @property {Map<string, number[]>} samples by contender; none of one that does not offer it
 */

export class Measures {
  /** @type {Row[]} */
  rows = [];
  /** Keystroke samples by contender, by the number of stages: for the plot. */
  growth = new Map();
  /** Answers about a text with a known mistake, all of which reported it. */
  verified = 0;
  #contenders;
  #budget;
  #turns;

  /**
   * @param {readonly import("./contenders.mjs").Contender[]} contenders
   * @param {{ budget: number, turns: number }} effort `budget`: ms for one measure of one contender
   */
  constructor(contenders, { budget, turns }) {
    this.#contenders = contenders;
    this.#budget = budget;
    this.#turns = turns;
  }

  async all() {
    await this.#reallyValidate();
    await this.#spawn();
    await this.#small();
    await this.#growthOnly();
    await this.#large();
    await this.#huge();
    await this.#openHuge();
    await this.#many();
    await this.#examples();
  }

  /** Figures of a server that does not do the work would mean nothing. */
  async #reallyValidate() {
    for (const alloy of [alloyOfSize(2_500), alloyOf(1_000)]) {
      for (const contender of this.#contenders) {
        const session = await Session.start(contender);
        const [problem] = await opened(session, alloy.name, alloy.text);
        if (problem) throw new Error(`${contender.title} objects to ${alloy.name}: ${problem.message}`);
        this.#mustHaveMistake(session, await opened(session, "wrong", withMistake(alloy)), alloy);
        await session.stop();
      }
    }
  }

  async #spawn() {
    const alloy = alloyOfSize(9_000);
    const text = withMistake(alloy);
    const plan = { budget: 2 * this.#budget, least: 2 * this.#turns, warmUp: 1 };
    const samples = await this.#alternate(this.#contenders, plan, async (contender) => {
      const start = performance.now();
      const session = await Session.start(contender);
      const problems = await opened(session, alloy.name, text);
      const time = performance.now() - start;
      this.#mustHaveMistake(session, problems, alloy);
      await session.stop();
      return time;
    });
    this.#add({ measure: "spawn to first diagnostics", document: "9 KB", target: 0.85 }, samples);
  }

  async #small() {
    const alloy = alloyOfSize(2_500);
    await this.#editing(alloy, async (typists) => {
      const plan = { budget: this.#budget, turns: BRISK * this.#turns, least: 100, warmUp: 300 };
      const samples = await this.#alternate([...typists.keys()], plan, (one) =>
        typists.get(one).diagnostics(),
      );
      this.#add({ measure: "keystroke to diagnostics", document: "2.5 KB", target: 1 }, samples);
      await this.#warmRequests(typists, alloy, "2.5 KB");
      await this.#memory(typists, "2.5 KB");
    });
  }

  async #growthOnly() {
    for (const stages of [10, 100]) {
      await this.#editing(alloyOf(stages), async (typists) => {
        const plan = { budget: this.#budget, least: 50, warmUp: 200 };
        const samples = await this.#alternate([...typists.keys()], plan, (one) =>
          typists.get(one).diagnostics(),
        );
        this.growth.set(stages, byId(samples));
      });
    }
  }

  async #large() {
    await this.#editing(alloyOf(1_000), async (typists) => {
      const plan = { budget: 2 * this.#budget, least: 20, warmUp: 15 };
      const samples = await this.#keystrokesAndCpu(typists, plan, "300 KB", { time: 0.1, cpu: 0.1 });
      this.growth.set(1_000, byId(samples));
      await this.#memory(typists, "300 KB");
    });
  }

  async #huge() {
    const alloy = alloyOf(10_000);
    await this.#editing(alloy, async (typists) => {
      const plan = { budget: 3 * this.#budget, least: 6, warmUp: 4 };
      const samples = await this.#keystrokesAndCpu(typists, plan, "3 MB", { time: 0.02, cpu: 0.02 });
      this.growth.set(10_000, byId(samples));
      await this.#afterEdit(typists, "3 MB", completion(alloy), 0.1);
      await this.#afterEdit(typists, "3 MB", hover(alloy), 0.1);
      await this.#afterEdit(typists, "3 MB", symbols(alloy), 0.5);
      await this.#warmRequests(typists, alloy, "3 MB");
      await this.#memory(typists, "3 MB");
    });
  }

  /** Each time in a server of its own, which has answered about a small document before. */
  async #openHuge() {
    const alloy = alloyOf(10_000);
    const [small, text] = [alloyOfSize(2_500).text, withMistake(alloy)];
    const plan = { budget: this.#budget, warmUp: 0 };
    const samples = await this.#alternate(this.#contenders, plan, async (contender) => {
      const session = await Session.start(contender);
      await opened(session, "small", small);
      const start = performance.now();
      const problems = await opened(session, alloy.name, text);
      const time = performance.now() - start;
      this.#mustHaveMistake(session, problems, alloy);
      await session.stop();
      return time;
    });
    this.#add({ measure: "open to first diagnostics", document: "3 MB", target: 1 }, samples);
  }

  /** Every tenth has a mistake, which must be found. */
  async #many() {
    const alloys = Array.from({ length: 200 }, (_, index) => alloyOf(5 + (index % 20), index + 1));
    const texts = alloys.map((alloy, index) => (index % 10 === 0 ? withMistake(alloy) : alloy.text));
    const memory = new Map(this.#contenders.map((contender) => [contender, []]));
    const plan = { budget: this.#budget, warmUp: 0 };
    const samples = await this.#alternate(this.#contenders, plan, async (contender) => {
      const session = await Session.start(contender);
      await opened(session, "first", alloyOfSize(2_500).text);
      const start = performance.now();
      const answers = await Promise.all(
        texts.map((text, index) => opened(session, `${index}-${alloys[index].name}`, text)),
      );
      const time = performance.now() - start;
      for (let i = 0; i < alloys.length; i += 10) this.#mustHaveMistake(session, answers[i], alloys[i]);
      await sleep(SETTLE);
      memory.get(contender).push(...figure(session.residentMb));
      await session.stop();
      return time;
    });
    this.#add({ measure: "200 alloys opened in a row", document: "2 to 7 KB", target: 0.65 }, samples);
    this.#add({ measure: "resident memory", document: "200 alloys", unit: "MB", target: 1 }, memory);
  }

  /** The alloys of `examples/` that speak the vocabulary which the schemas of the peer know. */
  async #examples() {
    const alloys = readExamples();
    const document = `examples/, ${alloys.length} files`;
    const sessions = await this.#start();
    const openings = await this.#alternate(sessions, { budget: 0, least: 10 }, async (session) => {
      const start = performance.now();
      await Promise.all(alloys.map(({ name, text }) => opened(session, name, text)));
      const time = performance.now() - start;
      for (const { name } of alloys) session.close(uriOf(name));
      return time;
    });
    this.#add({ measure: "all opened in a row", document }, openings);

    const typists = new Map();
    for (const session of sessions) {
      for (const { name, text } of alloys) await opened(session, name, text);
      const list = alloys.map((alloy) => new Typist(session, uriOf(alloy.name), alloy));
      typists.set(session, list);
    }
    const plan = { budget: this.#budget, least: 10 * alloys.length, warmUp: 20 * alloys.length };
    const strokes = await this.#alternate(sessions, plan, (session) => {
      const [next, ...rest] = typists.get(session);
      typists.set(session, [...rest, next]); // one file after the other
      return next.diagnostics();
    });
    this.#count([...typists.values()].flat());
    this.#add({ measure: "keystroke to diagnostics", document }, strokes);
    await stopAll(sessions);
  }

  /** Servers in which one alloy is open and somebody types. */
  async #editing(alloy, measure) {
    const sessions = await this.#start();
    const typists = new Map();
    for (const session of sessions) {
      await opened(session, alloy.name, alloy.text);
      typists.set(session, new Typist(session, uriOf(alloy.name), alloy));
    }
    await measure(typists);
    this.#count([...typists.values()]);
    await stopAll(sessions);
  }

  /** The system counts in hundredths of a second, so only the mean over all strokes says something. */
  async #keystrokesAndCpu(typists, plan, document, target) {
    const spent = new Map([...typists.keys()].map((session) => [session, { ms: 0, strokes: 0 }]));
    let before;
    const sample = (session) => typists.get(session).diagnostics();
    const samples = await this.#alternate([...typists.keys()], plan, sample, {
      before: ({ cpuMs }) => {
        before = cpuMs;
      },
      after: async (session, strokes) => {
        await sleep(SETTLE);
        const sum = spent.get(session);
        sum.ms += session.cpuMs - before;
        sum.strokes += strokes;
      },
    });
    this.#add({ measure: "keystroke to diagnostics", document, target: target.time }, samples);
    const means = new Map([...spent].map(([session, { ms, strokes }]) => [session, figure(ms / strokes)]));
    this.#add({ measure: "server CPU per keystroke", document, target: target.cpu }, means);
    return samples;
  }

  async #afterEdit(typists, document, { name, method, params, check, provider }, target) {
    const sessions = [...typists.keys()].filter(({ capabilities }) => capabilities[provider]);
    const plan = { budget: this.#budget, warmUp: 2 };
    const sample = (session) => typists.get(session).answer(method, params, check);
    const samples = await this.#alternate(sessions, plan, sample);
    this.#add({ measure: `${name} right after an edit`, document, target }, samples);
  }

  /** Asked again and again about a text that does not change and has been checked. */
  async #warmRequests(typists, alloy, document) {
    const sessions = [...typists.keys()];
    const plan = {
      budget: this.#budget / 2,
      turns: BRISK * this.#turns,
      least: 10,
      most: MANY,
      warmUp: WARM,
    };
    for (const session of sessions) await session.diagnostics(uriOf(alloy.name));
    const requests = [
      { ...completion(alloy), target: 1 },
      { ...hover(alloy), target: 1 },
      { ...codeAction(alloy), target: 1.2 },
    ];
    for (const { name, method, params, check, target } of requests) {
      const samples = await this.#alternate(sessions, plan, async (session) => {
        const start = performance.now();
        const answer = await session.request(method, params);
        const time = performance.now() - start;
        check(answer, session);
        return time;
      });
      this.#add({ measure: `${name}, warm`, document, target }, samples);
    }
  }

  async #memory(typists, document) {
    await sleep(SETTLE);
    const figures = new Map([...typists.keys()].map((session) => [session, figure(session.residentMb)]));
    this.#add({ measure: "resident memory", document, unit: "MB", target: 1 }, figures);
  }

  #alternate(subjects, plan, sample, turn) {
    return alternate(subjects, { turns: this.#turns, ...plan }, sample, turn);
  }

  #add(row, samples) {
    this.rows.push({ unit: "ms", ...row, samples: byId(samples) });
    console.log(`${row.measure}, ${row.document}`);
  }

  #mustHaveMistake({ contender }, problems, alloy) {
    if (contender.role === "floor") return;
    if (!hasMistake(problems, alloy))
      throw new Error(`${contender.title} missed the mistake in ${alloy.name}`);
    this.verified++;
  }

  #count(typists) {
    for (const { verified } of typists) this.verified += verified;
  }

  async #start() {
    const sessions = [];
    for (const contender of this.#contenders) sessions.push(await Session.start(contender));
    return sessions;
  }
}

/** Opens a document and waits for its problems. */
async function opened(session, name, text) {
  session.open(uriOf(name), text);
  return session.diagnostics(uriOf(name));
}

async function stopAll(sessions) {
  for (const session of sessions) await session.stop();
}

/** What was measured of a contender, or of a session with it, under the name of the contender. */
function byId(samples) {
  return new Map([...samples].map(([one, list]) => [(one.contender ?? one).id, list]));
}

/** Nothing where the system does not tell. */
function figure(value) {
  return value === undefined || Number.isNaN(value) ? [] : [value];
}

function readExamples() {
  const folder = path.join(ROOT, "examples");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".alloy.json"))
    .map((name) => [path.basename(name, ".alloy.json"), readFileSync(path.join(folder, name), "utf8")])
    .filter(([, text]) => !text.includes('"domains"') || text.includes('"llm-forge"'))
    .map(([name, text]) => alloyFrom(name, text));
}
