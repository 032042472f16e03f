/**
 * The warning about declared metrics that the guide does not give.
 *
 * @module
 */
import type { Directions } from "./dominance.ts";
import type { Report } from "./evaluator.ts";
import type { EventOf } from "./event.ts";

/** A warning when a declared metric is missing on an example that the initial values did not fail. */
export function metricsWarning(
  reports: readonly Report[],
  directions: Directions,
): EventOf<"warning"> | undefined {
  const judged = reports.filter(({ error }) => error === undefined);
  const missing = Object.keys(directions).flatMap((name) => {
    const count = judged.filter(({ metrics }) => metrics[name] === undefined).length;
    return count === 0 ? [] : [`"${name}" on ${count} of ${judged.length} examples`];
  });
  if (missing.length === 0) return undefined;
  const given = [...new Set(judged.flatMap(({ metrics }) => Object.keys(metrics)))];
  return {
    type: "warning",
    step: 0,
    code: "metrics-missing",
    message: `The guide gave no finite number for declared metrics: ${
      missing.join(", ")
    }; it gave ${given.length === 0 ? "none" : given.map((name) => `"${name}"`).join(", ")}`,
    advice:
      "Return each of them in the guide's metrics; a candidate without one counts as worse than any with it.",
  };
}
