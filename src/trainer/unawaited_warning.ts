/**
 * The warning about calls that agent or guide did not wait for.
 *
 * @module
 */
import type { Report } from "./evaluator.ts";
import type { EventOf } from "./event.ts";

/** A warning when agent or guide of the initial values ended before calls of code or of a model did. */
export function unawaitedWarning(reports: readonly Report[]): EventOf<"warning"> | undefined {
  const left = reports.flatMap(({ unawaited }) => unawaited === undefined ? [] : [unawaited]);
  if (left.length === 0) return undefined;
  const names = [...new Set(left.flat())].map((name) => `"${name}"`).join(", ");
  const on = reports.length === 1
    ? "the only example"
    : `${left.length} of ${reports.length} examples`;
  return {
    type: "warning",
    step: 0,
    code: "calls-unawaited",
    message: `Calls of ${names} were not awaited on ${on}: agent or guide ended before they did`,
    advice:
      "Write `await` before each call, or `await Promise.all(…)` around several, unless their results are not needed.",
  };
}
