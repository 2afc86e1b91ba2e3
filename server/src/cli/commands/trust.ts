import { Option } from "commander";
import type { TrustReport, TrustRow } from "../../library/types.js";
import { trustReport } from "../../library/verify-report.js";
import { escapeMarkdown, printableJson, sanitizeForTerminal } from "../../text/sanitize.js";
import { verifyAlloy } from "../../verify/verify.js";
import { EXIT } from "../../workspace/failure.js";
import { type Declare, more, withSourceOptions } from "../command.js";
import { palette } from "../terminal.js";
import { readAlloy, type SourceOptions, withSources } from "./verify.js";

export const declareTrust: Declare = (program, done) => {
  withSourceOptions(
    program
      .command("trust")
      .description("Rate an alloy as the public verify page does, and show what is true")
      .argument("<file>", "alloy")
      .addOption(
        new Option("-f, --format <format>", "output format").choices(TRUST_FORMATS).default("pretty"),
      ),
  )
    .addHelpText(
      "after",
      more(
        [["forge-alloy trust a.alloy.json", "print seven ratings, and what would raise each"]],
        "The page rates which fields an alloy has; verify checks whether they are true.",
        "Exit codes: 0 the alloy is rated, 1 a rated statement is false, 2 wrong usage or\nan unreadable file.",
      ),
    )
    .action((file, options) => done(trust(file, options)));
};

interface TrustOptions extends SourceOptions {
  readonly format: TrustFormat;
}

/**
 * Prints the rating of the public verify page and, next to the rating, the result of verifying the same
 * fields. Resolves to the exit code: 1 if the verification of a field failed.
 * @throws {Failure} for wrong usage, and for files and folders that are named and cannot be read
 */
export async function trust(file: string, options: TrustOptions): Promise<number> {
  const alloy = readAlloy(file);
  const { checks } = await withSources(file, options, (given) => verifyAlloy(alloy, given));
  const report = trustReport(alloy, file, checks);
  process.stdout.write(FORMATS[options.format](report));
  return report.rows.some(({ verify }) => verify && verify.failed > 0) ? EXIT.problems : EXIT.clean;
}

/** The rating and the finding must not be taken for each other. */
const EXPLANATION =
  "rating: which fields the alloy has, as the public verify page rates it; found: which of them are true here";

const WIDTHS = { row: 10, label: 13, found: 28 };

const FORMATS = {
  pretty({ file, rows }: TrustReport): string {
    const { bold, dim, green, red, yellow } = palette();
    const paint = { proven: green, attested: green, "self-reported": yellow, unverified: red };
    const lines = rows.map((row) => {
      const { label, reason, raises } = row;
      const cells = [
        row.row.padEnd(WIDTHS.row),
        paint[label](label.padEnd(WIDTHS.label)),
        foundWords(row).padEnd(WIDTHS.found),
      ];
      const more = raises === null ? "" : `; raised by ${raises}`;
      return `  ${cells.join("  ")}  ${sanitizeForTerminal(`${reason}${more}`)}\n`;
    });
    const head = ["".padEnd(WIDTHS.row), "rating".padEnd(WIDTHS.label), "found".padEnd(WIDTHS.found), "why"];
    return `${bold(sanitizeForTerminal(file))}\n${dim(`  ${head.join("  ")}`)}\n${lines.join("")}${dim(`  ${EXPLANATION}`)}\n`;
  },
  json: (report: TrustReport): string => `${printableJson(report)}\n`,
  markdown({ file, rows }: TrustReport): string {
    const lines = rows.map((row) => {
      const cells = [row.row, row.label, foundWords(row), row.reason, row.raises ?? ""];
      return `| ${cells.map(escapeMarkdown).join(" | ")} |\n`;
    });
    const head = "| row | rating | found | why | raised by |\n| --- | --- | --- | --- | --- |\n";
    return `**${escapeMarkdown(file)}**\n\n${head}${lines.join("")}\n${EXPLANATION}.\n`;
  },
} as const;

function foundWords({ verify }: TrustRow): string {
  const { verified = 0, failed = 0, notVerified = 0 } = verify ?? {};
  if (failed > 0) return `${failed} failed`;
  if (verified + notVerified === 0) return "nothing to check";
  if (verified === 0) return "not verified";
  return notVerified === 0 ? "verified" : `${verified} verified, ${notVerified} not`;
}

type TrustFormat = keyof typeof FORMATS;

export const TRUST_FORMATS = Object.keys(FORMATS) as TrustFormat[];
