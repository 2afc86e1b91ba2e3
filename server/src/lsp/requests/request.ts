import type { LanguageSession } from "../language-session.js";
import type { CancellationToken, NotificationType, NotificationType0, RequestType } from "../lsp.js";
import type { OwnNotifications, OwnRequests } from "../protocol.js";

/** How a request of the client is answered. */
export interface RequestHandler {
  readonly method: string;
  /** Parameters that it cannot do without, as paths such as `textDocument` or `context.includeDeclaration`. */
  readonly required: readonly string[];
  handle(session: LanguageSession, params: unknown, token: CancellationToken): unknown;
}

/** What a notification of the client does. */
export interface NotificationHandler {
  readonly method: string;
  readonly required: readonly string[];
  handle(session: LanguageSession, params: unknown): void;
}

/** A request of the protocol. */
export function request<Params, Result, Failure>(
  { method }: RequestType<Params, Result, Failure>,
  required: readonly string[],
  handle: (session: LanguageSession, params: Params, token: CancellationToken) => Result | Promise<Result>,
): RequestHandler {
  return { method, required, handle: handle as RequestHandler["handle"] };
}

/** A request of our own. */
export function ownRequest<Method extends keyof OwnRequests>(
  method: Method,
  required: readonly string[],
  handle: (
    session: LanguageSession,
    params: OwnRequests[Method]["params"],
    token: CancellationToken,
  ) => OwnRequests[Method]["result"] | Promise<OwnRequests[Method]["result"]>,
): RequestHandler {
  return { method, required, handle: handle as RequestHandler["handle"] };
}

/** A notification of the protocol. */
export function notification<Params>(
  { method }: NotificationType<Params> | NotificationType0,
  required: readonly string[],
  handle: (session: LanguageSession, params: Params) => void,
): NotificationHandler {
  return { method, required, handle: handle as NotificationHandler["handle"] };
}

/** A notification of our own. */
export function ownNotification(
  method: keyof OwnNotifications,
  handle: (session: LanguageSession) => void,
): NotificationHandler {
  return { method, required: [], handle };
}
