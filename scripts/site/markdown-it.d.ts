/** The part of markdown-it that the site uses; the package has no types. */
declare module "markdown-it" {
  export interface Token {
    type: string;
    tag: string;
    content: string;
    info: string;
    children: Token[] | null;
    attrGet(name: string): string | null;
    attrSet(name: string, value: string): void;
    attrs: [string, string][] | null;
  }
  export type RenderRule = (
    tokens: Token[],
    index: number,
    options: object,
    env: unknown,
    self: { renderToken(tokens: Token[], index: number, options: object): string },
  ) => string;
  export default class MarkdownIt {
    constructor(options?: { html?: boolean; linkify?: boolean; typographer?: boolean });
    parse(text: string, env: object): Token[];
    renderer: {
      rules: Record<string, RenderRule | undefined>;
      render(tokens: Token[], options: object, env: object): string;
    };
    options: object;
    utils: { escapeHtml(text: string): string };
  }
}
