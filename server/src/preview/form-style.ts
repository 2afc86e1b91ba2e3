/** The style of the form with the parameters of a stage, which only the panel of an editor has. */
export const FORM_STYLE = `
.forge-alloy .parameters { margin-top: 12px; border: 1px solid var(--line); border-radius: 5px; padding: 0 12px; }
.forge-alloy .parameters summary { padding: 6px 0; font-weight: 600; cursor: pointer; overflow-wrap: anywhere; } .forge-alloy .parameters summary:focus-visible { outline: 2px solid var(--accent); }
.forge-alloy .parameters fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
.forge-alloy .field { padding: 10px 0; border-top: 1px solid var(--soft); } .forge-alloy .field label, .forge-alloy .field .name { font-weight: 600; overflow-wrap: anywhere; }
.forge-alloy .field .mark { font-weight: normal; color: var(--dim); margin-left: 6px; } .forge-alloy .field .about { color: var(--dim); font-size: 12px; }
.forge-alloy .control { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin: 2px 0; }
.forge-alloy .control input[type="text"], .forge-alloy .control select { font: inherit; box-sizing: border-box; flex: 0 1 320px; min-width: 0; height: 26px; padding: 2px 6px; border-radius: 2px; border: 1px solid var(--vscode-settings-textInputBorder, var(--vscode-input-border, var(--line))); color: var(--vscode-input-foreground, var(--fg)); background: var(--vscode-input-background, var(--bg)); }
.forge-alloy .control select { border-color: var(--vscode-settings-dropdownBorder, var(--line)); color: var(--vscode-dropdown-foreground, var(--fg)); background: var(--vscode-dropdown-background, var(--bg)); }
.forge-alloy .control input::placeholder { color: var(--vscode-input-placeholderForeground, var(--dim)); opacity: 1; }
.forge-alloy .control input[type="checkbox"] { width: 18px; height: 18px; margin: 0; accent-color: var(--vscode-button-background, var(--accent)); }
.forge-alloy .control :is(input, select):focus { outline: 1px solid var(--accent); outline-offset: -1px; } .forge-alloy .control [aria-invalid="true"] { border-color: var(--vscode-inputValidation-errorBorder, var(--bad)); }
.forge-alloy .problem::before { content: "ℹ "; } .forge-alloy .problem.error { color: var(--error); } .forge-alloy .problem.error::before { content: "✗ "; } .forge-alloy .problem.warning { color: var(--warn); } .forge-alloy .problem.warning::before { content: "⚠ "; }
`;
