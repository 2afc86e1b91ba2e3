import type { Tool } from "../tool.js";
import { checkAlloy } from "./check_alloy.js";
import { describeField } from "./describe_field.js";
import { describeStage } from "./describe_stage.js";
import { diffAlloys } from "./diff_alloys.js";
import { editAlloy } from "./edit_alloy.js";
import { evaluateGate } from "./evaluate_gate.js";
import { explainRule } from "./explain_rule.js";
import { fixAlloy } from "./fix_alloy.js";
import { forkAlloy } from "./fork_alloy.js";
import { formatAlloy } from "./format_alloy.js";
import { hashAlloy } from "./hash_alloy.js";
import { insertStage } from "./insert_stage.js";
import { listDomains } from "./list_domains.js";
import { listExecutors } from "./list_executors.js";
import { listRules } from "./list_rules.js";
import { listStages } from "./list_stages.js";
import { newAlloy } from "./new_alloy.js";
import { planAlloy } from "./plan_alloy.js";
import { showAlloy } from "./show_alloy.js";
import { verifyAlloy } from "./verify_alloy.js";

/** All tools, in the order in which clients list them. A tool is one file here. */
export const TOOLS: readonly Tool[] = [
  checkAlloy,
  fixAlloy,
  editAlloy,
  insertStage,
  newAlloy,
  forkAlloy,
  formatAlloy,
  evaluateGate,
  verifyAlloy,
  hashAlloy,
  showAlloy,
  planAlloy,
  diffAlloys,
  describeStage,
  describeField,
  listStages,
  listDomains,
  listExecutors,
  listRules,
  explainRule,
];
