/**
 * Folds a log that may be long.
 *
 * @module
 */
import type { RunEvent } from "../trainer/event.ts";
import { EventLoopTurns } from "../trainer/pause.ts";
import { RunView } from "./run_view.ts";

/** Milliseconds of work on events before other work has its turn. */
const maxWorkMs = 8;

/**
 * Folds a log, which may be long, and lets other work run meanwhile.
 *
 * @param others folds that read the same events
 */
export async function foldedView(
  events: Iterable<RunEvent>,
  ...others: readonly { apply(event: RunEvent): void }[]
): Promise<RunView> {
  const view = new RunView();
  const turns = new EventLoopTurns(maxWorkMs);
  for (const event of events) {
    for (const fold of [view, ...others]) fold.apply(event);
    await turns.yieldWhenDue();
  }
  return view;
}
