import type { Rule } from "../../lint/rule.js";
import { schemaBooleanAsNumber } from "./boolean-as-number.js";
import { schemaBooleanAsText } from "./boolean-as-text.js";
import { schemaEnum } from "./enum.js";
import { schemaExpected } from "./expected.js";
import { schemaImplausibleNumber } from "./implausible-number.js";
import { schemaNull } from "./null.js";
import { schemaNumberAsBoolean } from "./number-as-boolean.js";
import { schemaNumberAsText } from "./number-as-text.js";
import { schemaOrder } from "./order.js";
import { schemaOther } from "./other.js";
import { schemaRange } from "./range.js";
import { schemaRequired } from "./required.js";
import { schemaType } from "./type.js";
import { schemaWholeFloat } from "./whole-float.js";

/** The rules of the group `schema`. */
export const schemaRules: readonly Rule[] = [
  schemaBooleanAsNumber,
  schemaBooleanAsText,
  schemaEnum,
  schemaExpected,
  schemaImplausibleNumber,
  schemaNull,
  schemaNumberAsBoolean,
  schemaNumberAsText,
  schemaOrder,
  schemaOther,
  schemaRange,
  schemaRequired,
  schemaType,
  schemaWholeFloat,
];
