/**
 * Routes for monitors: health, readiness and metrics.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { JobQueue } from "../job_queue.ts";
import type { JobStore } from "../job_store.ts";
import { metricsText } from "../metrics.ts";
import { Problem, problemResponse } from "../problem.ts";

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
  security: [],
  responses: {
    200: {
      description: "They are",
      content: { "application/json": { schema: z.object({ status: z.literal("ready") }) } },
    },
    default: problemResponse,
  },
});

const metrics = createRoute({
  method: "get",
  path: "/metrics",
  operationId: "getMetrics",
  summary: "Number of jobs by state, for Prometheus",
  responses: {
    200: { description: "Metrics", content: { "text/plain": { schema: z.string() } } },
    default: problemResponse,
  },
});

/** Routes `/healthz`, `/readyz` and `/metrics`. */
export function healthRoutes(
  { store, queue }: { readonly store: JobStore; readonly queue: Pick<JobQueue, "isOpen"> },
): OpenAPIHono {
  return new OpenAPIHono()
    .openapi(health, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(readiness, async (c) => {
      if (!queue.isOpen) throw new Problem("not-ready", { headers: { "retry-after": "5" } });
      await store.count();
      return c.json({ status: "ready" as const }, 200);
    })
    .openapi(metrics, async (c) => c.text(metricsText(await store.count()), 200));
}
