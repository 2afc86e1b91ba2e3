export interface StaticServer {
  /** With a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves a folder on 127.0.0.1. @param port any that is free, if omitted */
export function serveFolder(folder: string, port?: number): Promise<StaticServer>;
