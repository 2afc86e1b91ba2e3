import { closest } from "../schema/names.js";
import type { KnownFamily } from "./executor.js";

/**
 * The architecture that was probably meant by one that no executor knows: the one with this class name
 * (`Qwen2ForCausalLM`), or with a name that is nearly the same. Undefined if none is near enough.
 */
export function meantArchitecture(
  written: string,
  families: ReadonlyMap<string, Pick<KnownFamily, "family">>,
): string | undefined {
  const byClass = new Map<string, string>();
  for (const [name, { family }] of families)
    for (const className of family.classNames ?? []) byClass.set(className, name);
  const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const exact = [...byClass.keys()].find((className) => isSame(className, written));
  if (exact !== undefined) return byClass.get(exact);
  const near = closest(written, families.keys());
  if (near !== undefined) return near;
  // Another class of the same family, such as Qwen2Model or Qwen2ForTokenClassification.
  const ofFamily = [...byClass].filter(([className]) => isSame(stemOf(className), stemOf(written)));
  const names = new Set(ofFamily.map(([, name]) => name));
  if (names.size === 1) return ofFamily[0]?.[1];
  const className = closest(written, byClass.keys());
  return className === undefined ? undefined : byClass.get(className);
}

/** `Qwen2` of `Qwen2ForCausalLM`. */
function stemOf(className: string): string {
  return className.replace(/(For[A-Z]\w*|(LMHead)?Model)$/, "");
}
