/**
 * The endpoint: routes over a job store, a queue and the event logs.
 *
 * @module
 */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { streamSSE } from "hono/streaming";
import { renderReport } from "../run/report.ts";
import type { RunEvent } from "../trainer/event.ts";
import { foreignOrigin, holdsToken, isSameSecret, tokenCookie } from "./access.ts";
import { isFinal, type Job } from "./job.ts";
import type { JobEvents } from "./job_events.ts";
import type { JobQueue } from "./job_queue.ts";
import { readJobRequest } from "./job_request.ts";
import type { JobStore } from "./job_store.ts";
import { livePage, livePageAssets, tokenPage } from "./live_page.tsx";
import { metricsText } from "./metrics.ts";
import { openApiDocument } from "./openapi.ts";
import { problem } from "./problem.ts";

/** A task on offer. */
export interface OfferedTask {
  readonly name: string;
  readonly description?: string | undefined;
}

/** What the endpoint is made of. */
export interface AppOptions {
  readonly store: JobStore;
  readonly queue: Pick<JobQueue, "wake" | "cancel" | "isOpen">;
  readonly events: JobEvents;
  readonly tasks: readonly OfferedTask[];
  /** Models that a job may name; naming one spends the operator's money. @default [] */
  readonly models?: readonly string[];
  /** Asked of every request but those for health, when set. */
  readonly token?: string | undefined;
  /** Jobs that may wait; more are refused. @default 100 */
  readonly maxQueued?: number;
  /** Largest body. @default 65_536 bytes */
  readonly maxBodyBytes?: number;
  readonly version?: string;
  /** Told of a request that failed for no fault of its own. */
  readonly onError?: (error: unknown) => void;
}

