/**
 * Routes for monitors: health, readiness and metrics.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { JobQueue } from "../../jobs/job_queue.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import { needs, type RequestEnv } from "../access/access.ts";
import { metricsType } from "../metrics/metrics.ts";
import type { Operations } from "../operations.ts";
import { holderProblems, Problem, problemResponses } from "../problem.ts";
import { checkOf, type NeededPart } from "../readiness.ts";

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
  summary: "Whether jobs are accepted and started",
  description:
    "Writes to the job store and the run directory at most once a second, and starts a " +
    "sandbox at most once a minute. No model is asked: `models` tells how the last calls of jobs " +
    "ended, and has no influence on the status.",
  security: [],
  responses: {
    200: {
      description: "They are",
      content: {
        "application/json": {
          schema: z.object({
            status: z.literal("ready"),
            models: z.enum(["unknown", "ok", "failing"]),
          }),
        },
      },
    },
    ...problemResponses("not-ready"),
  },
});

const metrics = createRoute({
  ...needs("admin"),
  method: "get",
  path: "/metrics",
  operationId: "getMetrics",
  summary: "Jobs, evaluations, faults and model calls, for Prometheus",
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
  readonly store: Pick<JobStore, "count">;
  /** The parts that a job needs. */
  readonly needed: readonly NeededPart[];
  readonly operations: Pick<Operations, "models" | "metricsText">;
  readonly queue: Pick<JobQueue, "isOpen">;
  readonly onError: (error: unknown) => void;
}

/** Routes `/healthz`, `/readyz` and `/metrics`. */
export function healthRoutes(
  { store, needed, operations, queue, onError }: HealthRoutesOptions,
): OpenAPIHono<RequestEnv> {
  const checks = needed.map((part) => checkOf(part, { onError }));
  const headers = { "retry-after": "5" };
  return new OpenAPIHono<RequestEnv>()
    .openapi(health, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(readiness, async (c) => {
      if (!queue.isOpen) throw new Problem("not-ready", { headers });
      const faults = (await Promise.all(checks.map((check) => check())))
        .filter((fault) => fault !== undefined);
      if (faults.length > 0) {
        const detail = faults.map((fault) => `${fault}.`).join(" ");
        throw new Problem("not-ready", { detail, headers });
      }
      return c.json({ status: "ready" as const, models: operations.models }, 200);
    })
    .openapi(metrics, async (c) => {
      const text = operations.metricsText(await store.count());
      return c.text(text, 200, { "content-type": metricsType });
    });
}
