/**
 * The outcome of one step of an imperative optimizer.
 *
 * @module
 */
import type { Values } from "../problem/problem.ts";
import type { Rejection } from "../problem/proposal.ts";
import type { AttemptResult } from "./propose_changes.ts";

/** The outcome of a step. */
export interface StepOutcome {
  /**
   * `updated`: values changed. `nothing`: no change was suggested. `unusable`: no part of the suggestion can be
   * applied.
   */
  readonly kind: "updated" | "nothing" | "unusable";
  /** New values by name. */
  readonly changes: Values;
  /** Values that were refused, with reasons. */
  readonly rejected: readonly Rejection[];
  /** The proposer's reasoning, or the reason for no change. */
  readonly reasoning: string;
  /** What was left out or rewritten of a model's answer, so that it could be used. @default none */
  readonly notes?: readonly string[];
}

/** The first result with changes; if there is none, the first result. */
export function outcomeOf(results: readonly AttemptResult[]): StepOutcome {
  const hasChanges = ({ changes }: AttemptResult) => Object.keys(changes).length > 0;
  const result = results.find(hasChanges) ?? results[0];
  if (result === undefined) {
    return { kind: "nothing", changes: {}, rejected: [], reasoning: "Nothing was suggested." };
  }
  const { outcome, changes, rejections, reasoning, reason, notes } = result;
  const isUnusable = outcome === "unusable" || rejections.length > 0;
  return {
    kind: hasChanges(result) ? "updated" : isUnusable ? "unusable" : "nothing",
    changes,
    rejected: rejections,
    reasoning: reasoning ?? reason ?? "",
    ...(notes === undefined ? {} : { notes }),
  };
}
