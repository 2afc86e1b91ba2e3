/** The page in the preview panel, without what it shows. */
import { env, l10n } from "vscode";

interface PageContent {
  /** CSS that the server has. */
  readonly style: string;
  /** Said instead of a preview; empty if there is nothing to say. */
  readonly note: string;
  /** URI of the script, see `page.ts`. */
  readonly script: string;
}

/** Images are allowed as data only: the page draws a PNG from one. */
export function pageHtml({ style, note, script }: PageContent): string {
  const nonce = nonceOf();
  return `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${l10n.t("Alloy Preview")}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body class="forge-alloy"><p id="note" class="stale" role="status" ${note ? "" : "hidden"}>${note}</p><main></main>
<script nonce="${nonce}" type="module" src="${script}"></script>
</body>
</html>`;
}

function nonceOf(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
