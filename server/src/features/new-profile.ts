import type { Alloy } from "../model/alloy.js";
import { knownFamilies, profilesFor } from "../model/executor.js";
import { bundled } from "../schema/bundled.js";
import type { ExecutorProfile } from "../schema/executor-profile.js";
import { own } from "../schema/schema.js";
import { type Edit, insertMembers } from "../syntax/edits.js";
import { indentAt } from "../syntax/style.js";
import { findMember } from "../syntax/tree.js";
import { escapeSnippet } from "./completion/snippet.js";

/** A text that the author completes: as it is, and with a tab stop at each value to decide. */
export interface Draft {
  readonly text: string;
  readonly snippet: string;
}

/** The text of a profile file to begin with, as `forge-alloy executors new` writes it. */
export function starterProfile(id: string): string {
  const reference = bundled.executors.active[0];
  const dense = Object.values(reference?.architectures ?? {}).find(({ moe, adapter }) => !moe && adapter);
  const family = {
    title: "My Family, dense",
    classNames: ["MyFamilyForCausalLM"],
    moe: false,
    stages: dense?.stages ?? [],
    adapter: "my-family",
  };
  const profile = {
    id,
    title: titleOf(id),
    description: `What ${id} runs: describe it here. \`source.architecture\` of an alloy selects the family.`,
    extends: "reference",
    architectures: { my_family: family },
    adapters: {
      "my-family": {
        stages: own(reference?.adapters, dense?.adapter ?? "")?.stages ?? [],
        assumedParamsB: 7,
        bySize: [
          { belowParamsB: 10, fills: { steps: 300, learningRate: "1e-4" } },
          { fills: { steps: 150, learningRate: "2e-5" } },
        ],
      },
    },
  };
  return `${JSON.stringify(profile, null, 2)}\n`;
}

/** A new profile with the architecture of an alloy that no executor knows. */
export function draftProfile(alloy: Alloy, architecture: string): Draft & { readonly id: string } {
  const base = baseOf(alloy);
  const profile = {
    id: "local",
    title: stop("Executor of this workspace"),
    name: "the local executor",
    ...(base && { extends: base.id }),
    architectures: { [unmarked(architecture)]: familyOf(alloy, architecture) },
  };
  return { id: profile.id, ...draftOf(`${JSON.stringify(profile, null, 2)}\n`) };
}

/**
 * The same, added to a profile that is there.
 * @param profile the document of the profile
 * @returns nothing if its architectures cannot be read, or if it has this one
 */
export function draftArchitecture(profile: Alloy, alloy: Alloy, architecture: string): Edit | undefined {
  const { root, tree } = profile;
  const member = findMember(root, "architectures");
  const list = member?.value;
  if (!root || (member && list?.kind !== "object")) return undefined;
  if (list?.kind === "object" && findMember(list, architecture)) return undefined;
  const name = unmarked(architecture);
  const family = familyOf(alloy, architecture);
  const [edit] =
    list?.kind === "object"
      ? insertMembers(tree, list, list.members.length, [[name, family]])
      : insertMembers(tree, root, root.members.length, [["architectures", { [name]: family }]]);
  return edit && { ...edit, ...draftOf(edit.text, indentAt(tree.text, edit.start)) };
}

/** The profile that a new one builds on: the one that takes precedence. */
function baseOf(alloy: Alloy): ExecutorProfile | undefined {
  return alloy.vocabulary.domains.flatMap((domain) => profilesFor(alloy.registry, domain)).at(-1);
}

/** What the alloy lets suppose about its family; each value is a tab stop. */
function familyOf(alloy: Alloy, architecture: string): Record<string, unknown> {
  const moe = findMember(findMember(alloy.root, "source")?.value, "isMoE")?.value;
  const isMoe = moe?.kind === "boolean" && moe.value;
  return {
    title: stop(architecture),
    classNames: [stop(`${classNameOf(architecture)}ForCausalLM`)],
    moe: stop(isMoe),
    stages: stagesFor(alloy, isMoe).map(stop),
  };
}

/** The stage types of the alloy that do not run for every architecture; else those of a similar family. */
function stagesFor(alloy: Alloy, isMoe: boolean): readonly string[] {
  const base = baseOf(alloy);
  const others = new Set([...(base?.anyArchitecture ?? []), ...(base?.skipped ?? [])]);
  const used = alloy.usedTypes.map(({ name }) => name).filter((name) => !others.has(name));
  if (used.length > 0) return used;
  const similar = [...knownFamilies(alloy).values()].find(({ family }) => family.moe === isMoe);
  return similar?.family.stages ?? [];
}

/** `Gemma4` of `gemma4`, `AcmeMoe` of `acme_moe`. */
function classNameOf(architecture: string): string {
  return architecture
    .split(/[_\s-]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

function titleOf(id: string): string {
  return id
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(" ");
}

/**
 * Private-use characters that mark the start (`OPEN`) and the end (`CLOSE`) of a value that the author has to
 * decide. `RAW` after `OPEN` marks a value that is not a string.
 */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const RAW = "\uE002";
const STOPS = /"\uE000\uE002([^\uE001]*)\uE001"|\uE000([^\uE001]*)\uE001/g;

function stop(value: string | boolean): string {
  return `${OPEN}${typeof value === "string" ? "" : RAW}${unmarked(String(value))}${CLOSE}`;
}

function unmarked(text: string): string {
  return text.replace(/[\uE000-\uE002]/g, "");
}

/** @param indent of the line in which the text begins: clients add it to each line of a snippet */
function draftOf(marked: string, indent = ""): Draft {
  let stops = 0;
  let snippet = "";
  let end = 0;
  const relative = indent === "" ? marked : marked.replaceAll(`\n${indent}`, "\n");
  for (const found of relative.matchAll(STOPS)) {
    const value = found[1] ?? found[2] ?? "";
    snippet += `${escapeSnippet(relative.slice(end, found.index))}\${${++stops}:${escapeSnippet(value)}}`;
    end = found.index + found[0].length;
  }
  snippet += escapeSnippet(relative.slice(end));
  return { text: marked.replace(STOPS, (_, raw?: string, text?: string) => raw ?? text ?? ""), snippet };
}
