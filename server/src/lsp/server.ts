import type { Host } from "./host.js";
import { LanguageSession } from "./language-session.js";
import type { Connection } from "./lsp.js";
import { NOTIFICATIONS, REQUESTS } from "./requests/index.js";
import { initialize } from "./requests/initialize.js";

/** Serves one client: answers its requests from the core. Ends with the connection. */
export function serve(connection: Connection, host: Host): void {
  const session = new LanguageSession(connection, host);
  connection.onInitialize(
    session.guarded(initialize.method, (params, token) => initialize.handle(session, params, token) as never),
  );
  for (const { method, handle } of REQUESTS)
    session.onRequest(method, (params, token) => handle(session, params, token));
  for (const { method, handle } of NOTIFICATIONS)
    session.onNotification(method, (params) => handle(session, params));
  session.store.settings.whenLate(() => session.changes.settings());
  connection.listen();
}
