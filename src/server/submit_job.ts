/**
 * Checks requests for jobs, and adds their jobs to the queue.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import type { Job, JobRequest } from "../jobs/job.ts";
import type { JobEvents } from "../jobs/job_events.ts";
import type { JobQueue } from "../jobs/job_queue.ts";
import type { JobContent, JobStore } from "../jobs/job_store.ts";
import type { Offer } from "../jobs/offer.ts";
import { QueueFullError } from "../jobs/queue_full_error.ts";
import type { TaskSource } from "../task/task_source.ts";
import { checkSource, sourceLimits } from "../untrusted/task_source.ts";
import type { Holder } from "./access/holder.ts";
import { addWithinSpending } from "./add_within_spending.ts";
import { fieldFault } from "./answer_problems.ts";
import { boundedOptions, boundedTaskLimits } from "./bounded_options.ts";
import { requireSameRequest } from "./idempotency_key.ts";
import type { ServerLimits } from "./limits.ts";
import { type FieldFault, Problem } from "./problem.ts";
import { placesOf, queueFull } from "./queue_places.ts";
import { requireSourceSize } from "./source_size.ts";

/** What a new job meets. */
export interface SubmitParts {
  readonly store: JobStore;
  readonly events: Pick<JobEvents, "read">;
  readonly queue: Pick<JobQueue, "wake">;
  readonly offer: Offer;
  readonly limits: Pick<
    ServerLimits,
    "maxQueued" | "maxJobConcurrency" | "maxTaskMemoryMb" | "maxTaskProcessorMs" | "maxSourceBytes"
  >;
  /** Receives errors of which no request is told. */
  readonly onError: (error: unknown) => void;
}

/** Where a request comes from. */
export interface Submission {
  readonly holder: Holder;
  /** Key chosen by the client; a request that comes again has the same one. */
  readonly idempotencyKey?: string | undefined;
  /** The header `traceparent` of the request. */
  readonly traceParent?: string | undefined;
}

/**
 * Adds the job that a valid request asks for; gives an older one that its idempotency key has made.
 *
 * @throws {Problem} where the job is not on offer, or exceeds a limit
 */
export async function submitJob(
  request: JobRequest,
  { holder, idempotencyKey: key, traceParent }: Submission,
  { store, events, queue, offer, limits, onError }: SubmitParts,
): Promise<{ readonly job: Job; readonly isNew: boolean }> {
  requireSourceSize(request.source, holder, limits);
  const content = contentOf(request, { offer, holder, limits });
  const known = key === undefined ? undefined : await store.withKey(key, holder.id);
  const again = async (job: Job) => {
    const options = await store.asked(job.id) ?? job.options;
    requireSameRequest({ ...job, options }, content);
    return { job, isNew: false };
  };
  if (known !== undefined) return await again(known);
  requireOffered(content, offer);
  requireConcurrency(content, limits.maxJobConcurrency);
  const id = crypto.randomUUID();
  const { running: maxRunning, spending } = holder.limits;
  const limited = { maxRunning, spending, ...placesOf(holder, limits), ...content };
  const job = await addWithinSpending({ id, idempotencyKey: key, traceParent, ...limited }, {
    store,
    events,
    onError,
  }).catch(async (error) => {
    throw error instanceof QueueFullError ? await queueFull(error, store, holder) : error;
  });
  if (job.id !== id) return await again(job); // another request with this key was faster
  queue.wake();
  return { job, isNew: true };
}

/** What a request asks for. @throws {Problem} when it has no task or two, or brings one where that is not offered */
function contentOf(
  { task, source, name, options = {} }: JobRequest,
  { offer, holder, limits }: {
    readonly offer: Offer;
    readonly holder: Holder;
    readonly limits: SubmitParts["limits"];
  },
): JobContent {
  if (source !== undefined && task === undefined && !offer.sources) throw sourceNotAllowed(offer);
  if ((task === undefined) === (source === undefined)) {
    const detail = task === undefined
      ? "Received neither task nor source"
      : "Received both task and source";
    throw invalidJob(fieldFault(["task"], `${detail}; a job has one of them`));
  }
  if (task !== undefined && options.taskLimits !== undefined) {
    const detail = "Only a job that brings its task has them";
    throw invalidJob(fieldFault(["options", "taskLimits"], detail));
  }
  const bounded = boundedOptions(options, holder.limits);
  const taskLimits = boundedTaskLimits(options, holder.limits, limits);
  return {
    task: task ?? checkedSource(source ?? ""),
    options: source === undefined ? bounded : { ...bounded, taskLimits },
    holder: holder.id,
    ...(name === undefined ? {} : { name }),
  };
}

/** @throws {Problem} `invalid-job` when the task or the model is not on offer */
function requireOffered({ task, options }: JobContent, { tasks, models }: Offer): void {
  const names = tasks.map(({ name }) => name);
  const errors = [
    ...(typeof task !== "string" || names.includes(task)
      ? []
      : [fieldFault(["task"], `Received "${task}"; registered are: ${names.join(", ")}`)]),
    ...(["model", "agentModel"] as const).flatMap((field) => {
      const model = options[field];
      return model === undefined || models.includes(model)
        ? []
        : [fieldFault(["options", field], modelAdvice(models))];
    }),
  ];
  if (errors.length > 0) throw invalidJob(...errors);
}

/** @throws {Problem} `invalid-job` when the job asks for more concurrency than the operator allows */
function requireConcurrency({ options }: JobContent, most: number): void {
  const asked = options.concurrency ?? 1;
  if (asked <= most) return;
  const detail = `Received ${asked}; this server allows at most ${most}`;
  throw invalidJob(fieldFault(["options", "concurrency"], detail));
}

function modelAdvice(models: readonly string[]): string {
  return models.length === 0
    ? "This server offers no model; its operator may name some with --model"
    : `Models on offer are: ${models.join(", ")}`;
}

/** The source of a request as files. @throws {Problem} `invalid-job` when a path or a size is not allowed */
function checkedSource(source: string | TaskSource): TaskSource {
  const given = typeof source === "string"
    ? { files: { "task.ts": source }, entry: "task.ts" }
    : source;
  try {
    checkSource(given, { ...sourceLimits, maxSourceBytes: Infinity }); // its bytes are counted before
    return given;
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    throw invalidJob(fieldFault(["source"], `${error.message}. ${error.advice ?? ""}`.trim()));
  }
}

function invalidJob(...errors: FieldFault[]): Problem {
  return new Problem("invalid-job", { detail: "See errors for the fields at fault.", errors });
}

function sourceNotAllowed({ tasks }: Offer): Problem {
  const names = tasks.map(({ name }) => name).join(", ");
  return new Problem("source-not-allowed", {
    detail: (names === "" ? "" : `Name one of the registered tasks instead: ${names}. `) +
      "The operator may allow sources with serve --allow-source.",
  });
}
