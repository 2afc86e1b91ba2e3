import { URI } from "vscode-uri";
import { faultOf } from "../model/fault.js";
import { t } from "../text/l10n.js";
import { NOTHING_ELSE } from "../verify/context.js";
import type { Folder } from "../verify/files.js";
import type { Verifier } from "./verifier.js";

/** Reads the files of this machine. */
export const nodeVerifier: Verifier = {
  reaches: (uri) => uri.startsWith("file:"),

  async verify(alloy, { folder, modelFolder, within, limit, progress, token }) {
    // Loaded when first asked for: most sessions never are.
    const { verifyAlloy } = await import("../verify/verify.js");
    const problem = faultOf(alloy);
    if (problem !== undefined) return { refusal: t`it ${problem}` };
    const { DiskFiles } = await import("../disk/disk-files.js");
    const { nodePlatform } = await import("../disk/node-platform.js");
    const folders = new Map<Folder, string>([["alloy", URI.parse(folder).fsPath]]);
    if (modelFolder !== undefined) folders.set("model", URI.parse(modelFolder).fsPath);
    let [total, read] = [0, 0];
    const told = {
      total: (bytes: number) => {
        total += bytes;
      },
      read: (bytes: number) => {
        read += bytes;
        progress(read, total);
      },
    };
    const files = new DiskFiles(folders, told, { limit, within: within.map((one) => URI.parse(one).fsPath) });
    const cancelling = token.onCancellationRequested(() => void files.cancel());
    if (token.isCancellationRequested) await files.cancel();
    try {
      const { checks } = await verifyAlloy(alloy, {
        files,
        platform: nodePlatform,
        hasModel: modelFolder !== undefined,
        ...NOTHING_ELSE,
      });
      return { checks, withheld: files.withheld };
    } finally {
      cancelling.dispose();
      await files.end();
    }
  },
};
