/** Where the model of an alloy was published. */
import { findValue, type ValueNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";
import { fieldValue, objectsOf, stringField } from "./coerced-fields.js";

/** Repositories of the Hugging Face hub by their URL: `https://huggingface.co/organization/name`. */
const REPOSITORY = /^https:\/\/(?:www\.)?huggingface\.co\/([\w.-]+\/[\w.-]+)(?:[/?#]|$)/i;

/** First steps of paths on the hub that are not the name of an organization. */
const NOT_AN_ORGANIZATION = /^(datasets|spaces|collections|papers|docs|blog|api)\//i;

/**
 * The repositories that an alloy states as those of its model, as `organization/name`: of `receipt.publications`, then of
 * `forgedModelIds`.
 */
export function publishedRepositories({ root }: Alloy): readonly string[] {
  const publications = objectsOf(fieldValue(fieldValue(root, "receipt"), "publications"));
  const published = publications.flatMap((publication) => {
    const [, repo] = REPOSITORY.exec(stringField(publication, "url")?.value ?? "") ?? [];
    return repo === undefined || NOT_AN_ORGANIZATION.test(repo) ? [] : [repo];
  });
  return [...new Set([...published, ...stringsOf(findValue(root, "forgedModelIds"))])];
}

function stringsOf(node: ValueNode | undefined): string[] {
  return node?.kind === "array"
    ? node.items.flatMap((item) => (item.kind === "string" ? [item.value] : []))
    : [];
}
