/**
 * Runs jobs of registered tasks, each in its own run directory, so that it can be resumed.
 *
 * @module
 */
import { openModel } from "../model/open_model.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { executeTask } from "../run/optimize.ts";
import { defaultConcurrency, type RunOptions } from "../run/run_settings.ts";
import { superviseRun } from "../supervise/supervise_run.ts";
import type { Task } from "../task/task.ts";
import type { TaskSource } from "../task/task_source.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import { TaskError, UsageError } from "../errors.ts";
import type { Job } from "./job.ts";
import type { JobEvents } from "./job_events.ts";
import type { RunJob } from "./job_queue.ts";
import type { OfferedTask } from "./offer.ts";

/** A registered task: a module, whose jobs run in child processes, or an object of this process. */
export type ServedTask = OfferedTask & ({ readonly url: string } | { readonly task: Task });

/** A model that the operator offers: an object, or a name and a server. */
type OfferedModel = LanguageModel | {
  readonly name: string;
  readonly baseUrl?: string | undefined;
};

/** Tasks, event logs and models of the jobs. */
export interface RegisteredTasks {
  readonly tasks: ReadonlyMap<string, ServedTask>;
  readonly events: JobEvents;
  /** The models that the operator offers, by name. */
  readonly models: ReadonlyMap<string, OfferedModel>;
  /** Evaluations at the same time in one job, also in one that was queued under a higher limit. */
  readonly maxConcurrency: number;
  /** Gives the source that a job brought; undefined where such jobs are not run. */
  readonly sourceOf?: ((job: Job) => Promise<TaskSource | undefined>) | undefined;
  /**
   * Database over whose workers a job is spread that asks for more evaluations at the same time than this machine has cores.
   *
   * @default none
   */
  readonly database?: string | undefined;
  /** Called with each line that the process of a job prints. */
  readonly onOutput?: ((job: Job, line: string) => void) | undefined;
}

/** Makes the runner of jobs. */
export function runRegisteredTask(registered: RegisteredTasks): RunJob {
  const { events, models, maxConcurrency, database, onOutput } = registered;
  return async (job, { signal }) => {
    const task = await taskOf(job, registered);
    const { model: modelName, agentModel: agentName, taskLimits = {}, ...limits } = job.options;
    const { concurrency = defaultConcurrency(), ...given } = limits;
    const model = modelName === undefined ? null : offeredModel(modelName, models);
    const agentModel = agentName === undefined ? null : offeredModel(agentName, models);
    const options = {
      ...given,
      concurrency: Math.min(concurrency, maxConcurrency),
      runDir: events.runDir(job.id),
      resume: await hasEvents(events.logPath(job.id)),
    };
    const traceParent = job.traceParent ?? undefined;
    const notify = () => events.notify(job.id);
    const isUntrusted = "isUntrusted" in task;
    const isSpread = database !== undefined && options.concurrency > navigator.hardwareConcurrency;
    if ("task" in task) {
      return await runHere(task.task, {
        ...{ options, model, agentModel, signal, traceParent, notify },
      });
    }
    return await superviseRun({
      kind: "run",
      taskSource: task.url,
      ...(isUntrusted ? { untrusted: taskLimits } : {}),
      options,
      hasEvents: false,
      isSpread,
      traceParent,
      model: {
        named: modelName,
        mayBeOwn: false,
        baseUrl: serverOf(model),
        agent: { named: agentName, baseUrl: serverOf(agentModel) ?? null },
        replay: undefined,
        record: undefined,
      },
    }, {
      signal,
      // The process of the run, which is not that of a source, knows the database if it needs it.
      env: { OPTO_DATABASE: isSpread ? database : "" },
      onEvent: notify,
      onNews: notify,
      onOutput: (line) => onOutput?.(job, line),
    });
  };
}

/** A source that is carried out without permissions. */
interface StrangersTask {
  /** Path of its entry. */
  readonly url: string;
  readonly isUntrusted: true;
}

/** The task of a job. @throws {TaskError} when it is not offered any longer, or is a source that may not be run */
async function taskOf(
  job: Job,
  { tasks, events, sourceOf }: RegisteredTasks,
): Promise<ServedTask | StrangersTask> {
  if (job.task !== null) {
    const task = tasks.get(job.task);
    if (task !== undefined) return task;
    throw new TaskError(`Cannot run the task "${job.task}": this server no longer offers it`);
  }
  const source = await sourceOf?.(job);
  if (source === undefined) {
    throw new TaskError(
      "Cannot run a task that came with its job: this server takes registered tasks only",
    );
  }
  const { writeSource } = await import("./source_files.ts");
  return { url: await writeSource(events.runDir(job.id), source), isUntrusted: true };
}

/** Runs a task in this process. */
async function runHere(task: Task, { options, model, agentModel, signal, traceParent, notify }: {
  readonly options: RunOptions;
  readonly model: OfferedModel | null;
  readonly agentModel: OfferedModel | null;
  readonly signal: AbortSignal;
  readonly traceParent: string | undefined;
  readonly notify: () => void;
}): Promise<FinishedEvent> {
  const run = executeTask(task, {
    ...options,
    model: model && await opened(model),
    ...(agentModel === null ? {} : { agentModel: await opened(agentModel) }),
    signal,
  }, { traceParent });
  let finished: FinishedEvent | undefined;
  for await (const event of run) {
    if (event.type === "finished") finished = event;
    notify();
  }
  await run.result;
  if (finished !== undefined) return finished;
  throw new Error("The run ended without a finished event");
}

function offeredModel(name: string, models: RegisteredTasks["models"]): OfferedModel {
  const model = models.get(name);
  if (model !== undefined) return model;
  throw new UsageError(`Cannot ask the model "${name}": this server no longer offers it`);
}

function serverOf(model: OfferedModel | null): string | undefined {
  return model !== null && "baseUrl" in model ? model.baseUrl : undefined;
}

async function opened(model: OfferedModel): Promise<LanguageModel> {
  if ("generate" in model) return model;
  const apiKey = Deno.env.get("OPENAI_API_KEY") || undefined;
  return await openModel(model.name, {
    baseUrl: model.baseUrl,
    apiKey,
    env: (name) => Deno.env.get(name),
  });
}

async function hasEvents(logPath: string): Promise<boolean> {
  try {
    return (await Deno.stat(logPath)).size > 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
