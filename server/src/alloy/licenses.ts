import spdx from "spdx-license-ids/index.json";

/** Every SPDX licence id, in lower case as model hubs write them. */
export const SPDX_IDS: ReadonlySet<string> = new Set(spdx.map((id) => id.toLowerCase()));
