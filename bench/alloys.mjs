// Valid alloys out of a seed: the same seed gives the same text on every machine.

/** The stage in the middle, in which somebody types. */
const EDITED_STAGE = {
  type: "train",
  domain: "code",
  dataset: "example-forge/edited-corpus",
  steps: 751,
  learningRate: "3e-4",
  batchSize: 8,
  scheduler: "linear",
  precision: "fp16",
  sequenceLength: 4096,
};

/**
 * @typedef {{ line: number, character: number }} Position
 * @typedef {{ name: string, text: string, sites: Sites }} Alloy
 * @typedef {object} Sites places in the text; of a generated alloy all in one stage in the middle
 * @property {Position} typing where a letter more or less changes nothing but a free text
 * @property {Position} mistake where a letter more is a mistake, on a line without any other
 * @property {Position} key inside the key of a field: for completion, hover and code actions
 * @property {string} wrong what to type at `mistake`
 */

/**
 * @param {number} stages three or more
 * @param {number} [seed]
 * @returns {Alloy}
 */
export function alloyOf(stages, seed = 1) {
  const random = randomFrom(seed);
  const name = `bench-${stages}-${seed}`;
  const text = `${JSON.stringify(envelope(name, stagesOf(stages, random), random), null, 2)}\n`;
  const edited = text.indexOf("edited-corpus");
  return {
    name,
    text,
    sites: {
      typing: positionAfter(text, "edited-corpus"),
      mistake: positionAfter(text, '"precision": "fp16', edited),
      key: positionAfter(text, '"sched', edited),
      wrong: "x",
    },
  };
}

/** The alloy of at least so many bytes with the fewest stages. */
export function alloyOfSize(bytes, seed = 1) {
  let stages = 3; // the least that has one in the middle
  while (alloyOf(stages, seed).text.length < bytes) stages++;
  return alloyOf(stages, seed);
}

/**
 * An alloy that somebody wrote, with places to type in.
 * @param {string} name
 * @param {string} text
 * @returns {Alloy}
 */
export function alloyFrom(name, text) {
  const typing = positionAfter(text, '"description": "');
  return { name, text, sites: { typing, mistake: positionAfter(text, "{"), key: typing, wrong: ";" } };
}

/** The text of the alloy with its known mistake in it. */
export function withMistake({ text, sites: { mistake, wrong } }) {
  const lines = text.split("\n");
  const line = lines[mistake.line];
  lines[mistake.line] = line.slice(0, mistake.character) + wrong + line.slice(mistake.character);
  return lines.join("\n");
}

function envelope(name, stages, random) {
  return {
    name,
    version: "0.1.0",
    description: `A dense model in ${stages.length} stages, generated for measurements.`,
    author: "example-forge",
    tags: ["code", "dense", random.pick(["gguf", "mlx"])],
    license: "apache-2.0",
    source: {
      baseModel: "Qwen/Qwen3.5-4B",
      architecture: "qwen3_5",
      totalParamsB: 4.2,
      numLayers: 36,
      contextLength: 32768,
      license: "apache-2.0",
    },
    stages,
    hardware: { minVramGb: 12, recommendedVramGb: 16, deviceTargets: ["rtx3060", "rtx4070"] },
    acceptanceCriteria: {
      benchmarks: { humaneval: { min: 0.4, anchorDelta: -3 }, ifeval: { min: 0.35 } },
      hardware: { maxVramGb: 12 },
      integrity: { modelHashRequired: true },
    },
    // Its run is past, so that what an executor would make of it is not told: there is nothing to say about the alloy.
    receipt: { issuedAt: "2026-01-01T00:00:00Z", publications: [] },
  };
}

/** In the order in which phases run, as a careful author writes them. */
function stagesOf(count, random) {
  const inputs = count < 8 ? 0 : Math.ceil(count * 0.05);
  const delivery = count - Math.max(1, Math.floor(count * 0.2));
  return Array.from({ length: count }, (_, index) => {
    if (index === Math.floor(count / 2)) return EDITED_STAGE;
    if (index < inputs) return random.pick(INPUT)(random);
    if (index === delivery) return evaluation(random); // nothing is delivered before it is measured
    return random.pick(index < delivery ? TRANSFORM : DELIVERY)(random);
  });
}

