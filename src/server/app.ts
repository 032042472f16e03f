/**
 * The endpoint: access rules, routes and problem responses wired together.
 *
 * @module
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Access, type RequestEnv, requireHolder, tokenCookie } from "./access/access.ts";
import type { Tokens } from "./access/tokens.ts";
import { answerProblems } from "./answer_problems.ts";
import { allowOrigins, type Origins } from "./cors.ts";
import { EventStreams } from "./event_streams.ts";
import { refuseForeignSites } from "./foreign_sites.ts";
import type { JobEvents } from "../jobs/job_events.ts";
import type { JobQueue } from "../jobs/job_queue.ts";
import type { JobStore } from "../jobs/job_store.ts";
import type { ServerLimits } from "./limits.ts";
import type { Offer, OfferedTask } from "../jobs/offer.ts";
import type { Operations } from "./operations.ts";
import { Problem } from "./problem.ts";
import type { NeededPart } from "./readiness.ts";
import { securityHeaders } from "./security_headers.ts";
import { eventRoutes } from "./routes/events.ts";
import { feedbackRoutes } from "./routes/feedback.ts";
import { healthRoutes } from "./routes/health.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { pageOfProblem, pageRoutes } from "./routes/page.ts";
import { resultRoutes } from "./routes/results.ts";
import { spendingRoutes } from "./routes/spending.ts";
import { taskRoutes } from "./routes/tasks.ts";

/** Dependencies and limits of the endpoint. */
export interface AppOptions {
  readonly store: JobStore;
  readonly queue: Pick<JobQueue, "wake" | "cancel" | "isOpen">;
  readonly events: JobEvents;
  readonly operations: Operations;
  /** Parts besides store and events that a job needs. @default [] */
  readonly needed?: readonly NeededPart[];
  readonly tasks: readonly OfferedTask[];
  /** Models that a job may name; calls to them spend the operator's money. @default [] */
  readonly models?: readonly string[];
  /** Whether jobs may bring the source of a task. @default false */
  readonly sources?: boolean | undefined;
  /** One of them is required of every request except those for health, when set. */
  readonly tokens?: Tokens | undefined;
  /** Origins whose scripts may use the routes under `/v1`. @default [] */
  readonly cors?: Origins;
  readonly limits: ServerLimits;
  readonly version?: string;
  /** Clock of the rates, in milliseconds. @default performance.now */
  readonly now?: () => number;
  /** Receives the errors behind answers with status 500, and those of the store. */
  readonly onError?: (error: unknown) => void;
}

/** The endpoint as a function from request to response. */
export interface App {
  fetch(request: Request, client?: RequestEnv["Bindings"]): Response | Promise<Response>;
  /** Answers a request without a network, for tests. */
  request(
    path: string,
    init?: RequestInit,
    client?: RequestEnv["Bindings"],
  ): Response | Promise<Response>;
}

/** Makes the endpoint. */
export function createApp(options: AppOptions): App {
  const { store, queue, events, tasks, models = [], sources, tokens, limits, cors = [] } = options;
  const { operations, needed = [], version = "0", onError = () => {} } = options;
  const offer = { tasks, models, sources };
  const access = new Access(tokens, options.now);
  const app = new OpenAPIHono<RequestEnv>();
  app.use(securityHeaders());
  for (const path of cors.length > 0 ? ["/v1/*", "/openapi.json"] : []) {
    app.use(path, allowOrigins(cors));
  }
  app.use(refuseForeignSites({ needsToken: tokens !== undefined, allowed: cors }));
  app.use(access.identify());
  app.use("/v1/*", requireHolder());
  app.use(limitBodies(limits, offer));
  app.route(
    "/",
    healthRoutes({ store, needed: [store, events, ...needed], operations, queue, onError }),
  );
  app.route("/", taskRoutes(offer));
  app.route("/", jobRoutes({ store, events, queue, offer, limits, onError }));
  app.route("/", spendingRoutes({ store, events, onError }));
  app.route("/", eventRoutes({ store, events, streams: new EventStreams(limits) }));
  app.route("/", feedbackRoutes({ store, events }));
  app.route("/", resultRoutes({ store, events }));
  app.route("/", pageRoutes({ store, events, queue, offer, limits, access, onError }));
  describeApi(app, version);
  answerProblems(app, onError);
  return {
    fetch: (request, client) => app.fetch(request, client),
    request: (path, init, client) => app.request(path, init, client),
  };
}

/** Refuses large bodies; that of a job may hold a source besides, where sources are taken. */
function limitBodies(
  { maxBodyBytes, maxSourceBytes }: Pick<ServerLimits, "maxBodyBytes" | "maxSourceBytes">,
  { sources }: Pick<Offer, "sources">,
): MiddlewareHandler<RequestEnv> {
  const onError = (c: Context) => {
    const problem = new Problem("too-large");
    return c.req.path === "/new" ? pageOfProblem(problem) : problem.toResponse();
  };
  const plain = bodyLimit({ maxSize: maxBodyBytes, onError });
  const withSource = bodyLimit({ maxSize: maxBodyBytes + maxSourceBytes, onError });
  const takesSource = (path: string) => path === "/v1/jobs" || path === "/new";
  return (c, next) => (sources && takesSource(c.req.path) ? withSource : plain)(c, next);
}

/** Adds `/openapi.json`: the document of all routes that are registered with a schema. */
function describeApi(app: OpenAPIHono<RequestEnv>, version: string): void {
  const schemes = {
    bearer: { type: "http", scheme: "bearer" },
    cookie: { type: "apiKey", in: "cookie", name: tokenCookie },
  } as const;
  for (const [name, scheme] of Object.entries(schemes)) {
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
  }
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/openapi.json",
    operationId: "getApiDocument",
    summary: "This document",
    security: [],
    responses: {
      200: {
        description: "A document of OpenAPI 3.1",
        content: { "application/json": { schema: { type: "object" } } },
      },
    },
  });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Opto",
      version,
      description: "Optimization jobs: create one, follow its events, fetch the best parameters.",
    },
    security: [{ bearer: [] }, { cookie: [] }, {}],
  });
}
