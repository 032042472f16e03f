/**
 * Routes that create, list, show and cancel jobs.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { currentHolder, needs, type RequestEnv } from "../access/access.ts";
import { type Holder, onlyHolder } from "../access/holder.ts";
import { fieldFault, refuseInvalid } from "../answer_problems.ts";
import { boundedOptions, boundedTaskLimits } from "../bounded_options.ts";
import { idempotencyHeader, idempotencyKey, requireSameRequest } from "../idempotency_key.ts";
import { isFinal, type Job, type JobRequest } from "../../jobs/job.ts";
import { jobListSchema, jobRequestSchema, jobSchema } from "../job_schema.ts";
import type { JobEvents } from "../../jobs/job_events.ts";
import type { JobQueue } from "../../jobs/job_queue.ts";
import type { JobContent, JobStore } from "../../jobs/job_store.ts";
import { QueueFullError } from "../../jobs/queue_full_error.ts";
import type { ServerLimits } from "../limits.ts";
import type { Offer } from "../../jobs/offer.ts";
import type { TaskSource } from "../../task/task_source.ts";
import { checkSource, sourceLimits } from "../../untrusted/task_source.ts";
import { TaskError } from "../../errors.ts";
import { traceContext } from "../../spans.ts";
import { holderProblems, Problem, problemResponses } from "../problem.ts";
import { addWithinSpending } from "../add_within_spending.ts";
import { placesOf, queueFull } from "../queue_places.ts";
import { requireSourceSize } from "../source_size.ts";
import { findJob, isJobId, jobPath } from "./find_job.ts";

const jobContent = { "application/json": { schema: jobSchema } };

const createJob = createRoute({
  ...needs("submit"),
  method: "post",
  path: "/v1/jobs",
  operationId: "createJob",
  summary: "Create a job",
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: jobRequestSchema } } },
  },
  responses: {
    200: { description: "The job that this idempotency key has made before", content: jobContent },
    202: {
      description: "Queued, and saved on disk",
      content: jobContent,
      headers: z.object({
        location: z.string().openapi({ description: "Path of the job", example: "/v1/jobs/9748…" }),
      }),
    },
    ...problemResponses(
      ...["bad-json", "bad-header", ...holderProblems, "forbidden"] as const,
      ...["too-large", "source-too-large", "not-json", "invalid-job", "key-reused"] as const,
      ...["queue-full", "spending-reached", "source-not-allowed"] as const,
      ...["store-failed", "store-full"] as const,
    ),
  },
});

const listJobs = createRoute({
  ...needs("read"),
  method: "get",
  path: "/v1/jobs",
  operationId: "listJobs",
  summary: "List jobs, newest first",
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50)
        .openapi({ description: "Page size" }),
      before: z.string().optional().openapi({ description: "The last id of the page before" }),
    }),
  },
  responses: {
    200: {
      description: "A page of jobs",
      content: { "application/json": { schema: jobListSchema } },
    },
    ...problemResponses("bad-query", ...holderProblems),
  },
});

const getJob = createRoute({
  ...needs("read"),
  method: "get",
  path: "/v1/jobs/{id}",
  operationId: "getJob",
  summary: "Show a job",
  request: { params: jobPath },
  responses: {
    200: { description: "The job", content: jobContent },
    ...problemResponses(...holderProblems, "unknown-job"),
  },
});

const cancelJob = createRoute({
  ...needs("submit"),
  method: "delete",
  path: "/v1/jobs/{id}",
  operationId: "cancelJob",
  summary: "Cancel a job",
  request: { params: jobPath },
  responses: {
    200: { description: "It is cancelled", content: jobContent },
    202: { description: "It runs and is being stopped; its results are kept", content: jobContent },
    ...problemResponses(
      ...[...holderProblems, "forbidden", "unknown-job", "already-over"] as const,
      ...["store-failed", "store-full"] as const,
    ),
  },
});

/** Dependencies of the routes. */
export interface JobRoutesOptions {
  readonly store: JobStore;
  readonly events: Pick<JobEvents, "read">;
  readonly queue: Pick<JobQueue, "wake" | "cancel">;
  readonly offer: Offer;
  readonly limits: Pick<
    ServerLimits,
    "maxQueued" | "maxJobConcurrency" | "maxTaskMemoryMb" | "maxTaskProcessorMs" | "maxSourceBytes"
  >;
  /** Receives errors of which no request is told. */
  readonly onError: (error: unknown) => void;
}

