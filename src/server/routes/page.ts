/**
 * Routes of the live page: the page, its assets, and the form that takes the token.
 *
 * @module
 */
import { Hono, type HonoRequest } from "hono";
import { setCookie } from "hono/cookie";
import { type Access, type RequestEnv, requireScope, tokenCookie } from "../access/access.ts";
import { onlyHolder } from "../access/holder.ts";
import type { JobEvents } from "../../jobs/job_events.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import type { Offer } from "../../jobs/offer.ts";
import { pageAssets } from "../page/assets.ts";
import { Charts } from "../page/charts.ts";
import { livePage } from "../page/live_page.tsx";
import { tokenPage } from "../page/token_page.tsx";
import { Problem } from "../problem.ts";
import { contentSecurityPolicy } from "../security_headers.ts";
import { findJob } from "./find_job.ts";

/** Dependencies of the routes. */
export interface PageRoutesOptions {
  readonly store: JobStore;
  readonly events: JobEvents;
  readonly offer: Offer;
  readonly access: Access;
}

/** Routes `/`, `/charts/{id}`, `/session` and the assets. */
export function pageRoutes(
  { store, events, offer, access }: PageRoutesOptions,
): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>();
  const charts = new Charts(events);
  app.get("/", async (c) => {
    c.header("content-security-policy", contentSecurityPolicy.page);
    if (c.get("holder") === undefined) return c.html(tokenPage(), 401);
    const holder = onlyHolder(requireScope(c, "read"));
    return c.html(livePage({ ...offer, jobs: await store.list({ holder }) }));
  });
  app.get("/charts/:id", async (c) => {
    requireScope(c, "read");
    const { id } = await findJob(c, store);
    c.header("content-security-policy", contentSecurityPolicy.page);
    c.header("cache-control", "no-cache");
    return c.html(await charts.of(id));
  });
  for (const { path, type, text } of pageAssets) {
    app.get(path, (c) => c.body(text, 200, { "content-type": type, "cache-control": "no-cache" }));
  }
  app.post("/session", async (c) => {
    const given = (await formOf(c.req)).get("token");
    if (typeof given !== "string" || access.holderOf(c, given) === undefined) {
      c.header("content-security-policy", contentSecurityPolicy.page);
      return c.html(tokenPage("This token is not correct."), 401);
    }
    setCookie(c, tokenCookie, given, { httpOnly: true, sameSite: "Strict", path: "/" });
    return c.redirect("/", 303);
  });
  return app;
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
