/** Contrast of the letters in figures, which axe leaves out: it looks at HTML only. */

/** A piece of text and the colours that a page gives it, as CSS writes them. */
export interface Letters {
  readonly text: string;
  readonly color: string;
  /** What is behind it, the nearest first; `none` where nothing is drawn. */
  readonly grounds: readonly string[];
}

/** WCAG AA asks for 4.5 from words and for 3 from a sign. */
const LEAST = { word: 4.5, sign: 3 };

/** What stands out too little, with its contrast. */
export function faint(letters: readonly Letters[]): string[] {
  return letters.flatMap(({ text, color, grounds }) => {
    const ground = [...grounds].reverse().reduce<readonly number[]>(over, [255, 255, 255]);
    const [light, dark] = [luminance(over(ground, color)), luminance(ground)].sort((a, b) => b - a) as [
      number,
      number,
    ];
    const contrast = (light + 0.05) / (dark + 0.05);
    return contrast < (text.length === 1 ? LEAST.sign : LEAST.word)
      ? [`${text}: ${contrast.toFixed(1)}`]
      : [];
  });
}

/** Red, green and blue of a colour that lies on another one. */
function over(ground: readonly number[], color: string): readonly number[] {
  if (color === "none") return ground;
  const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue].map((channel, i) => channel * alpha + (ground[i] as number) * (1 - alpha));
}

/** The relative luminance of WCAG. */
function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
