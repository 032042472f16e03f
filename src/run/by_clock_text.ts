/**
 * The words about what a run owes to the speed of its machine; report and terminal show them.
 *
 * @module
 */
import type { RunView } from "./run_view.ts";

/** The number of decisions by the clock, and what that means; undefined when there is none. */
export function byClockText(
  { byClock: { results, warnings }, finished }: RunView,
): { readonly message: string; readonly advice: string } | undefined {
  const isEnd = finished?.isByClock ?? false;
  const count = results + warnings + (isEnd ? 1 : 0);
  if (count === 0) return undefined;
  const parts = [
    ...(results === 0 ? [] : [`${countOf(results, "result")} by a time limit or a sandbox crash`]),
    ...(warnings === 0 ? [] : [countOf(warnings, "warning")]),
    ...(isEnd ? ["the end of the run, when its seconds were spent"] : []),
  ];
  return {
    message: `The clock decided ${count === 1 ? "once" : `${count} times`}: ${parts.join("; ")}.`,
    advice:
      "On another machine, or under other load, this may differ; a replay takes it from the log.",
  };
}

function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
