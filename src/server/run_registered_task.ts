/**
 * Runs jobs of registered tasks, each in its own run directory, so that it can be resumed.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import { optimize } from "../run/optimize.ts";
import { defaultConcurrency } from "../run/run_settings.ts";
import type { Task } from "../task/task.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import { TaskError, UsageError } from "../errors.ts";
import type { JobEvents } from "./job_events.ts";
import type { RunJob } from "./job_queue.ts";

/** Tasks, event logs and models of the jobs. */
export interface RegisteredTasks {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly events: JobEvents;
  /** The models that the operator offers, by name. */
  readonly models: ReadonlyMap<string, LanguageModel>;
  /** Evaluations at the same time in one job, also in one that was queued under a higher limit. */
  readonly maxConcurrency: number;
}

/** Makes the runner of jobs. */
export function runRegisteredTask(
  { tasks, events, models, maxConcurrency }: RegisteredTasks,
): RunJob {
  return async (job, { signal }) => {
    const task = tasks.get(job.task);
    if (task === undefined) {
      throw new TaskError(
        `Cannot run the task "${job.task}": this server no longer offers it`,
      );
    }
    const { model: modelName, concurrency = defaultConcurrency(), ...options } = job.options;
    const run = optimize(task, {
      ...options,
      concurrency: Math.min(concurrency, maxConcurrency),
      model: modelName === undefined ? null : offeredModel(modelName, models),
      runDir: events.runDir(job.id),
      resume: await hasEvents(events.logPath(job.id)),
      signal,
    });
    let finished: FinishedEvent | undefined;
    for await (const event of run) {
      if (event.type === "finished") finished = event;
      events.notify(job.id);
    }
    await run.result;
    if (finished !== undefined) return finished;
    throw new Error("The run ended without a finished event");
  };
}

function offeredModel(name: string, models: RegisteredTasks["models"]): LanguageModel {
  const model = models.get(name);
  if (model !== undefined) return model;
  throw new UsageError(`Cannot ask the model "${name}": this server no longer offers it`);
}

async function hasEvents(logPath: string): Promise<boolean> {
  try {
    return (await Deno.stat(logPath)).size > 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