/** The endpoint as a function from request to response. */
export interface App {
  fetch(request: Request): Response | Promise<Response>;
  /** Answers a request without a network, for tests. */
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

/** How often a silent stream says that it is alive. */
const heartbeatMs = 15_000;

/** Makes the endpoint. */
export function createApp(options: AppOptions): App {
  const { store, queue, events, tasks, models = [], token } = options;
  const offer = { tasks: new Set(tasks.map(({ name }) => name)), models: new Set(models) };
  const app = new Hono();

  app.use(async (c, next) => {
    const refusal = foreignOrigin(c.req.raw, token !== undefined);
    if (refusal !== undefined) return refusal;
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "same-origin"); // with "no-referrer" a form sends Origin: null
  });
  const isHolder = (c: Context) =>
    token === undefined || holdsToken(token, {
      authorization: c.req.header("authorization"),
      cookie: getCookie(c, tokenCookie),
    });
  const needsToken: MiddlewareHandler = async (c, next) => {
    if (isHolder(c)) return await next();
    return problem("unauthorized", { headers: { "www-authenticate": "Bearer" } });
  };
  app.use("/v1/*", needsToken);
  app.use("/metrics", needsToken);
  app.use(bodyLimit({
    maxSize: options.maxBodyBytes ?? 65_536,
    onError: () => problem("too-large"),
  }));

  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    if (!queue.isOpen) return problem("not-ready", { headers: { "retry-after": "5" } });
    await store.count();
    return c.json({ status: "ready" });
  });
  app.get("/metrics", async (c) => c.text(metricsText(await store.count())));
  app.get("/openapi.json", (c) => c.json(openApiDocument(options.version ?? "0")));

  app.get("/", async (c) => {
    const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
      "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    c.header("content-security-policy", policy);
    if (!isHolder(c)) return c.html(tokenPage(), 401);
    return c.html(livePage({ tasks, models, jobs: await store.list() }));
  });
  for (const { path, type, text } of livePageAssets) {
    app.get(path, (c) => c.body(text, 200, { "content-type": type, "cache-control": "no-cache" }));
  }
  app.post("/session", async (c) => {
    const given = (await c.req.formData()).get("token");
    if (token === undefined || typeof given !== "string" || !isSameSecret(given, token)) {
      return c.html(tokenPage("That is not the token."), 401);
    }
    setCookie(c, tokenCookie, given, { httpOnly: true, sameSite: "Strict", path: "/" });
    return c.redirect("/", 303);
  });

  // Only what is meant to be read: a task's module holds its data, expected outputs included.
  const shown = tasks.map(({ name, description }) => ({ name, description }));
  app.get("/v1/tasks", (c) => c.json({ tasks: shown, models }));
  app.post("/v1/jobs", async (c) => {
    const type = c.req.header("content-type") ?? "";
    if (!/^application\/json\s*(;|$)/i.test(type)) return problem("not-json");
    const body = await readJson(c.req.raw);
    if (body === undefined) return problem("bad-json");
    const wanted = readJobRequest(body.value, offer);
    if (wanted instanceof Response) return wanted;
    if ((await store.count()).queued >= (options.maxQueued ?? 100)) {
      return problem("queue-full", { headers: { "retry-after": "30" } });
    }
    const job = await store.add({ id: crypto.randomUUID(), ...wanted });
    queue.wake();
    return c.json(job, 202, { location: `/v1/jobs/${job.id}` });
  });
  app.get("/v1/jobs", async (c) => {
    const limit = Number(c.req.query("limit") ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
      return problem("bad-query", { detail: "limit is a whole number from 1 to 200." });
    }
    const before = c.req.query("before");
    return c.json({
      jobs: await store.list({ limit, ...(before === undefined ? {} : { before }) }),
    });
  });
  app.get("/v1/jobs/:id", (c) => withJob(c, (job) => c.json(job)));
  app.delete("/v1/jobs/:id", (c) =>
    withJob(c, async (known) => {
      if (known.state === "cancelled") return c.json(known);
      if (isFinal(known.state)) return problem("already-over", { detail: `It is ${known.state}.` });
      const job = await queue.cancel(known.id) ?? known;
      return c.json(job, isFinal(job.state) ? 200 : 202);
    }));
  app.get("/v1/jobs/:id/events", (c) => withJob(c, (job) => streamEvents(c, job)));
  app.get("/v1/jobs/:id/best", (c) =>
    withJob(c, async ({ id }) => {
      const best = (await readEvents(id)).findLast((event) => event.type === "best");
      if (best?.type !== "best") {
        return problem("not-yet", { detail: "No candidate was measured." });
      }
      const { type: _, ...rest } = best;
      return c.json(rest);
    }));
  app.get("/v1/jobs/:id/report", (c) =>
    withJob(c, async ({ id }) => {
      const log = await readEvents(id);
      if (log.length === 0) return problem("not-yet", { detail: "The run has not begun." });
      c.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
      return c.html(renderReport(log));
    }));

  refuseOtherMethods(app);
  app.notFound(() => problem("not-found"));
  app.onError((error) => {
    options.onError?.(error);
    return problem("internal");
  });

  async function withJob(
    c: Context,
    answer: (job: Job) => Response | Promise<Response>,
  ): Promise<Response> {
    const job = await store.get(c.req.param("id") ?? "");
    return job === undefined ? problem("unknown-job") : await answer(job);
  }

  async function readEvents(id: string): Promise<readonly RunEvent[]> {
    return (await events.read(id)).map(({ json }) => JSON.parse(json));
  }

  async function streamEvents(c: Context, job: Job): Promise<Response> {
    const after = Number(c.req.header("last-event-id") ?? c.req.query("after") ?? 0);
    if (!Number.isSafeInteger(after) || after < 0) {
      return problem("bad-query", { detail: "Last-Event-ID is the number of an event." });
    }
    const types = c.req.query("types")?.split(",");
    if (isFinal(job.state) && after > 0 && (await events.read(job.id)).length <= after) {
      return c.body(null, 204); // tells an EventSource to stop asking
    }
    const isOver = async () => isFinal((await store.get(job.id))?.state ?? "failed");
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const heartbeat = setInterval(() => void stream.write(": alive\n\n"), heartbeatMs);
      try {
        for await (const event of events.follow(job.id, { after, isOver, signal: gone.signal })) {
          if (types !== undefined && !types.includes(event.type)) continue;
          await stream.writeSSE({
            id: String(event.number),
            event: event.type,
            data: event.json,
          });
        }
        const ended = gone.signal.aborted ? undefined : await store.get(job.id);
        if (ended !== undefined && isFinal(ended.state)) {
          await stream.writeSSE({ event: "end", data: JSON.stringify(ended) });
        }
      } finally {
        clearInterval(heartbeat);
      }
    });
  }

  return {
    fetch: (request) => app.fetch(request),
    request: (path, init) => app.request(path, init),
  };
}

/** Answers 405 with `Allow` wherever a path is known under another method. */
function refuseOtherMethods(app: Hono): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method !== "ALL") methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, allowed] of methods) {
    if (allowed.has("GET")) allowed.add("HEAD");
    app.all(
      path,
      () => problem("method-not-allowed", { headers: { allow: [...allowed].join(", ") } }),
    );
  }
}

async function readJson(request: Request): Promise<{ readonly value: unknown } | undefined> {
  const text = await request.text();
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined; // the caller answers 400
  }
}
