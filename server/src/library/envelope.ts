import { version } from "../../package.json";

/** How every report in JSON begins. `schemas/output/` describes the reports. */
export const ENVELOPE = { formatVersion: 1, tool: { name: "forge-alloy", version } } as const;
