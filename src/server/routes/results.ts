/**
 * Routes for the results of a job: its best candidate and its report.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { renderReport } from "../../run/report.ts";
import type { RunEvent } from "../../trainer/event.ts";
import { refuseInvalid } from "../answer_problems.ts";
import { bestSchema } from "../job_schema.ts";
import type { JobEvents } from "../job_events.ts";
import type { JobStore } from "../job_store.ts";
import { Problem, problemResponse } from "../problem.ts";
import { findJob, jobPath } from "./find_job.ts";

const getBest = createRoute({
  method: "get",
  path: "/v1/jobs/{id}/best",
  operationId: "getBest",
  summary: "Show the best parameters so far",
  request: { params: jobPath },
  responses: {
    200: {
      description: "The best candidate",
      content: { "application/json": { schema: bestSchema } },
    },
    default: problemResponse,
  },
});

const getReport = createRoute({
  method: "get",
  path: "/v1/jobs/{id}/report",
  operationId: "getReport",
  summary: "Show the report of the run",
  request: { params: jobPath },
  responses: {
    200: { description: "A page", content: { "text/html": { schema: z.string() } } },
    default: problemResponse,
  },
});

/** Dependencies of the routes. */
export interface ResultRoutesOptions {
  readonly store: JobStore;
  readonly events: JobEvents;
}

/** Routes `/v1/jobs/{id}/best` and `/v1/jobs/{id}/report`. */
export function resultRoutes({ store, events }: ResultRoutesOptions): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: refuseInvalid });
  async function logOf(id: string): Promise<readonly RunEvent[]> {
    await findJob(store, id);
    return (await events.read(id)).map(({ json }) => JSON.parse(json));
  }
  app.openapi(getBest, async (c) => {
    const log = await logOf(c.req.valid("param").id);
    const best = log.findLast((event) => event.type === "best");
    if (best === undefined) throw new Problem("not-yet", { detail: "No candidate was measured." });
    const { step, candidate, score, parameters } = best;
    return c.json({ step, candidate, score, parameters }, 200);
  });
  app.openapi(getReport, async (c) => {
    const log = await logOf(c.req.valid("param").id);
    if (log.length === 0) throw new Problem("not-yet", { detail: "The run has not begun." });
    c.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    return c.html(await renderReport(log));
  });
  return app;
}
