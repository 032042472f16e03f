/**
 * Routes that create, list, show and cancel jobs.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { currentHolder, needs, type RequestEnv } from "../access/access.ts";
import { onlyHolder } from "../access/holder.ts";
import { refuseInvalid } from "../answer_problems.ts";
import { idempotencyHeader, idempotencyKey } from "../idempotency_key.ts";
import { isFinal, type Job } from "../../jobs/job.ts";
import { jobListSchema, jobRequestSchema, jobSchema } from "../job_schema.ts";
import type { JobQueue } from "../../jobs/job_queue.ts";
import { traceContext } from "../../spans.ts";
import { holderProblems, Problem, problemResponses } from "../problem.ts";
import { submitJob, type SubmitParts } from "../submit_job.ts";
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
export interface JobRoutesOptions extends SubmitParts {
  readonly queue: Pick<JobQueue, "wake" | "cancel">;
}

/** Routes `/v1/jobs` and `/v1/jobs/{id}`. */
export function jobRoutes(parts: JobRoutesOptions): OpenAPIHono<RequestEnv> {
  const { store, queue } = parts;
  const app = new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid });
  app.openapi(createJob, async (c) => {
    const header = c.req.valid("header")["idempotency-key"];
    const { job, isNew } = await submitJob(c.req.valid("json"), {
      holder: currentHolder(c),
      idempotencyKey: header === undefined ? undefined : idempotencyKey(header),
      traceParent: traceParentOf(c.req.header("traceparent")),
    }, parts);
    return c.json(job, isNew ? 202 : 200, { location: pathOf(job) });
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
