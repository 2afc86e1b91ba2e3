import { domainDraft } from "./domain-draft.js";
import { domainSharedStageType } from "./domain-shared-stage-type.js";
import { domainUnknown } from "./domain-unknown.js";
import { fieldMisspelt } from "./field-misspelt.js";
import { fieldSnakeCase } from "./field-snake-case.js";
import { jsonByteOrderMark } from "./json-byte-order-mark.js";
import { jsonComment } from "./json-comment.js";
import { jsonDuplicateKey } from "./json-duplicate-key.js";
import { jsonSyntax } from "./json-syntax.js";
import { jsonTooDeep } from "./json-too-deep.js";
import { jsonTrailingComma } from "./json-trailing-comma.js";
import type { Rule } from "./rule.js";
import { schemaEnum } from "./schema-enum.js";
import { schemaExpected } from "./schema-expected.js";
import { schemaNull } from "./schema-null.js";
import { schemaNumberAsText } from "./schema-number-as-text.js";
import { schemaOther } from "./schema-other.js";
import { schemaRange } from "./schema-range.js";
import { schemaRequired } from "./schema-required.js";
import { schemaType } from "./schema-type.js";
import { schemaWholeFloat } from "./schema-whole-float.js";
import { stageNone } from "./stage-none.js";
import { stageUndeclaredDomain } from "./stage-undeclared-domain.js";
import { stageUnknownType } from "./stage-unknown-type.js";

/** All that the product can say. */
export const rules: readonly Rule[] = [
  jsonSyntax,
  jsonComment,
  jsonTrailingComma,
  jsonByteOrderMark,
  jsonDuplicateKey,
  jsonTooDeep,
  domainUnknown,
  domainDraft,
  domainSharedStageType,
  stageNone,
  stageUnknownType,
  stageUndeclaredDomain,
  schemaType,
  schemaNull,
  schemaEnum,
  schemaRange,
  schemaRequired,
  schemaExpected,
  schemaOther,
  schemaNumberAsText,
  schemaWholeFloat,
  fieldSnakeCase,
  fieldMisspelt,
];
