/**
 * Runs the jobs of registered tasks, each in a run directory of its own, which makes every one resumable.
 *
 * @module
 */
import type { LanguageModel } from "../model/language_model.ts";
import { optimize } from "../run/optimize.ts";
import type { Task } from "../task/task.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import { TaskError } from "../errors.ts";
import type { JobEvents } from "./job_events.ts";
import type { RunJob } from "./job_queue.ts";

/** What jobs are run with. */
export interface RegisteredTasks {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly events: JobEvents;
  /** Opens a model that the operator offers. */
  readonly openModel: (name: string) => Promise<LanguageModel>;
}

/** Makes the runner of jobs. */
export function runRegisteredTask({ tasks, events, openModel }: RegisteredTasks): RunJob {
  return async (job, { signal }) => {
    const task = tasks.get(job.task);
    if (task === undefined) {
      throw new TaskError(
        `Cannot run the task "${job.task}": this server does not offer it any more`,
      );
    }
    const { model: modelName, ...options } = job.options;
    const run = optimize(task, {
      ...options,
      model: modelName === undefined ? null : await openModel(modelName),
      runDir: events.runDir(job.id),
      resume: await isBegun(events.logPath(job.id)),
      signal,
    });
    let finished: FinishedEvent | undefined;
    for await (const event of run) {
      if (event.type === "finished") finished = event;
      events.notify(job.id);
    }
    await run.result;
    if (finished !== undefined) return finished;
    throw new Error("The run ended without its last event");
  };
}

async function isBegun(logPath: string): Promise<boolean> {
  try {
    return (await Deno.stat(logPath)).size > 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
