import type { Plain } from "./plain.js";
import type { Stage } from "./stage.js";

/**
 * Returns a function that computes something of a stage once, for all versions of the document in which the text of the
 * stage is the same. It must follow from that text and the vocabulary alone; offsets count from the start of the stage.
 */
export function summarize<Value extends Plain>(make: (stage: Stage) => Value): (stage: Stage) => Value {
  return (stage) => {
    const { facts } = stage.summary;
    if (!facts.has(make)) facts.set(make, make(stage.apart));
    return facts.get(make) as Value;
  };
}
