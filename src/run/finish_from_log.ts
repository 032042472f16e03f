/**
 * Finishes a run whose process is gone, from its log.
 *
 * @module
 */
import type { EventOf, FinishedEvent, RunEvent } from "../trainer/event.ts";
import { spentIn } from "../trainer/ledger.ts";
import { writeBest } from "./best_directory.ts";
import { describeError, type Ending } from "./finished_event.ts";
import { renderReport } from "./report.ts";
import { RunDirectory } from "./run_directory.ts";
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
  using directory = RunDirectory.open(path, { resume: true });
  const events = directory.recorded;
  const started = events.find((event) => event.type === "started");
  if (started === undefined) return [];
  writeBest(path, events);
  const last = events.at(-1);
  const isWhole = last?.type === "finished";
  const ends = isWhole ? [last] : endOf(events, ending, path);
  if (!isWhole) { for (const event of ends) directory.append(event); }
  directory.sync();
  directory.write("report.html", await renderReport(directory.events(), {}));
  return ends;
}

/** The last events of a run. One that had ended in order lost only its summary. */
function endOf(
  events: readonly RunEvent[],
  { finished, ...ending }: LostEnding,
  runDir: string,
): readonly RunEvent[] {
  if (finished === undefined) return [lastEvent(events, ending, runDir)];
  const { message } = describeError(ending.error);
  const step = events.findLast((event) => event.type === "step")?.step ?? 0;
  return [summaryWarning(step, message), finished];
}

function lastEvent(events: readonly RunEvent[], ending: LostEnding, runDir: string): FinishedEvent {
  const started = events.find((event) => event.type === "started");
  const bests = events.filter((event): event is EventOf<"best"> => event.type === "best");
  const { evaluations, seconds, ...usage } = spentIn(events);
  const best = bests.at(-1);
  return {
    type: "finished",
    stopReason: ending.stopReason,
    initial: { score: bests[0]?.score ?? null },
    best: {
      score: best?.score ?? null,
      step: best?.step ?? 0,
      parameters: best?.parameters ?? Object.fromEntries(
        (started?.task.parameters ?? []).map(({ name, value }) => [name, value]),
      ),
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
