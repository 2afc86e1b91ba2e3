/** The languages of our files: brackets, and the colors of JSON, to which the server adds what a word means. */
import configuration from "../../language-configuration.json";
import { languages } from "./monaco.js";
import { LANGUAGES } from "./paths.js";

/** JSON with the comments that the server reports. A key is a string with a colon after it. */
const TOKENS: languages.IMonarchLanguage = {
  defaultToken: "",
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, "key"],
      [/"(?:[^"\\]|\\.)*"?/, "string"],
      [/-?\d[\d.eE+-]*/, "number"],
      [/\b(?:true|false|null)\b/, "keyword"],
      [/\/\/.*/, "comment"],
      [/\/\*/, "comment", "@comment"],
      [/[{}[\]]/, "@brackets"],
    ],
    comment: [
      [/[^*]+/, "comment"],
      [/\*\//, "comment", "@pop"],
      [/\*/, "comment"],
    ],
  },
};

export function registerLanguages(): void {
  const { wordPattern, indentationRules, onEnterRules, ...rest } = configuration;
  for (const id of LANGUAGES) {
    languages.register({ id });
    languages.setMonarchTokensProvider(id, TOKENS);
    languages.setLanguageConfiguration(id, {
      ...(rest as unknown as languages.LanguageConfiguration),
      wordPattern: new RegExp(wordPattern.pattern, wordPattern.flags),
      indentationRules: {
        increaseIndentPattern: new RegExp(indentationRules.increaseIndentPattern),
        decreaseIndentPattern: new RegExp(indentationRules.decreaseIndentPattern),
      },
      onEnterRules: onEnterRules.map(({ beforeText, afterText }) => ({
        beforeText: new RegExp(beforeText),
        afterText: new RegExp(afterText),
        action: { indentAction: languages.IndentAction.IndentOutdent },
      })),
    });
  }
}
