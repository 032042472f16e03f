/**
 * Routes for the results of a job: its best candidate and its report.
 *
 * @module
 */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { Semaphore } from "../../model/semaphore.ts";
import type { RunEvent } from "../../trainer/event.ts";
import { needs, type RequestEnv } from "../access/access.ts";
import { refuseInvalid } from "../answer_problems.ts";
import { bestSchema } from "../job_schema.ts";
import type { JobEvents, LoggedEvent } from "../../jobs/job_events.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import { holderProblems, Problem, problemResponses } from "../problem.ts";
import { contentSecurityPolicy } from "../security_headers.ts";
import { findJob, jobPath } from "./find_job.ts";

const getBest = createRoute({
  ...needs("read"),
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
    ...problemResponses(...holderProblems, "unknown-job", "not-yet"),
  },
});

const getReport = createRoute({
  ...needs("read"),
  method: "get",
  path: "/v1/jobs/{id}/report",
  operationId: "getReport",
  summary: "Show the report of the run",
  request: { params: jobPath },
  responses: {
    200: { description: "A page", content: { "text/html": { schema: z.string() } } },
    ...problemResponses(...holderProblems, "unknown-job", "not-yet"),
  },
});

/** Dependencies of the routes. */
export interface ResultRoutesOptions {
  readonly store: JobStore;
  readonly events: JobEvents;
}

/** Routes `/v1/jobs/{id}/best` and `/v1/jobs/{id}/report`. */
export function resultRoutes({ store, events }: ResultRoutesOptions): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>({ defaultHook: refuseInvalid });
  const reports = new Semaphore(1); // one at a time, for each holds a whole log in memory
  async function reportOf(id: string): Promise<string> {
    const log: RunEvent[] = [];
    for await (const { json } of events.read(id)) log.push(JSON.parse(json));
    if (log.length === 0) throw new Problem("not-yet", { detail: "The run has not begun." });
    const { renderReport } = await import("../../run/report.ts"); // not needed to start
    return renderReport(log);
  }
  app.openapi(getBest, async (c) => {
    const { id } = await findJob(c, store);
    let best: LoggedEvent | undefined;
    for await (const event of events.read(id)) if (event.type === "best") best = event;
    if (best === undefined) throw new Problem("not-yet", { detail: "No candidate was measured." });
    const { step, candidate, score, parameters } = JSON.parse(best.json);
    return c.json({ step, candidate, score, parameters }, 200);
  });
  app.openapi(getReport, async (c) => {
    const { id } = await findJob(c, store);
    const report = await reports.run(() => reportOf(id));
    c.header("content-security-policy", contentSecurityPolicy.report);
    return c.html(report);
  });
  return app;
}