const DEVICES = ["rtx3060", "rtx4070", "rtx4090", "macbook-air-16gb"];
const WORDS = "kestrel plover heron swift teal crane lark wren finch merlin osprey dunlin".split(" ");

const INPUT = [
  (random) => ({
    type: "source-config",
    contextLength: random.pick([8192, 16384, 32768]),
    inputModalities: ["text"],
    tokenizer: `example-forge/tokenizer-${random.word()}`,
    targetBatchSize: random.between(1, 16),
    targetDevices: random.some(DEVICES),
  }),
  (random) => ({
    type: "context-extend",
    targetLength: random.pick([65536, 131072]),
    method: random.pick(["yarn", "ntk", "linear", "dynamic-ntk"]),
    trainingDataset: `example-forge/${random.word()}-long`,
    trainingSteps: random.between(100, 400),
  }),
];

// Each value differs from the field's default and from what the family adapter fills in, so that no
// diagnostic is reported for it.
const TRANSFORM = [
  (random) => ({
    type: "prune",
    strategy: random.pick(["entropy", "magnitude", "gradient", "activation-magnitude"]),
    level: random.between(5, 40) / 100,
    minHeadsPerLayer: random.between(5, 16),
    analysisSteps: random.between(220, 600),
    perLayerNormalized: random.pick([true, false]),
    defragMode: "pad",
    notes: random.sentence(),
  }),
  (random) => ({
    type: "train",
    domain: random.pick(["code", "general", "math"]),
    dataset: `example-forge/${random.word()}-corpus`,
    steps: random.between(50, 450) * 2 + 1,
    learningRate: random.pick(["3e-4", "4e-5", "6e-5"]),
    batchSize: random.between(5, 16),
    scheduler: random.pick(["linear", "constant", "polynomial"]),
    precision: random.pick(["fp16", "fp32"]),
    sequenceLength: random.pick([1024, 4096]),
  }),
  (random) => ({
    type: "lora",
    rank: random.pick([8, 16, 64]),
    alpha: random.pick([16, 32, 128]),
    targetModules: ["q_proj", "v_proj", random.pick(["k_proj", "o_proj", "up_proj"])],
    dataset: `example-forge/${random.word()}-pairs`,
    epochs: random.between(1, 2),
    learningRate: random.pick(["3e-4", "4e-5"]),
    mergeAfter: true,
    notes: random.sentence(),
  }),
];

/** The acceptance criteria ask for the first two benchmarks. */
function evaluation(random) {
  const names = ["humaneval", "ifeval", ...random.some(["bbh", "gpqa", "mmlu_pro"])];
  return {
    type: "eval",
    benchmarks: names.map((name) => ({ name, nShot: random.between(0, 5) })),
    notes: random.sentence(),
  };
}

const DELIVERY = [
  evaluation,
  (random) => ({
    type: "quant",
    format: "gguf",
    quantTypes: random.some(["Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0"]),
    deviceTargets: random.some(DEVICES),
  }),
  (random) => ({
    type: "package",
    format: random.pick(["onnx", "mlx"]),
    optimization: random.pick(["size", "speed"]),
    validateOn: random.some(DEVICES),
    notes: random.sentence(),
  }),
];

/** mulberry32: small, and good enough to vary a document. */
function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least, most) => least + Math.floor(next() * (most - least + 1));
  const pick = (values) => values[between(0, values.length - 1)];
  return {
    between,
    pick,
    word: () => `${pick(WORDS)}-${between(10, 99)}`,
    /** A few of the values, at least one, in their order. */
    some: (values) => {
      const must = pick(values);
      return values.filter((value) => value === must || next() < 0.4);
    },
    sentence: () => `Tried with ${pick(WORDS)} and ${pick(WORDS)} in run ${between(1, 500)}.`,
  };
}

/** @returns {Position} */
function positionAfter(text, part, from = 0) {
  const found = text.indexOf(part, from);
  if (found < 0) throw new Error(`"${part}" is not in the document`);
  const before = text.slice(0, found + part.length);
  return { line: before.split("\n").length - 1, character: before.length - before.lastIndexOf("\n") - 1 };
}
