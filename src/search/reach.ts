/**
 * Estimates from earlier candidates which parameters reach an output at all: an agent may not call a function, or not read a
 * value, on these examples or with its present values.
 *
 * @module
 */
import type { Trial } from "../problem/trial.ts";

/** From 0 to 1: the share of a parameter's changes that changed an output, and 1 where nothing is known. */
export type Reach = (parameter: string) => number;

/** Newest candidates that are read: what is reached depends on the current values. */
const maxTrials = 256;

/** What is known of one parameter. */
interface Evidence {
  /** Candidates with a change of it that changed no output. */
  still: number;
  /** Candidates with a change of it that changed an output, shared with the other parameters that changed. */
  moved: number;
}

/** The reach of all parameters, from the newest candidates of a history. */
export function reachOf(history: readonly Trial[]): Reach {
  const known = new Map<string, Evidence>();
  for (const { values, comparison } of history.slice(-maxTrials)) {
    if (comparison === undefined) continue;
    const changed = Object.keys(values)
      .filter((name) => isChanged(values[name], comparison.values[name]));
    for (const name of changed) {
      const evidence = known.get(name) ?? { still: 0, moved: 0 };
      if (comparison.isUnchanged) evidence.still++;
      else evidence.moved += 1 / changed.length;
      known.set(name, evidence);
    }
  }
  return (parameter) => {
    const { still, moved } = known.get(parameter) ?? { still: 0, moved: 0 };
    return (moved + 1) / (moved + still + 1);
  };
}

function isChanged(one: unknown, other: unknown): boolean {
  if (one === other) return false;
  return typeof one !== "object" || JSON.stringify(one) !== JSON.stringify(other);
}
