import { FULL_WIDTH } from "./svg.js";

/**
 * The styles of the preview. The colors are those of the editor's theme, if available; a standalone page or
 * image is light or dark, depending on the reader's preference.
 */
export const STYLE = `
.forge-alloy {
  --light-fg: #1f2328; --light-dim: #59636e; --light-line: #c8d0d8; --light-bg: #ffffff; --light-card: #f6f8fa;
  --light-good: #1a7f37; --light-bad: #cf222e; --light-warn: #9a6700; --light-accent: #0969da; --light-soft: #d8dee4;
  --fg: var(--vscode-editor-foreground, var(--light-fg));
  --dim: var(--vscode-descriptionForeground, var(--light-dim));
  --line: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--light-line)));
  --bg: var(--vscode-editor-background, var(--light-bg));
  --card: var(--vscode-editorWidget-background, var(--light-card));
  --good: var(--vscode-charts-green, var(--light-good));
  --bad: var(--vscode-charts-red, var(--light-bad));
  --warn: var(--vscode-list-warningForeground, var(--vscode-editorWarning-foreground, var(--light-warn)));
  --error: var(--vscode-list-errorForeground, var(--bad));
  --accent: var(--vscode-focusBorder, var(--light-accent));
  --soft: var(--vscode-editorIndentGuide-background1, var(--light-soft));
  color: var(--fg); background: var(--bg);
  font: 13px/1.5 var(--vscode-font-family, system-ui, sans-serif);
}
@media (prefers-color-scheme: dark) {
  .forge-alloy {
    --light-fg: #e6edf3; --light-dim: #9198a1; --light-line: #3d444d; --light-bg: #0d1117; --light-card: #151b23;
    --light-good: #3fb950; --light-bad: #f85149; --light-warn: #d29922; --light-accent: #4493f8; --light-soft: #2f3742;
  }
}
.forge-alloy .figure { display: block; max-width: 100%; height: auto; overflow: visible; }
.forge-alloy svg text { fill: var(--fg); font-size: 13px; font-family: var(--vscode-font-family, system-ui, sans-serif); }
.forge-alloy svg .phase { font-weight: 600; fill: var(--dim); }
.forge-alloy svg .type, .forge-alloy svg .score { font-weight: 600; }
.forge-alloy svg .number, .forge-alloy svg .parts, .forge-alloy svg .badge, .forge-alloy svg .cycles { fill: var(--dim); font-size: 12px; }
.forge-alloy svg .badge { font-style: italic; }
.forge-alloy svg .cycles { font-weight: 600; font-size: 13px; }
.forge-alloy svg .box { fill: var(--card); stroke: var(--line); pointer-events: all; }
.forge-alloy svg .stripe { fill: var(--vscode-charts-blue, #218bff); }
.forge-alloy svg .transform .stripe { fill: var(--vscode-charts-orange, #d18616); }
.forge-alloy svg .delivery .stripe { fill: var(--vscode-charts-green, #2da44e); }
.forge-alloy svg .skipped .box, .forge-alloy svg .unknown .box { stroke-dasharray: 5 4; fill: none; }
.forge-alloy svg .draft .box { stroke-dasharray: 2 3; }
.forge-alloy svg .skipped .type { text-decoration: line-through; fill: var(--dim); }
.forge-alloy svg .error { fill: var(--error); } .forge-alloy svg .warning { fill: var(--warn); }
.forge-alloy svg .flow { fill: none; stroke: var(--dim); stroke-width: 1.5; }
.forge-alloy svg .hit { fill: transparent; }
.forge-alloy svg .track { fill: var(--card); stroke: var(--line); }
.forge-alloy svg .zone { fill: var(--warn); opacity: 0.35; }
.forge-alloy svg .measured { fill: var(--dim); }
.forge-alloy svg .pass { fill: var(--good); } .forge-alloy svg .fail, .forge-alloy svg .invalid { fill: var(--bad); }
.forge-alloy svg .mark { font-weight: 700; } .forge-alloy svg .unmeasured { fill: var(--dim); }
.forge-alloy svg .base { stroke: var(--fg); stroke-width: 2; } .forge-alloy svg .floor { stroke: var(--fg); stroke-width: 1.5; stroke-dasharray: 3 2; }
.forge-alloy .legend { margin-bottom: 8px; }
.forge-alloy svg .grid { stroke: var(--soft); } .forge-alloy svg .dot { fill: var(--dim); } .forge-alloy svg .shipped { fill: var(--good); }
`;

