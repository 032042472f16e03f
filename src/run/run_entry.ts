/**
 * Finds runs in a folder, and sums each up from its log.
 *
 * @module
 */
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import type { FinishedEvent, StopReason } from "../trainer/event.ts";
import { streamEventLog } from "../trainer/event_log.ts";
import { RunView } from "./run_view.ts";

/** One run of a list. */
export interface RunEntry {
  readonly type: "run";
  readonly runDir: string;
  /** Name of the task; null when the log does not say. */
  readonly task: string | null;
  /** When it started, ISO 8601; null when the log does not say. */
  readonly at: string | null;
  /** The reason why it ended; `unfinished` while it runs, or when it was killed; `unreadable` when its log is damaged. */
  readonly state: StopReason | "unfinished" | "unreadable";
  /** The last step, and how many there were to be. */
  readonly step: number;
  readonly steps: number;
  readonly initial: { readonly score: number | null };
  readonly best: { readonly score: number | null; readonly step: number };
  readonly usage: FinishedEvent["usage"];
  readonly evaluations: number;
  readonly seconds: number;
  /** The fault of a log that cannot be read to its end; the rest is of what came before. */
  readonly error?: string;
}

/** The run in a directory, as its log has it. */
export function runEntry(runDir: string): RunEntry {
  const view = new RunView();
  let error: string | undefined;
  try {
    for (const event of streamEventLog(join(runDir, "events.jsonl"))) view.apply(event);
  } catch (cause) {
    error = messageOf(cause);
  }
  const { started, finished, best, spent, initialScore } = view;
  const { evaluations, seconds, ...usage } = spent;
  return {
    type: "run",
    runDir,
    task: started?.task.name ?? null,
    at: started?.at ?? null,
    state: error === undefined ? finished?.stopReason ?? "unfinished" : "unreadable",
    step: view.step,
    steps: started?.steps ?? 0,
    initial: { score: initialScore },
    best: { score: best?.score ?? initialScore, step: best?.step ?? 0 },
    usage,
    evaluations,
    seconds,
    ...(error === undefined ? {} : { error }),
  };
}

/**
 * The directories of runs: those directly in a folder, or the folder itself, by name.
 *
 * @throws {UsageError} when it cannot be read
 */
export function runsIn(folder: string): readonly string[] {
  if (hasLog(folder)) return [folder];
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name)).filter(hasLog)
      .sort();
  } catch (cause) {
    const isMissing = cause instanceof Deno.errors.NotFound;
    throw new UsageError(
      `Cannot list the runs in "${folder}": ${
        isMissing ? "there is no such folder" : messageOf(cause)
      }`,
      { cause, advice: "Name a folder of runs; optimize makes them in opto-runs." },
    );
  }
}

function hasLog(folder: string): boolean {
  try {
    return Deno.statSync(join(folder, "events.jsonl")).isFile;
  } catch {
    return false; // no run: there is no log that could be read
  }
}
