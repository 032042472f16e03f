/**
 * Folds a log that may be long.
 *
 * @module
 */
import type { RunEvent } from "../trainer/event.ts";
import { EventLoopTurns } from "../trainer/pause.ts";
import { RunStory } from "./run_story.ts";

/** Milliseconds of work on events before other work has its turn. */
const maxWorkMs = 8;

/** Folds a log, which may be long, and lets other work run meanwhile. */
export async function foldedStory(events: Iterable<RunEvent>): Promise<RunStory> {
  const story = new RunStory();
  const turns = new EventLoopTurns(maxWorkMs);
  for (const event of events) {
    story.apply(event);
    await turns.yieldWhenDue();
  }
  return story;
}
