import type { Rule } from "../../lint/rule.js";
import { jsonByteOrderMark } from "./byte-order-mark.js";
import { jsonComment } from "./comment.js";
import { jsonDuplicateKey } from "./duplicate-key.js";
import { jsonSyntax } from "./syntax.js";
import { jsonTooDeep } from "./too-deep.js";
import { jsonTrailingComma } from "./trailing-comma.js";

/** The rules of the group `json`. */
export const jsonRules: readonly Rule[] = [
  jsonSyntax,
  jsonComment,
  jsonTrailingComma,
  jsonByteOrderMark,
  jsonDuplicateKey,
  jsonTooDeep,
];
