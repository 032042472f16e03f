/**
 * Routes for monitors: health, readiness and metrics.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { JobQueue } from "../../jobs/job_queue.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import { needs, type RequestEnv } from "../access/access.ts";
import { metricsText } from "../metrics.ts";
import { holderProblems, Problem, problemResponses } from "../problem.ts";
import { readiness as readinessOf, type WritingPart } from "../readiness.ts";

const health = createRoute({
  method: "get",
  path: "/healthz",
  operationId: "getHealth",
  summary: "Whether the server answers",
  security: [],
  responses: {
    200: {
      description: "It does",
      content: { "application/json": { schema: z.object({ status: z.literal("ok") }) } },
    },
  },
});

const readiness = createRoute({
  method: "get",
  path: "/readyz",
  operationId: "getReadiness",
  summary: "Whether jobs are accepted",
  description: "Writes to the job store and the run directory, at most once a second.",
  security: [],
  responses: {
    200: {
      description: "They are",
      content: { "application/json": { schema: z.object({ status: z.literal("ready") }) } },
    },
    ...problemResponses("not-ready"),
  },
});

const metrics = createRoute({
  ...needs("admin"),
  method: "get",
  path: "/metrics",
  operationId: "getMetrics",
  summary: "Number of jobs by state, for Prometheus",
  responses: {
    200: {
      description: "Metrics",
      content: { "text/plain": { schema: z.string(), example: 'opto_jobs{state="done"} 3' } },
    },
    ...problemResponses(...holderProblems),
  },
});

/** Dependencies of the routes. */
export interface HealthRoutesOptions {
  readonly store: JobStore;
  readonly events: WritingPart;
  readonly queue: Pick<JobQueue, "isOpen">;
  readonly onError: (error: unknown) => void;
}

/** Routes `/healthz`, `/readyz` and `/metrics`. */
export function healthRoutes(
  { store, events, queue, onError }: HealthRoutesOptions,
): OpenAPIHono<RequestEnv> {
  const failures = readinessOf([store, events], { onError });
  const headers = { "retry-after": "5" };
  return new OpenAPIHono<RequestEnv>()
    .openapi(health, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(readiness, async (c) => {
      if (!queue.isOpen) throw new Problem("not-ready", { headers });
      const errors = await failures();
      if (errors.length > 0) {
        const detail = errors.map(({ summary }) => `${summary}.`).join(" ");
        throw new Problem("not-ready", { detail, headers });
      }
      return c.json({ status: "ready" as const }, 200);
    })
    .openapi(metrics, async (c) => c.text(metricsText(await store.count()), 200));
}
