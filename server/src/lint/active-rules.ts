import { rules } from "../rules/index.js";
import type { DocumentKind } from "../schema/document-kind.js";
import type { StageType } from "../schema/effective-schema.js";
import type { Remark } from "../schema/validate.js";
import { type CheckSettings, meansCode, type Suppression } from "./configuration.js";
import type { Rule, Severity } from "./rule.js";
import { levelOf } from "./severity.js";

/** A rule that is on, and how grave what it finds is to be. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly level: Severity | undefined;
  readonly suppressions: readonly Suppression[];
}

type ActiveIn<Scope> = ActiveRule & { readonly rule: Extract<Rule, { scope: Scope }> };

/** The enabled rules, by scope. */
export interface ActiveRules {
  readonly document: readonly ActiveIn<"document">[];
  /** Document rules that report what the parser found; `document` does not include them. */
  readonly syntax: readonly ActiveIn<"document">[];
  readonly section: Readonly<Record<Remark, readonly ActiveIn<"section">[]>>;
  readonly stage: readonly ActiveIn<"stage">[];
  /** The rules of `stage` that apply to a stage type, cached on first use. */
  readonly stageByType: WeakMap<StageType, readonly ActiveIn<"stage">[]>;
  /** The rules of `stage` that apply to stages of unknown type. */
  readonly stageOfNoType: readonly ActiveIn<"stage">[];
}

const activeBySettings = new WeakMap<CheckSettings, Map<DocumentKind, ActiveRules>>();

/** Returns the enabled rules for a kind of document; the same object for the same kind and settings. */
export function activeRules(kind: DocumentKind, settings: CheckSettings): ActiveRules {
  const byKind = activeBySettings.get(settings) ?? new Map<DocumentKind, ActiveRules>();
  activeBySettings.set(settings, byKind);
  let active = byKind.get(kind);
  if (!active) {
    active = readActive(kind, settings);
    byKind.set(kind, active);
  }
  return active;
}

function readActive(kind: DocumentKind, settings: CheckSettings): ActiveRules {
  const list = rules.flatMap((rule): ActiveRule[] => {
    const { code, on = "alloy" } = rule;
    const level = levelOf(code, settings.layers);
    if (level === "off" || (on !== "every" && on !== kind)) return [];
    const suppressions = settings.suppressions.filter((suppression) => meansCode(suppression, code));
    return [{ rule, level, suppressions }];
  });
  const of = <Scope extends Rule["scope"]>(scope: Scope) =>
    list.filter(({ rule }) => rule.scope === scope) as readonly unknown[] as ActiveIn<Scope>[];
  const isSyntax = ({ rule }: ActiveIn<"document">) => rule.isSyntax === true;
  const reading = (remark: Remark) => of("section").filter(({ rule }) => rule.reads === remark);
  return {
    syntax: of("document").filter(isSyntax),
    document: of("document").filter((one) => !isSyntax(one)),
    section: {
      findings: reading("findings"),
      coercions: reading("coercions"),
      unknownFields: reading("unknownFields"),
      missingRecommended: reading("missingRecommended"),
      outdated: reading("outdated"),
      defaults: reading("defaults"),
      ambiguous: reading("ambiguous"),
      marked: reading("marked"),
    },
    stage: of("stage"),
    stageByType: new WeakMap(),
    stageOfNoType: of("stage").filter(looksAt(undefined)),
  };
}

/** Those that look at stages of a type. */
export function stageRules(active: ActiveRules, type: StageType | undefined): readonly ActiveIn<"stage">[] {
  if (!type) return active.stageOfNoType;
  let list = active.stageByType.get(type);
  if (!list) {
    list = active.stage.filter(looksAt(type));
    active.stageByType.set(type, list);
  }
  return list;
}

function looksAt(type: StageType | undefined): (one: ActiveIn<"stage">) => boolean {
  return ({ rule }) => rule.of?.(type) ?? true;
}
