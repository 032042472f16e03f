/**
 * Routes of the pages for people: jobs, one job, comparison, the form of a new job, and the form that takes the token.
 *
 * @module
 */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { setCookie } from "hono/cookie";
import { type Access, type RequestEnv, requireScope, tokenCookie } from "../access/access.ts";
import { onlyHolder } from "../access/holder.ts";
import type { Job } from "../../jobs/job.ts";
import type { JobEvents } from "../../jobs/job_events.ts";
import { pageAssets } from "../page/assets.ts";
import { figuresOf } from "../page/job_figures.ts";
import type { JobPageName, ShownJob } from "../page/job_frame.tsx";
import { jobListPage } from "../page/job_list.tsx";
import { JobViews } from "../page/job_views.ts";
import { problemPage } from "../page/problem_page.tsx";
import { tokenPage } from "../page/token_page.tsx";
import { formBody } from "../form_body.ts";
import { Problem } from "../problem.ts";
import { contentSecurityPolicy } from "../security_headers.ts";
import type { SubmitParts } from "../submit_job.ts";
import { findJob, isJobId, jobOf } from "./find_job.ts";
import { newJobRoutes } from "./new_job.ts";

/** Jobs on one page of the list. */
const pageSize = 20;

/** Dependencies of the routes. */
export interface PageRoutesOptions extends SubmitParts {
  readonly events: JobEvents;
  readonly access: Access;
}

/** Writes a page of a job. */
type JobPage = (shown: ShownJob, c: Context<RequestEnv>) => string | Promise<string>;

/** The pages of a job, by the last part of their path; the module of each loads when it is first shown. */
const jobPages: Readonly<Record<JobPageName, () => Promise<JobPage>>> = {
  "": async () => (await import("../page/job_overview.tsx")).jobOverview,
  candidates: async () => (await import("../page/job_candidates.tsx")).jobCandidates,
  outputs: async () => (await import("../page/job_outputs.tsx")).jobOutputs,
  trace: async () => (await import("../page/job_trace.tsx")).jobTrace,
  faults: async () => (await import("../page/job_faults.tsx")).jobFaults,
  log: async () => {
    const { jobLog } = await import("../page/job_log.tsx");
    return (shown, c) => jobLog(shown, c.req.query("type") || undefined);
  },
};

/** Routes `/`, `/new`, `/jobs/{id}` with what is below it, `/compare`, `/session`, and the assets. */
export function pageRoutes(parts: PageRoutesOptions): Hono<RequestEnv> {
  const { store, events, access } = parts;
  const app = new Hono<RequestEnv>();
  const views = new JobViews(events, 2 * pageSize); // more would be read anew at each refresh of a list
  const shown = async (job: Job): Promise<ShownJob> => ({ job, view: await views.of(job.id) });
  for (const path of ["/", "/new", "/jobs/*", "/compare"]) app.use(path, page());
  app.get("/", async (c) => {
    const holder = onlyHolder(requireScope(c, "read"));
    return c.html(await listPage(holder, c.req.query("before")));
  });
  app.route("/", newJobRoutes(parts));
  for (const [name, load] of Object.entries(jobPages)) {
    app.get(`/jobs/:id${name === "" ? "" : `/${name}`}`, async (c) => {
      requireScope(c, "read");
      const job = await shown(await findJob(c, store));
      const render = await load();
      return c.html(await render(job, c));
    });
  }
  app.get("/jobs/:id/trace.svg", async (c) => {
    requireScope(c, "read");
    const { view } = await shown(await findJob(c, store));
    const { tracePicture } = await import("../page/job_trace.tsx");
    const picture = await tracePicture(view.trace.best);
    if (picture === undefined) throw new Problem("not-yet", { detail: "No trace is known." });
    c.header("content-security-policy", contentSecurityPolicy.data);
    return c.body(picture, 200, { "content-type": "image/svg+xml" });
  });
  app.get("/jobs/:id/agent.ts", async (c) => {
    requireScope(c, "read");
    const { view } = await shown(await findJob(c, store));
    const agent = view.run.best?.agent;
    if (agent?.kind !== "module") throw new Problem("not-yet", { detail: "There is no module." });
    c.header("content-security-policy", contentSecurityPolicy.data);
    c.header("content-disposition", `attachment; filename="agent.ts"`);
    return c.text(agent.text);
  });
  app.get("/compare", async (c) => {
    requireScope(c, "read");
    const { comparePage, maxCompared } = await import("../page/compare_page.tsx");
    const ids = [...new Set(c.req.queries("job") ?? [])].slice(0, maxCompared);
    const jobs: ShownJob[] = [];
    for (const id of ids) jobs.push(await shown(await jobOf(c, store, id)));
    return c.html(comparePage(jobs));
  });
  for (const { path, type, text } of pageAssets) {
    app.get(path, (c) => c.body(text, 200, { "content-type": type, "cache-control": "no-cache" }));
  }
  app.post("/session", async (c) => {
    const given = (await formBody(c.req)).get("token");
    if (typeof given !== "string" || access.holderOf(c, given) === undefined) {
      c.header("content-security-policy", contentSecurityPolicy.page);
      return c.html(tokenPage("This token is not correct."), 401);
    }
    setCookie(c, tokenCookie, given, { httpOnly: true, sameSite: "Strict", path: "/" });
    return c.redirect("/", 303);
  });
  return app;

  async function listPage(
    holder: string | undefined,
    asked: string | undefined,
  ): Promise<string> {
    const before = asked !== undefined && isJobId(asked) ? asked : undefined;
    const found = await store.list({
      holder,
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

/** Headers of a page, and its problems as a page; without a token, the form that asks for it. */
function page(): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    c.header("content-security-policy", contentSecurityPolicy.page);
    c.header("cache-control", "no-cache");
    if (c.get("holder") === undefined) return c.html(tokenPage(), 401);
    await next();
    if (c.error instanceof Problem) c.res = pageOfProblem(c.error);
  };
}

/** A problem as the response of a page. */
export function pageOfProblem(problem: Problem): Response {
  const { status, title } = problem.toParts();
  return new Response(problemPage(title, problem.message), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy.page,
    },
  });
}
