/**
 * Scores as text, with enough digits to distinguish them.
 *
 * @module
 */

/** A score as text: `-209.85`, `0.8125`; `–` for none. */
export function scoreText(score: number | null): string {
  return scoreTexts([score])[0] ?? "";
}

/** Scores for comparison, all with the same number of digits. */
export function scoreTexts(scores: readonly (number | null)[]): string[] {
  const digits = Math.max(...scores.map((score) => score === null ? 0 : digitsOf(score)));
  return scores.map((score) => {
    if (score === null) return "–";
    const fixed = score.toFixed(digits);
    return Number(fixed) === 0 && score !== 0 ? score.toPrecision(3) : fixed;
  });
}

/** A difference with its sign: `+0.0200`, `−3`. */
export function signedText(difference: number): string {
  const sign = difference < 0 ? "−" : difference > 0 ? "+" : "";
  return sign + scoreText(Math.abs(difference));
}

function digitsOf(score: number): number {
  if (Number.isInteger(score)) return 0;
  return Math.abs(score) >= 1000 ? 1 : Math.abs(score) >= 10 ? 2 : 4;
}

/** The change between two scores: in percent of the first, or as a difference where a percentage is undefined. */
export function changeText(from: number | null, to: number | null): string {
  if (from === null || to === null) return "";
  if (from === to) return "no change";
  const sign = to > from ? "+" : "−";
  const difference = Math.abs(to - from);
  const isPlain = from === 0 || Math.abs(difference / from) > 2;
  if (isPlain) return `${sign}${scoreText(difference)}`;
  const percent = difference / Math.abs(from) * 100;
  return `${sign}${percent < 10 ? percent.toFixed(2) : percent.toFixed(0)} %`;
}
