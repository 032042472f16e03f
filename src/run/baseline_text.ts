/**
 * What the model added over the baseline, in words.
 *
 * @module
 */
import type { FinishedEvent } from "../trainer/event.ts";
import { scoreTexts, signedText } from "./score_text.ts";

/**
 * `The search alone reached 0.48 on validation with 412 evaluations. The model added +0.39, for 40 calls, 29,000 tokens and
 * $0.0412.`; undefined without a baseline.
 *
 * @param split that chose the best; the test split where both were tested
 */
export function baselineText(
  { best, test, baseline, usage, evaluations }: Pick<
    FinishedEvent,
    "best" | "test" | "baseline" | "usage" | "evaluations"
  >,
  split: string,
): string | undefined {
  if (baseline === undefined) return undefined;
  const isTested = test !== null && baseline.test !== null;
  const [own, other] = isTested ? [test.best, baseline.test] : [best.score, baseline.score];
  const [text = ""] = scoreTexts([other, own]);
  const on = isTested ? "test" : split;
  const added = own === null || other === null ? "cannot be compared" : signedText(own - other);
  const { calls, promptTokens, completionTokens, usd } = usage.byRole.optimizer;
  const price = usd === null ? "an unknown price" : `$${usd.toFixed(4)}`;
  return `The search alone reached ${text} on ${on} with ${count(baseline.evaluations)} of ${
    count(evaluations)
  } evaluations. The model added ${added}, for ${count(calls)} calls, ${
    count(promptTokens + completionTokens)
  } tokens and ${price}.`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
