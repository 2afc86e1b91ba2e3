/** Contrast of the text in figures, which axe does not check: axe checks HTML only. */

/** A string and its colors on a page, in CSS notation. */
export interface Letters {
  readonly text: string;
  readonly color: string;
  /** Background colors, from the nearest to the farthest; `none` for a layer that is not painted. */
  readonly grounds: readonly string[];
}

/** Minimum contrast ratios: WCAG AA requires 4.5 for words and 3 for a sign, which is a single character. */
const LEAST = { word: 4.5, sign: 3 };

/** Returns the strings whose contrast is too low, each with its contrast ratio. */
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

/**
 * Returns the red, green, and blue channels of a color, possibly transparent, that is painted over another.
 */
function over(ground: readonly number[], color: string): readonly number[] {
  if (color === "none") return ground;
  const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue].map((channel, i) => channel * alpha + (ground[i] as number) * (1 - alpha));
}

/** Returns the relative luminance, from 0 to 1, as WCAG defines it. */
function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
