/** README.md with the figures of `results`, the text of bench/RESULTS.md, between its two markers. */
export function withFigures(readme: string, results: string): string;
