/**
 * Beam search: keeps the best few candidates of all steps, and proposes from each of them.
 *
 * (After the beam search of OpenTrace, `BeamsearchHistoryAlgorithm`. The history that it writes into the feedback is in
 * every prompt here.)
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Trainer } from "../trainer.ts";
import { bestOf, idsOf, membersOf } from "./archive.ts";
import { expand } from "./expand.ts";

/** Settings of a beam search. */
export interface BeamOptions {
  /** Number of candidates that are kept. @default 3 */
  readonly width?: number;
}

/** The beam between two steps. */
export interface BeamMemory {
  /** Ids of its candidates, best first. */
  readonly beam: readonly string[];
}

/** Width of the beam by default. */
const usualWidth = 3;

/**
 * A trainer that keeps the best candidates by their train examples. Each step proposes from all of them on one batch; they
 * are raced again with their proposals, so that the evidence for each of them grows.
 *
 * @throws {UsageError} when the width is no whole number from 1 upward
 *
 * @example
 * ```ts
 * import { beam } from "@opto/opto/trainer";
 * import { toyRun } from "@opto/opto/testing";
 *
 * const { best } = await toyRun({ trainer: beam({ width: 2 }), steps: 10 }).result;
 * console.log(best.score);
 * ```
 */
export function beam({ width = usualWidth }: BeamOptions = {}): Trainer {
  if (!Number.isSafeInteger(width) || width < 1) {
    throw new UsageError(
      `Cannot use "${width}" as the width of a beam: received no whole number from 1 upward`,
      { advice: "Give width a whole number, 1 or more." },
    );
  }
  return {
    name: width === usualWidth ? "beam" : `beam(${width})`,
    initialMemory: { beam: [] },
    async step(context) {
      const known = membersOf(context, [...context.memory.beam, context.current.id]);
      const parents = known.length === 0
        ? [context.current]
        : bestOf(known, width).map(({ candidate }) => candidate);
      const { children } = await expand(context, { parents });
      const ids = [...context.memory.beam, context.current.id, ...children.map(({ id }) => id)];
      return { beam: idsOf(bestOf(membersOf(context, ids), width)) };
    },
  } satisfies Trainer<BeamMemory>;
}
