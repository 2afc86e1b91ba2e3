import { referencesIn } from "../../lint/read-configuration.js";
import type { ReferenceList, UnresolvedReason } from "../../lint/reference.js";
import { rule } from "../../lint/rule.js";
import { t } from "../../text/l10n.js";

/** What a configuration builds on, and does not get, would be missing without a word. */
export const configurationUnresolvedReference = rule<{
  readonly path: string;
  readonly list: ReferenceList;
  readonly reason: UnresolvedReason;
}>({
  code: "configuration/unresolved-reference",
  severity: "error",
  summary: "A configuration refers to a file that cannot be used",
  explanation:
    "`extends` lists configurations, `domains` domain files, and `executors` executor profiles: as files or folders with a relative path, or as packages in `node_modules` of the folder or of one above. None of them may be outside the root: the workspace folder in an editor; on the command line, the nearest folder with `.git`, else the current folder. Anything that cannot be used is ignored.",
  examples: {
    bad: [
      {
        text: '{"extends": ["./a.json", ‹"../b.json"›]}',
        context: { unresolved: [{ list: "extends", index: 1, reason: "outside" }] },
      },
      {
        text: '{"domains": [‹"@lab/domains"›]}',
        context: { unresolved: [{ list: "domains", index: 0, reason: "missing" }] },
      },
      {
        text: '{"executors": [‹"farm.json"›]}',
        context: { unresolved: [{ list: "executors", index: 0, reason: "unreadable" }] },
      },
      {
        text: '{"extends": [‹"./config.json"›]}',
        context: { unresolved: [{ list: "extends", index: 0, reason: "circular" }] },
      },
      {
        text: '{"extends": [‹"./more.json"›]}',
        context: { unresolved: [{ list: "extends", index: 0, reason: "too-many" }] },
      },
    ],
    good: ['{"extends": ["./strict.json"], "domains": ["@lab/domains"]}'],
  },
  on: "configuration",
  scope: "document",
  check({ root }, report, { unresolved = [] }) {
    if (unresolved.length === 0) return;
    for (const { list, index, node } of referencesIn(root)) {
      const found = unresolved.find((one) => one.list === list && one.index === index);
      if (found) report(node, { path: node.value, list, reason: found.reason });
    }
  },
  message: ({ path, list, reason }) => {
    switch (reason) {
      case "missing":
        return list === "extends"
          ? t`Cannot use "${path}": no such file, and no package with this name in "node_modules".`
          : t`Cannot use "${path}": no such JSON file, and no package with this name in "node_modules".`;
      case "outside":
        return t`Cannot use "${path}": it is outside the workspace.`;
      case "unreadable":
        return t`Cannot use "${path}": the file cannot be read.`;
      case "circular":
        return t`Cannot use "${path}": it extends this configuration, directly or through others.`;
      case "too-many":
        return t`Cannot use "${path}": too many configurations are extended.`;
    }
  },
});
