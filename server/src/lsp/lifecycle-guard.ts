import {
  type ConnectionOptions,
  ErrorCodes,
  LSPErrorCodes,
  Message,
  type MessageReader,
  MessageType,
  type MessageWriter,
  type RequestMessage,
} from "./lsp.js";
import { areParameters } from "./parameters.js";
import { requiredBy } from "./requests/index.js";

/** An error in the form in which it is sent. */
interface Refusal {
  readonly code: number;
  readonly message: string;
}

/**
 * Passes on the messages that the protocol allows a client to send: complete, at the right time, and with
 * their parameters. A rejected request is answered in its turn, with the error that the protocol defines; a
 * rejected notification is dropped, and the log reports the drop once. Code after the guard does not have to
 * validate messages.
 */
export class LifecycleGuard {
  readonly reader: MessageReader;
  readonly options: ConnectionOptions;
  readonly #writer: MessageWriter;
  readonly #leftOut = new Set<string>();
  #phase: "new" | "open" | "over" = "new";

  constructor(reader: MessageReader, writer: MessageWriter) {
    this.#writer = writer;
    this.reader = {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      listen: (callback) =>
        reader.listen((message) => {
          if (isCancellation(message) && !hasItsParameters(message)) this.#leaveOut(message.method);
          else if (isMessage(message)) callback(message);
          else this.refuse(null, { code: ErrorCodes.InvalidRequest, message: "Invalid message." });
        }),
      dispose: () => reader.dispose(),
    };
    this.options = {
      // Messages are handled in order, so that errors do not overtake earlier answers.
      messageStrategy: {
        handleMessage: (message, next) => {
          const refusal = "method" in message && this.#refusalOf(message as RequestMessage);
          if (!refusal) return next(message);
          if (Message.isRequest(message)) this.refuse(message.id, refusal);
          else this.#leaveOut((message as RequestMessage).method);
        },
      },
      connectionStrategy: {
        cancelUndispatched: (message) => ({
          jsonrpc: "2.0",
          id: (message as RequestMessage).id,
          error: { code: LSPErrorCodes.RequestCancelled, message: "The request was cancelled." },
        }),
      },
    };
  }

  /** Whether the client has ended the session in order. */
  get isOver(): boolean {
    return this.#phase === "over";
  }

  /** @param id `null` if the request cannot be identified */
  refuse(id: RequestMessage["id"], error: Refusal): void {
    this.#send({ id, error });
  }

  #refusalOf(message: RequestMessage): Refusal | undefined {
    const { method } = message;
    if (method === "exit") return undefined;
    const phase = this.#phase;
    if (phase === "over")
      return { code: ErrorCodes.InvalidRequest, message: "The session has been shut down." };
    if (phase === "new" && method !== "initialize")
      return { code: ErrorCodes.ServerNotInitialized, message: "The session is not initialized." };
    if (phase === "open" && method === "initialize")
      return { code: ErrorCodes.InvalidRequest, message: "The session is already initialized." };
    if (!hasItsParameters(message))
      return {
        code: ErrorCodes.InvalidParams,
        message: `Invalid parameters for ${method}.`,
      };
    if (method === "initialize") this.#phase = "open";
    else if (method === "shutdown") this.#phase = "over";
    return undefined;
  }

  #leaveOut(method: string): void {
    // Outside a session, only answers may be sent.
    if (this.#phase !== "open" || this.#leftOut.has(method) || this.#leftOut.size >= MAX_LEFT_OUT) return;
    this.#leftOut.add(method);
    const message = `The client sent ${method} with invalid parameters. The notification was ignored.`;
    this.#send({ method: "window/logMessage", params: { type: MessageType.Error, message } });
  }

  #send(message: object): void {
    // If the client no longer listens, the reader reports it.
    this.#writer.write({ jsonrpc: "2.0", ...message } as Message).catch(() => {});
  }
}

/** Messages that the library answers itself. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "$/cancelRequest": ["id"],
  "$/setTrace": ["value"],
  "window/workDoneProgress/cancel": ["token"],
};

/** Whether a message has the parameters that its method needs. An unknown method requires none. */
function hasItsParameters({ method, params }: { method: string; params?: unknown }): boolean {
  const required = requiredBy(method) ?? (Object.hasOwn(OTHERS, method) ? OTHERS[method] : undefined);
  return required === undefined || areParameters(params, required);
}

/** Maximum number of methods whose dropped notifications are reported; more than the protocol has. */
const MAX_LEFT_OUT = 100;

/** Whether a value is a message; the input may be any JSON value. */
function isMessage(value: unknown): value is Message {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const message = value as Message & { readonly id?: unknown };
  if ("method" in message) return Message.isRequest(message) || Message.isNotification(message);
  return typeof message.id === "number" || typeof message.id === "string" || Message.isResponse(message);
}

function isCancellation(value: unknown): value is { method: string; params?: unknown } {
  return Object(value).method === "$/cancelRequest";
}
