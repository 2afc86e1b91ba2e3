/** The texts that edits start from: the examples, the real alloys where they are at hand, and long ones made of both. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isJson } from "../../server/src/testing/fixtures.js";
import type { Random } from "./random.js";

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const EXAMPLES = path.join(ROOT, "examples");
/** Does not come with the project. */
const CORPUS = path.join(ROOT, "../shared/corpus");

/** A key and its value, or the first item of its list. */
export const FIELD = /"(\w+)": \[?\s*("(?:[^"\\\n]|\\.)*"|[\w.-]+)/g;

interface Alloy {
  readonly stages?: readonly object[];
}

export const EXAMPLE_TEXTS: readonly string[] = textsIn(EXAMPLES);

/** A domain that only the workspace knows; one of the examples speaks it. */
export const WORKSPACE_DOMAIN = readFileSync(
  path.join(EXAMPLES, ".forge-alloy/domains/lab-batch.json"),
  "utf8",
);

export function corpusTexts(): string[] {
  return existsSync(CORPUS) ? textsIn(CORPUS) : [];
}

/** Texts to edit, and what to type and paste into them. */
export class Library {
  readonly texts: readonly string[];
  readonly #alloys: readonly Alloy[];
  /** Every stage of the texts, as it would be typed. */
  readonly stages: readonly object[];
  /** Every key and every string of the texts, with quotes. */
  readonly words: readonly string[];
  /** Values of each key in the texts, as they are written there. */
  readonly #values = new Map<string, string[]>();

  constructor(texts: readonly string[]) {
    this.texts = texts;
    this.#alloys = texts.filter(isJson).map((text) => JSON.parse(text) as Alloy);
    this.stages = this.#alloys.flatMap(({ stages }) => stages ?? []);
    this.words = [...new Set(texts.flatMap((text) => text.match(/"(?:[^"\\\n]|\\.){1,40}"/g) ?? []))];
    for (const [, key, value] of texts.flatMap((text) => [...text.matchAll(FIELD)])) {
      const values = this.#values.get(key as string) ?? [];
      this.#values.set(key as string, values);
      if (!values.includes(value as string)) values.push(value as string);
    }
  }

  /**
   * Returns the values of a key in the texts, as they are written there; all words if no text has the key.
   */
  valuesOf(key: string): readonly string[] {
    return this.#values.get(key) ?? this.words;
  }

  /** Returns one of the texts unchanged (95%), or an alloy of 100 to 200 stages. */
  textFor(random: Random): string {
    if (random.chance(0.95)) return random.pick(this.texts);
    return this.longAlloy(random, random.between(100, 200));
  }

  longAlloy(random: Random, count: number): string {
    const envelope = random.pick(this.#alloys);
    const stages = Array.from({ length: count }, () => random.pick(this.stages));
    return JSON.stringify({ ...envelope, stages }, null, random.pick([0, 2, 2, 4, "\t"]));
  }
}

function textsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".alloy.json"))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), "utf8"));
}
