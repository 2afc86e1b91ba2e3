/** docs/editors.md shows the files that people copy from editors/; `npm run docs` writes them there. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./root.js";

/** Languages of code blocks by the extension of a file. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ".el": "elisp",
  ".json": "json",
  ".kak": "kak",
  ".lua": "lua",
  ".sublime-settings": "json",
  ".toml": "toml",
  ".vim": "vim",
};

/** The text with each block `<!-- from FILE -->` … `<!-- /from -->` written again. */
export function withEditorFiles(text: string): string {
  return text.replace(
    /(<!-- from (editors\/\S+) -->\n)[\s\S]*?(<!-- \/from -->)/g,
    (_, start: string, file: string, end: string) => {
      const content = readFileSync(path.join(ROOT, file), "utf8").replaceAll("\r\n", "\n");
      return `${start}\n\`\`\`${LANGUAGES[path.extname(file)] ?? ""}\n${content}\`\`\`\n\n${end}`;
    },
  );
}
