/** Light and dark, in the colors of the site, as the reader's system has them. */
import { editor } from "./monaco.js";

interface Palette {
  readonly base: "vs" | "vs-dark";
  readonly text: string;
  readonly quiet: string;
  readonly back: string;
  readonly panel: string;
  readonly line: string;
  readonly accent: string;
  readonly key: string;
  readonly string: string;
  readonly value: string;
  readonly type: string;
  readonly selection: string;
}

/** The colors of `scripts/site/site.css`. */
const PALETTES: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    base: "vs",
    text: "#1b1f24",
    quiet: "#57606a",
    back: "#ffffff",
    panel: "#f4f5f7",
    line: "#d5d9de",
    accent: "#b84a00",
    key: "#0b5394",
    string: "#0a6b3d",
    value: "#8a3ab9",
    type: "#a33b00",
    selection: "#cfe3f7",
  },
  dark: {
    base: "vs-dark",
    text: "#e4e7eb",
    quiet: "#a2acb8",
    back: "#14171c",
    panel: "#1d232c",
    line: "#363e4a",
    accent: "#ff9d5c",
    key: "#8cc4ff",
    string: "#8ddb9f",
    value: "#d4a8ff",
    type: "#ff9d5c",
    selection: "#2b4a6b",
  },
};

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** Defines the themes, and follows the system from now on. High contrast is the editor's own. */
export function followSystemTheme(): void {
  for (const [name, palette] of Object.entries(PALETTES))
    editor.defineTheme(`forge-alloy-${name}`, themeOf(palette));
  const apply = () => editor.setTheme(DARK.matches ? "forge-alloy-dark" : "forge-alloy-light");
  DARK.addEventListener("change", apply);
  apply();
}

function themeOf(colors: Palette): editor.IStandaloneThemeData {
  const { base, text, quiet, back, panel, line, accent, key, string, value, type, selection } = colors;
  const rule = (token: string, color: string, fontStyle?: string) => ({
    token,
    foreground: color.slice(1),
    ...(fontStyle !== undefined && { fontStyle }),
  });
  return {
    base,
    inherit: true,
    rules: [
      rule("", text),
      rule("key", key),
      rule("string", string),
      rule("number", value),
      rule("keyword", value),
      rule("comment", quiet, "italic"),
      // What the server says of words.
      rule("property", key),
      rule("property.unlisted", quiet, "italic"),
      rule("type", type, "bold"),
      rule("namespace", type),
      rule("variable", value),
      rule("string.hash", quiet),
    ],
    colors: {
      "editor.background": back,
      "editor.foreground": text,
      "editor.selectionBackground": selection,
      "editor.lineHighlightBackground": panel,
      "editor.lineHighlightBorder": panel,
      "editorLineNumber.foreground": quiet,
      "editorLineNumber.activeForeground": text,
      "editorLineNumber.dimmedForeground": quiet,
      "editorCursor.foreground": accent,
      "editorCodeLens.foreground": quiet,
      "editorInlayHint.foreground": quiet,
      "editorInlayHint.background": panel,
      "editorWidget.background": panel,
      "editorWidget.border": line,
      "editorWidget.foreground": text,
      "editorSuggestWidget.background": panel,
      "editorSuggestWidget.border": line,
      "editorSuggestWidget.foreground": text,
      "editorSuggestWidget.selectedBackground": selection,
      "editorSuggestWidget.selectedForeground": text,
      "editorHoverWidget.background": panel,
      "editorHoverWidget.border": line,
      "quickInput.background": panel,
      "editorIndentGuide.background1": line,
      "widget.border": line,
      descriptionForeground: quiet,
      focusBorder: accent,
      "textLink.foreground": type,
      "list.focusBackground": selection,
      "list.focusForeground": text,
    },
  };
}
