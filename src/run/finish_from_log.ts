/**
 * Finishes a run whose process is gone, from its log.
 *
 * @module
 */
import type { FinishedEvent, RunEvent } from "../trainer/event.ts";
import { nothingSpent, withEvent } from "../trainer/ledger.ts";
import { writeBest } from "./best_directory.ts";
import { describeError, type Ending } from "./finished_event.ts";
import { renderStory } from "./report.ts";
import { RunDirectory } from "./run_directory.ts";
import { RunStory } from "./run_story.ts";
import { summaryWarning } from "./summary.ts";

/** The end of a run that could not write it. */
export interface LostEnding extends Ending {
  /** The last event that the run was about to write: it had ended in order. */
  readonly finished?: FinishedEvent | undefined;
  /** Seconds of the run; the log may know less. */
  readonly seconds?: number;
}

/**
 * Adds `finished` to the log unless it ends with one, and writes `best/` and `report.html` from the log.
 *
 * @returns the events that were added, or the last event if it was there; nothing without the log of a run
 * @throws {UsageError} when the log cannot be read, or another run writes it
 */
export async function finishFromLog(
  path: string,
  ending: LostEnding,
): Promise<readonly RunEvent[]> {
  if (!hasLog(path)) return [];
  const log = new LogEnd();
  using directory = RunDirectory.open(path, {
    resume: true,
    onRecorded: (event) => log.apply(event),
  });
  const { started, best } = log.story.view;
  if (started === undefined) return [];
  writeBest(path, started.task.parameters, best);
  const { last } = log;
  const missing = last?.type === "finished" ? [] : endOf(log, ending, path);
  for (const event of missing) {
    directory.append(event);
    log.apply(event);
  }
  directory.sync();
  directory.write("report.html", await renderStory(log.story));
  return last?.type === "finished" ? [last] : missing;
}

/** What is needed of a log, which may be larger than memory. */
class LogEnd {
  readonly story = new RunStory();
  spent = nothingSpent;
  last: RunEvent | undefined;
  /** The last finished step. */
  step = 0;

  apply(event: RunEvent): void {
    this.story.apply(event);
    this.spent = withEvent(this.spent, event);
    this.last = event;
    if (event.type === "step") this.step = event.step;
  }
}

/** The last events of a run. One that had ended in order lost only its summary. */
function endOf(
  log: LogEnd,
  { finished, ...ending }: LostEnding,
  runDir: string,
): readonly RunEvent[] {
  if (finished === undefined) return [lastEvent(log, ending, runDir)];
  const { message } = describeError(ending.error);
  return [summaryWarning(log.step, message), finished];
}

function lastEvent(
  { story: { view }, spent }: LogEnd,
  ending: LostEnding,
  runDir: string,
): FinishedEvent {
  const { evaluations, seconds, ...usage } = spent;
  const { best } = view;
  return {
    type: "finished",
    stopReason: ending.stopReason,
    initial: { score: view.initialScore },
    best: {
      score: best?.score ?? null,
      step: best?.step ?? 0,
      parameters: view.bestValues,
    },
    test: null,
    usage,
    evaluations,
    seconds: Math.max(seconds, ending.seconds ?? 0),
    runDir,
    ...(ending.error === undefined ? {} : { error: describeError(ending.error) }),
  };
}

function hasLog(path: string): boolean {
  try {
    return path !== "" && Deno.statSync(`${path}/events.jsonl`).size > 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