/** Routes `/v1/jobs` and `/v1/jobs/{id}`. */
export function jobRoutes(
  { store, events, queue, offer, limits, onError }: JobRoutesOptions,
): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid });
  app.openapi(createJob, async (c) => {
    const request = c.req.valid("json");
    const holder = currentHolder(c);
    requireSourceSize(request.source, holder, limits);
    const content = contentOf(request, { offer, holder, limits });
    const header = c.req.valid("header")["idempotency-key"];
    const key = header === undefined ? undefined : idempotencyKey(header);
    const known = key === undefined ? undefined : await store.withKey(key, holder.id);
    const again = async (job: Job) => {
      const options = await store.asked(job.id) ?? job.options;
      requireSameRequest({ ...job, options }, content);
      return c.json(job, 200, { location: pathOf(job) });
    };
    if (known !== undefined) return await again(known);
    requireOffered(content, offer);
    requireConcurrency(content, limits.maxJobConcurrency);
    const id = crypto.randomUUID();
    const { running: maxRunning, spending } = holder.limits;
    const traceParent = traceParentOf(c.req.header("traceparent"));
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
    return c.json(job, 202, { location: pathOf(job) });
  });
  app.openapi(listJobs, async (c) => {
    const { limit, before } = c.req.valid("query");
    if (before !== undefined && !isJobId(before)) return c.json({ jobs: [] }, 200);
    const holder = onlyHolder(currentHolder(c));
    const page = { limit, holder, ...(before === undefined ? {} : { before }) };
    return c.json({ jobs: [...await store.list(page)] }, 200);
  });
  app.openapi(getJob, async (c) => c.json(await findJob(c, store), 200));
  app.openapi(cancelJob, async (c) => {
    const known = await findJob(c, store);
    if (known.state === "cancelled") return c.json(known, 200);
    if (isFinal(known.state)) {
      throw new Problem("already-over", { detail: `It is ${known.state}.` });
    }
    const job = await queue.cancel(known.id) ?? known;
    return isFinal(job.state) ? c.json(job, 200) : c.json(job, 202);
  });
  return app;
}

/** A header that names a trace; another is ignored, as W3C Trace Context demands. */
function traceParentOf(header = ""): string | undefined {
  return traceContext(header) === undefined ? undefined : header;
}

function pathOf({ id }: Job): string {
  return `/v1/jobs/${id}`;
}

/** What a request asks for. @throws {Problem} when it has no task or two, or brings one where that is not offered */
function contentOf(
  { task, source, name, options = {} }: JobRequest,
  { offer, holder, limits }: {
    readonly offer: Offer;
    readonly holder: Holder;
    readonly limits: JobRoutesOptions["limits"];
  },
): JobContent {
  if (source !== undefined && task === undefined && !offer.sources) throw sourceNotAllowed(offer);
  if ((task === undefined) === (source === undefined)) {
    const detail = task === undefined
      ? "Received neither task nor source"
      : "Received both task and source";
    throw new Problem("invalid-job", {
      detail: "See errors for the fields at fault.",
      errors: [fieldFault(["task"], `${detail}; a job has one of them`)],
    });
  }
  if (task !== undefined && options.taskLimits !== undefined) {
    throw new Problem("invalid-job", {
      detail: "See errors for the fields at fault.",
      errors: [fieldFault(["options", "taskLimits"], "Only a job that brings its task has them")],
    });
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
  if (errors.length === 0) return;
  throw new Problem("invalid-job", { detail: "See errors for the fields at fault.", errors });
}

/** @throws {Problem} `invalid-job` when the job asks for more concurrency than the operator allows */
function requireConcurrency({ options }: JobContent, most: number): void {
  const asked = options.concurrency ?? 1;
  if (asked <= most) return;
  const detail = `Received ${asked}; this server allows at most ${most}`;
  throw new Problem("invalid-job", {
    detail: "See errors for the fields at fault.",
    errors: [fieldFault(["options", "concurrency"], detail)],
  });
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
    const fault = fieldFault(["source"], `${error.message}. ${error.advice ?? ""}`.trim());
    throw new Problem("invalid-job", {
      detail: "See errors for the fields at fault.",
      errors: [fault],
    });
  }
}

function sourceNotAllowed({ tasks }: Offer): Problem {
  const names = tasks.map(({ name }) => name).join(", ");
  return new Problem("source-not-allowed", {
    detail: (names === "" ? "" : `Name one of the registered tasks instead: ${names}. `) +
      "The operator may allow sources with serve --allow-source.",
  });
}
