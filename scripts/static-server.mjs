// Serves a folder on this machine only: `npm start -- --playground`, and the tests of the site.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ttf": "font/ttf",
};

/**
 * Starts to serve.
 * @param {string} folder
 * @param {number} port 0 for any that is free
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` has a slash at its end
 */
export async function serveFolder(folder, port = 0) {
  const server = createServer(async ({ method, url, headers }, response) => {
    const end = (status) => response.writeHead(status).end();
    // Under another name, a page elsewhere could have led its readers here.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? "")) return end(403);
    if (method !== "GET" && method !== "HEAD") return end(405);
    const file = fileAt(folder, url ?? "/");
    if (file === undefined) return end(404);
    try {
      const content = await readFile(file);
      const type = TYPES[path.extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type, "X-Content-Type-Options": "nosniff" });
      response.end(method === "HEAD" ? undefined : content);
    } catch {
      end(404);
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The file that a request means; `undefined` if it is outside the folder. */
function fileAt(folder, url) {
  try {
    const { pathname } = new URL(url, "http://localhost");
    const name = decodeURIComponent(pathname);
    if (name.includes("\0")) return undefined;
    const file = path.join(folder, name.endsWith("/") ? `${name}index.html` : name);
    return file.startsWith(folder + path.sep) ? file : undefined;
  } catch {
    return undefined;
  }
}
