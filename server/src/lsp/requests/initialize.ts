import type { PositionEncoding } from "../../syntax/lines.js";
import { localize, localizeWith, type ShippedTable } from "../../text/l10n.js";
import { canonical } from "../../workspace/uris.js";
import { capabilitiesFor } from "../capabilities.js";
import { type ClientCapabilities, InitializeRequest } from "../lsp.js";
import type { InitializationOptions, Session } from "../session.js";
import { request } from "./request.js";

const ENCODINGS: readonly string[] = ["utf-16", "utf-8", "utf-32"] satisfies PositionEncoding[];

export const initialize = request(InitializeRequest.type, ["capabilities"], async (session, params) => {
  const { store, host } = session;
  session.client = params.capabilities ?? {};
  session.options = (params.initializationOptions as InitializationOptions | null) ?? {};
  await localizeFor(session, params.locale);
  session.encoding = encodingFor(session.client);
  store.workspaceFolders =
    params.workspaceFolders?.map(({ uri }) => canonical(uri)) ??
    (params.rootUri ? [canonical(params.rootUri)] : []);
  store.projects.isTrusted = session.options.isTrusted !== false;
  store.settings.initialize(session.client.workspace?.configuration === true, session.options.settings);
  return {
    serverInfo: { name: "forge-alloy-language-server", version: host.version },
    capabilities: capabilitiesFor(session.client, session.support, session.encoding),
  };
});

/** Takes the table of the client, or of its language, or of its main one (`de` for `de-AT`); otherwise, all is English. */
async function localizeFor({ options, host }: Session, locale: string | undefined): Promise<void> {
  if (options.translations !== undefined) {
    localize(Object(options.translations));
    return;
  }
  const names = new Set([locale, locale?.split(/[-_]/)[0]]);
  let shipped: ShippedTable | undefined;
  for (const name of names)
    if (name && /^[\w-]+$/.test(name)) shipped ??= await host.translations?.(name.toLowerCase());
  localizeWith(shipped);
}

function encodingFor(client: ClientCapabilities): PositionEncoding {
  const known = client.general?.positionEncodings?.find((name) => ENCODINGS.includes(name));
  return (known ?? "utf-16") as PositionEncoding;
}
