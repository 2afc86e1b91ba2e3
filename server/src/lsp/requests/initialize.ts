import { MAX_BYTES } from "../../disk/limits.js";
import type { PositionEncoding } from "../../syntax/lines.js";
import { parseJson } from "../../syntax/parser.js";
import { localize } from "../../text/l10n.js";
import { canonical } from "../../workspace/uris.js";
import { capabilitiesFor } from "../capabilities.js";
import type { Host } from "../host.js";
import { type ClientCapabilities, InitializeRequest } from "../lsp.js";
import type { InitializationOptions } from "../session.js";
import { request } from "./request.js";

const ENCODINGS: readonly string[] = ["utf-16", "utf-8", "utf-32"] satisfies PositionEncoding[];

export const initialize = request(InitializeRequest.type, ["capabilities"], async (session, params) => {
  const { store, host } = session;
  session.client = params.capabilities ?? {};
  session.options = (params.initializationOptions as InitializationOptions | null) ?? {};
  localize(Object(session.options.translations ?? (await translationsFor(params.locale, host))));
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

/** The table of a language, or of its main one (`de` for `de-AT`); empty where there is none, then all is English. */
async function translationsFor(
  locale: string | undefined,
  { translations, files }: Host,
): Promise<Record<string, string>> {
  for (const name of new Set([locale, locale?.split(/[-_]/)[0]])) {
    if (!name || !translations || !/^[\w-]+$/.test(name)) continue;
    const table = await files.read(
      `${translations}/bundle.l10n.${name.toLowerCase()}.json`,
      MAX_BYTES.settings,
    );
    const { root } = parseJson(table && "text" in table ? table.text : "");
    if (root?.kind !== "object") continue;
    return Object.fromEntries(
      root.members.flatMap(({ key, value }) => (value?.kind === "string" ? [[key.value, value.value]] : [])),
    );
  }
  return {};
}

function encodingFor(client: ClientCapabilities): PositionEncoding {
  const known = client.general?.positionEncodings?.find((name) => ENCODINGS.includes(name));
  return (known ?? "utf-16") as PositionEncoding;
}