/** What only a page needs. */
export const PAGE_STYLE = `
body.forge-alloy { margin: 0; padding: 12px 16px 40px; }
.forge-alloy main { max-width: 640px; margin: 0 auto; }
.forge-alloy h1 { font-size: 1.5em; margin: 0; overflow-wrap: anywhere; } .forge-alloy h2 { font-size: 1.1em; margin: 24px 0 8px; }
.forge-alloy p { margin: 4px 0; overflow-wrap: anywhere; } .forge-alloy .dim { color: var(--dim); }
.forge-alloy .chip { display: inline-block; border: 1px solid var(--line); border-radius: 10px; padding: 0 9px; margin: 4px 6px 0 0; }
.forge-alloy .chip.ship::before { content: "✓ "; color: var(--good); } .forge-alloy .chip.rework::before { content: "✗ "; color: var(--bad); } .forge-alloy .chip.invalid::before { content: "! "; color: var(--bad); }
.forge-alloy .chip.unmeasured::before { content: "? "; color: var(--dim); }
.forge-alloy .card { border: 1px solid var(--line); border-radius: 5px; background: var(--card); padding: 8px 12px; }
.forge-alloy dl { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 4px 0 0; } .forge-alloy dl div { display: flex; gap: 6px; }
.forge-alloy dt { color: var(--dim); } .forge-alloy dd { margin: 0; }
.forge-alloy table { border-collapse: collapse; width: 100%; } .forge-alloy th { text-align: left; font-weight: 600; }
.forge-alloy th, .forge-alloy td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--soft); overflow-wrap: anywhere; vertical-align: top; }
.forge-alloy .whole { white-space: nowrap; overflow-wrap: normal; } .forge-alloy .number { text-align: right; } .forge-alloy .short { min-width: 5em; overflow-wrap: break-word; }
.forge-alloy td:last-child { padding-right: 0; } .forge-alloy td.whole:last-child { text-align: right; } .forge-alloy td:last-child:not(.whole) { width: 60%; } .forge-alloy table + table { margin-top: 12px; }
.forge-alloy ul { margin: 4px 0; padding: 0; list-style: none; }
.forge-alloy code { font-family: var(--vscode-editor-font-family, monospace); font-size: 0.92em; overflow-wrap: anywhere; }
.forge-alloy button { font: inherit; color: var(--vscode-button-secondaryForeground, var(--fg)); background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 3px; padding: 1px 8px; cursor: pointer; white-space: nowrap; }
.forge-alloy button[data-command] { color: var(--vscode-button-foreground, var(--fg)); background: var(--vscode-button-background, transparent); padding: 4px 12px; margin-top: 8px; }
.forge-alloy a { color: var(--vscode-textLink-foreground, var(--accent)); }
.forge-alloy .pass::before { content: "✓ "; color: var(--good); } .forge-alloy .fail::before { content: "✗ "; color: var(--bad); } .forge-alloy .unmeasured::before { content: "? "; color: var(--dim); } .forge-alloy .invalid::before { content: "! "; color: var(--bad); }
.forge-alloy svg .pass::before, .forge-alloy svg .fail::before, .forge-alloy svg .unmeasured::before, .forge-alloy svg .invalid::before { content: none; }
.forge-alloy [data-start] { cursor: pointer; } .forge-alloy [data-start]:focus-visible, .forge-alloy [data-insert]:focus-visible, .forge-alloy button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.forge-alloy .current .box, .forge-alloy .current .track { stroke: var(--accent); stroke-width: 2; } .forge-alloy .card.current, .forge-alloy li.current, .forge-alloy span.current { outline: 1px solid var(--accent); }
.forge-alloy svg .gap { cursor: pointer; } .forge-alloy svg .plus { opacity: 0; } .forge-alloy svg .gap:hover .plus, .forge-alloy svg .gap:focus-visible .plus { opacity: 1; }
.forge-alloy svg .plus circle { fill: var(--bg); stroke: var(--accent); } .forge-alloy svg .plus path { stroke: var(--fg); stroke-width: 1.5; }
@media (hover: none) { .forge-alloy svg .plus { opacity: 1; } }
.forge-alloy .tools { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 10px; } .forge-alloy .tools[hidden] { display: none; }
.forge-alloy .tools button:disabled { opacity: 0.5; cursor: default; }
.forge-alloy main g.node { user-select: none; touch-action: pan-x; } .forge-alloy svg .dragged, .forge-alloy svg .dragged .box { pointer-events: none; } .forge-alloy .dragged { opacity: 0.8; cursor: grabbing; } .forge-alloy .is-target .box { stroke: var(--accent); stroke-width: 2; stroke-dasharray: none; }
.forge-alloy .stale { border-left: 3px solid var(--warn); padding-left: 8px; margin-bottom: 12px; }
.forge-alloy .is-stale main > :not(.stale) { opacity: 0.75; }
.forge-alloy .narrow { display: none; }
@media (max-width: ${FULL_WIDTH + 31}px) { .forge-alloy .wide { display: none; } .forge-alloy .narrow { display: block; } }
@media (max-width: 400px) {
  .forge-alloy tr { display: flex; flex-wrap: wrap; gap: 0 10px; padding: 3px 0; border-bottom: 1px solid var(--soft); }
  .forge-alloy td { padding: 0; border: 0; } .forge-alloy td:not(.whole) { flex: 1 1 8em; } .forge-alloy td.short { flex-basis: 100%; }
}
@media print { .forge-alloy button { display: none; } }
`;
