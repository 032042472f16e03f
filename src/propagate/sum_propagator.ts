/**
 * A propagator that adds: scores and metrics are summed, texts are joined.
 *
 * @module
 */
import type { Feedback } from "../trace/feedback.ts";
import type { Propagator } from "../trace/propagator.ts";
import { sumOf } from "./mean.ts";

/** Maximum characters of a text: texts grow with the number of paths, which may be exponential. */
const maxTextLength = 1_000_000;

/**
 * Delivers the sum of feedback over all paths from a parameter to the outputs, as in back-propagation.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameter } from "@opto/opto";
 * import { type Delivery, sumPropagator } from "@opto/opto/trace";
 * const w = parameter(2, { name: "w" });
 * const doubled = w.mul(2);
 * doubled.add(w).backward({ score: 1 }, { propagator: sumPropagator });
 * const [delivery] = w.feedback as Delivery[];
 * assertEquals(delivery?.message, { score: 2 }); // there are two paths from w to the output
 * ```
 */
export const sumPropagator: Propagator<Feedback> = {
  init: (_output, feedback) => feedback,
  merge: (_node, arrivals) => addFeedback(arrivals),
};

/** Sums scores and metrics, and joins texts by line breaks, repeated ones too. */
export function addFeedback(pieces: readonly Feedback[]): Feedback {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  let score: number | undefined;
  let metrics: Record<string, number> | undefined;
  const texts: string[] = [];
  for (const piece of pieces) {
    if (piece.score !== undefined) score = sumOf(score ?? 0, piece.score);
    if (piece.feedback !== undefined) texts.push(piece.feedback);
    for (const [name, value] of Object.entries(piece.metrics ?? {})) {
      metrics ??= {};
      metrics[name] = sumOf(metrics[name] ?? 0, value);
    }
  }
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > maxTextLength) {
    throw new RangeError(
      `Cannot add texts as one feedback: received ${length} characters on all paths together, more than ${maxTextLength}`,
    );
  }
  return {
    ...(score === undefined ? {} : { score }),
    ...(texts.length === 0 ? {} : { feedback: texts.join("\n") }),
    ...(metrics === undefined ? {} : { metrics }),
  };
}
