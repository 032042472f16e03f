/**
 * Routes of the form for a new job: shows it, empty or filled as for an earlier job, and takes it from browsers without
 * JavaScript.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type RequestEnv, requireScope } from "../access/access.ts";
import type { Holder } from "../access/holder.ts";
import { asProblem, refuseInvalid } from "../answer_problems.ts";
import { requireOwnPage } from "../foreign_sites.ts";
import { formBody } from "../form_body.ts";
import { leftToSpend } from "../holder_spending.ts";
import { jobRequestSchema } from "../job_schema.ts";
import { jobFormPage } from "../page/job_form.tsx";
import { formOfJob, postedForm, requestOfForm } from "../page/job_form_content.ts";
import { submitJob, type SubmitParts } from "../submit_job.ts";
import type { Job, JobRequest } from "../../jobs/job.ts";
import { StoreError } from "../../jobs/store_error.ts";
import { jobOf } from "./find_job.ts";

/** Route `/new`. */
export function newJobRoutes(parts: SubmitParts): Hono<RequestEnv> {
  const { store, offer, onError } = parts;
  const app = new Hono<RequestEnv>();
  const left = (holder: Holder) => leftToSpend(holder, parts);
  app.get("/new", async (c) => {
    const holder = requireScope(c, "submit");
    const from = c.req.query("from");
    const content = from === undefined ? undefined : await contentOf(c, from);
    return c.html(jobFormPage(offer, { left: await left(holder), content }));
  });
  app.post("/new", requireOwnPage(), async (c) => {
    const holder = requireScope(c, "submit");
    const content = postedForm(await formBody(c.req));
    try {
      const { job } = await submitJob(validRequest(requestOfForm(content)), { holder }, parts);
      return c.redirect(`/jobs/${job.id}`, 303);
    } catch (error) {
      const problem = asProblem(error);
      if (problem === undefined) throw error;
      if (error instanceof StoreError) onError(error);
      const { status, title, headers } = problem.toParts();
      const wait = headers["retry-after"];
      if (wait !== undefined) c.header("retry-after", wait);
      const refusal = { title, message: problem.message, faults: problem.faults };
      const page = jobFormPage(offer, { left: await left(holder), content, refusal });
      return c.html(page, status as ContentfulStatusCode); // as: a problem has a body
    }
  });
  return app;

  /** Filled as for an earlier job. @throws {Problem} `unknown-job` where the holder may not see it */
  async function contentOf(c: Context<RequestEnv>, from: string) {
    requireScope(c, "read");
    const job: Job = await jobOf(c, store, from);
    const options = await store.asked(job.id) ?? job.options;
    return formOfJob(job, { options, source: await store.source(job.id) });
  }
}

/** @throws {Problem} `invalid-job` */
function validRequest(value: unknown): JobRequest {
  const result = jobRequestSchema.safeParse(value);
  if (result.success) return result.data;
  refuseInvalid({ target: "json", ...result });
  throw result.error;
}
