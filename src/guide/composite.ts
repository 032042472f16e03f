/**
 * Combines several guides into one.
 *
 * @module
 */
import type { ExpectedExample, TextGuide, TextJudgement } from "./text_guide.ts";

/** A guide with its weight. */
export interface WeightedGuide<Out, Expected> {
  /** The guide. */
  readonly guide: TextGuide<Out, Expected>;
  /** Share of its score in the mean, relative to the other weights. @default 1 */
  readonly weight?: number;
}

/**
 * A guide that combines several guides. Its score is the weighted mean of their scores; its feedback contains their
 * texts, each under its name; their scores are also metrics.
 *
 * @throws {RangeError} when no guide has a weight, or a weight is negative or NaN
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
): TextGuide<Out, Expected> {
  const parts = Object.entries(guides).map(([name, { guide, weight = 1 }]) => {
    if (weight >= 0) return { name, guide, weight };
    throw new RangeError(
      `Cannot use "${weight}" as the weight of ${name}: received a value that is not 0 or more`,
    );
  });
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) {
    throw new RangeError("Cannot combine guides: received none with a weight above 0");
  }
  return async (
    example: ExpectedExample<Expected>,
    output: Out | Error,
  ): Promise<TextJudgement> => {
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
