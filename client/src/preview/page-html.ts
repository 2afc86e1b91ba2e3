/** The pages in our panels, without their content. */
import { env } from "vscode";

interface PageContent {
  readonly title: string;
  /** CSS that the server has. */
  readonly style: string;
  /** Said instead of a preview; empty if there is nothing to say. */
  readonly note: string;
  /** URI of the script, see `page.ts`. */
  readonly script: string;
  /** Whether the page may show images from `data:` URLs: the preview draws a PNG from one. */
  readonly showsData?: boolean;
}

/** Returns a page that runs our own script only and loads nothing else. */
export function pageHtml({ title, style, note, script, showsData = false }: PageContent): string {
  const nonce = nonceOf();
  return `<!DOCTYPE html>
<html lang="${env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; ${showsData ? "img-src data:; " : ""}style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${title}</title>
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
