/**
 * Routes of the pages for people: jobs, one job, comparison, the form of a new job, and the form that takes the token.
 *
 * @module
 */
import { type Context, Hono, type HonoRequest, type MiddlewareHandler } from "hono";
import { setCookie } from "hono/cookie";
import { isAuthorized, isSameSecret, tokenCookie } from "../access.ts";
import type { Job } from "../../jobs/job.ts";
import type { JobEvents } from "../../jobs/job_events.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import type { Offer } from "../../jobs/offer.ts";
import { pageAssets } from "../page/assets.ts";
import { comparePage, maxCompared } from "../page/compare_page.tsx";
import { jobCandidates } from "../page/job_candidates.tsx";
import { jobFaults } from "../page/job_faults.tsx";
import { figuresOf } from "../page/job_figures.ts";
import { jobFormPage } from "../page/job_form.tsx";
import type { JobPageName, ShownJob } from "../page/job_frame.tsx";
import { jobListPage } from "../page/job_list.tsx";
import { jobLog } from "../page/job_log.tsx";
import { jobOutputs } from "../page/job_outputs.tsx";
import { jobOverview } from "../page/job_overview.tsx";
import { jobTrace, tracePicture } from "../page/job_trace.tsx";
import { JobViews } from "../page/job_views.ts";
import { tokenPage } from "../page/token_page.tsx";
import { Problem } from "../problem.ts";
import { findJob } from "./find_job.ts";

const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Jobs on one page of the list. */
const pageSize = 20;

/** Dependencies of the routes. */
export interface PageRoutesOptions {
  readonly store: JobStore;
  readonly events: JobEvents;
  readonly offer: Offer;
  readonly token: string | undefined;
}

/** Routes `/`, `/new`, `/jobs/{id}` with what is below it, `/compare`, `/session`, and the assets. */
export function pageRoutes({ store, events, offer, token }: PageRoutesOptions): Hono {
  const app = new Hono();
  const views = new JobViews(events);
  const shownJob = async (id: string): Promise<ShownJob> => {
    const job = await findJob(store, id);
    return { job, view: await views.of(id) };
  };
  const jobPages: Readonly<
    Record<JobPageName, (shown: ShownJob, c: Context) => string | Promise<string>>
  > = {
    "": jobOverview,
    candidates: jobCandidates,
    outputs: jobOutputs,
    trace: jobTrace,
    faults: jobFaults,
    log: (shown, c) => jobLog(shown, c.req.query("type") || undefined),
  };
  for (const path of ["/", "/new", "/jobs/*", "/compare"]) app.use(path, page(token));
  app.get("/", async (c) => c.html(await listPage(c.req.query("before") || undefined)));
  app.get("/new", (c) => c.html(jobFormPage(offer)));
  for (const [name, render] of Object.entries(jobPages)) {
    app.get(`/jobs/:id${name === "" ? "" : `/${name}`}`, async (c) => {
      return c.html(await render(await shownJob(c.req.param("id") ?? ""), c));
    });
  }
  app.get("/jobs/:id/trace.svg", async (c) => {
    const { view } = await shownJob(c.req.param("id"));
    const picture = await tracePicture(view.trace.best);
    if (picture === undefined) throw new Problem("not-yet", { detail: "No trace is known." });
    c.header("content-security-policy", "default-src 'none'; sandbox");
    return c.body(picture, 200, { "content-type": "image/svg+xml" });
  });
  app.get("/compare", async (c) => {
    const ids = [...new Set(c.req.queries("job") ?? [])].slice(0, maxCompared);
    const jobs: ShownJob[] = [];
    for (const id of ids) jobs.push(await shownJob(id));
    return c.html(comparePage(jobs));
  });
  for (const { path, type, text } of pageAssets) {
    app.get(path, (c) => c.body(text, 200, { "content-type": type, "cache-control": "no-cache" }));
  }
  app.post("/session", async (c) => {
    const given = (await formOf(c.req)).get("token");
    if (token === undefined || typeof given !== "string" || !isSameSecret(given, token)) {
      return c.html(tokenPage("This token is not correct."), 401);
    }
    setCookie(c, tokenCookie, given, { httpOnly: true, sameSite: "Strict", path: "/" });
    return c.redirect("/", 303);
  });
  return app;

  async function listPage(before: string | undefined): Promise<string> {
    const found = await store.list({
      limit: pageSize + 1,
      ...(before === undefined ? {} : { before }),
    });
    const jobs = found.slice(0, pageSize);
    return jobListPage({
      jobs: await Promise.all(jobs.map(listed)),
      isFirst: before === undefined,
      next: found.length > pageSize ? jobs.at(-1)?.id : undefined,
    });
  }

  /** Only a running job needs its events: one that has ended keeps its figures. */
  async function listed(job: Job) {
    const view = job.state === "running" ? await views.of(job.id) : undefined;
    return { job, figures: figuresOf(job, view?.run) };
  }
}

/** Headers of a page; without the token, the form that asks for it. */
function page(token: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    c.header("content-security-policy", contentSecurityPolicy);
    c.header("cache-control", "no-cache");
    if (!isAuthorized(c, token)) return c.html(tokenPage(), 401);
    await next();
  };
}

/** The form in a body. @throws {Problem} `bad-form` */
async function formOf(request: HonoRequest): Promise<FormData> {
  try {
    return await request.formData();
  } catch (cause) {
    if (cause instanceof Problem) throw cause; // of a body that is too slow or ends early
    throw new Problem("bad-form", { cause });
  }
}
