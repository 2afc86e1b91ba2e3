import type { EffectiveSchema } from "./effective-schema.js";
import type { Suggestion } from "./schema.js";

/** A quantization type of llama.cpp. */
interface QuantType {
  /** As llama.cpp spells it; of an alias, the type that it means. */
  readonly name: string;
  /** Bits per weight, measured on an 8B model; undefined if not known. */
  readonly bits: number | undefined;
  /** Other formats than GGUF use the name, too. */
  readonly isShared: boolean;
}

/** Looks quantization types up in the vocabulary's list of them. Case does not matter to llama.cpp. */
class QuantTypes {
  readonly #byName = new Map<string, Suggestion>();
  readonly #byPlainName = new Map<string, string>();

  constructor(list: readonly Suggestion[]) {
    for (const entry of list) {
      const name = String(entry.value);
      this.#byName.set(name.toUpperCase(), entry);
      this.#byPlainName.set(plain(name), name);
    }
  }

  find(name: string): QuantType | undefined {
    const entry = this.#byName.get(name.toUpperCase());
    if (!entry) return undefined;
    const base = entry.sameAs === undefined ? entry : this.#byName.get(entry.sameAs.toUpperCase());
    return {
      name: String(base?.value ?? entry.value),
      bits: base?.bits,
      isShared: entry.isShared === true,
    };
  }

  /** The type that only a slip of separators keeps from being found: `Q4KM`, `q4-k-m`. Digits are never a slip. */
  meant(name: string): string | undefined {
    return this.#byPlainName.get(plain(name));
  }
}

function plain(name: string): string {
  return name.toUpperCase().replace(/[\s_.-]/g, "");
}

const byVocabulary = new WeakMap<EffectiveSchema, Map<string, QuantTypes>>();

/** The types in the list `quantTypes` of a domain. */
export function quantTypesOf(vocabulary: EffectiveSchema, domain: string): QuantTypes {
  const byDomain = byVocabulary.get(vocabulary) ?? new Map<string, QuantTypes>();
  byVocabulary.set(vocabulary, byDomain);
  const types = byDomain.get(domain) ?? new QuantTypes(vocabulary.list("quantTypes", domain));
  byDomain.set(domain, types);
  return types;
}
