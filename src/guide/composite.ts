/**
 * Several guides as one.
 *
 * @module
 */
import type { ExpectedExample, WordedGuide, WordedJudgement } from "./worded_guide.ts";

/** A guide with its share of the whole. */
export interface WeightedGuide<Out, Expected> {
  /** Who judges. */
  readonly guide: WordedGuide<Out, Expected>;
  /** Its share of the whole. @default 1 */
  readonly weight?: number;
}

/**
 * A guide that asks each of several, and gives the weighted mean of their scores and all their words, each under its name.
 * Each score is a metric too.
 *
 * @throws {RangeError} when there is none, or a weight is negative or no number
 *
 * @example
 * ```ts
 * import { composite, exactMatch } from "@opto/opto";
 * import { assertEquals } from "@std/assert";
 *
 * const brief = (_example: unknown, output: string | Error) => ({
 *   score: output instanceof Error ? 0 : 1 / output.length,
 *   feedback: "Shorter is better.",
 * });
 * const guide = composite<string, string>({
 *   right: { guide: exactMatch(), weight: 3 },
 *   brief: { guide: brief },
 * });
 * const { score } = await guide({ input: "", expected: "four" }, "four");
 * assertEquals(score, (3 * 1 + 0.25) / 4);
 * ```
 */
export function composite<Out = unknown, Expected = unknown>(
  guides: Readonly<Record<string, WeightedGuide<Out, Expected>>>,
): WordedGuide<Out, Expected> {
  const parts = Object.entries(guides).map(([name, { guide, weight = 1 }]) => {
    if (weight >= 0) return { name, guide, weight };
    throw new RangeError(
      `Cannot use "${weight}" as the weight of ${name}: received no number from 0`,
    );
  });
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) throw new RangeError("Cannot judge by no guide: received none with a weight");
  return async (
    example: ExpectedExample<Expected>,
    output: Out | Error,
  ): Promise<WordedJudgement> => {
    const judged = await Promise.all(
      parts.map(async (part) => ({ ...part, judgement: await part.guide(example, output) })),
    );
    const sum = judged.reduce((sum, { weight, judgement }) => sum + weight * judgement.score, 0);
    const metrics = judged.flatMap(({ name, judgement: { score, metrics = {} } }) => [
      [name, score],
      ...Object.entries(metrics).map(([metric, value]) => [`${name}.${metric}`, value]),
    ]);
    return {
      score: sum / total,
      feedback: judged.map(({ name, judgement }) => `${name}: ${judgement.feedback}`).join("\n"),
      metrics: Object.fromEntries(metrics),
    };
  };
}
