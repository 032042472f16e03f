/**
 * Serves the metrics of a process that has no other endpoint: a worker.
 *
 * @module
 */
import { Hono } from "hono";
import { requireTokens } from "../access/require_tokens.ts";
import { Access, type RequestEnv, requireScope } from "../access/access.ts";
import { Tokens } from "../access/tokens.ts";
import { answerProblems } from "../answer_problems.ts";
import { refuseForeignSites } from "../foreign_sites.ts";
import { serveHttp } from "../http/serve_http.ts";
import { serverLimits } from "../limits.ts";
import { listen, urlOf } from "../listen.ts";
import type { Operations } from "../operations.ts";
import { securityHeaders } from "../security_headers.ts";
import { metricsType } from "./metrics.ts";

/** Connections at the same time: some collectors, and whoever looks. */
const maxConnections = 32;

/** Address and source of the metrics. */
export interface ServeMetricsOptions {
  readonly hostname: string;
  /** 0 selects any free port. */
  readonly port: number;
  /** Needed of every request when set. */
  readonly token?: string | undefined;
  readonly operations: Pick<Operations, "metricsText">;
  /** Receives errors of requests that are answered with status 500. */
  readonly onError: (error: unknown) => void;
}

/**
 * Serves `GET /metrics` and `GET /healthz` until disposed.
 *
 * @throws {UsageError} when it would listen beyond this machine without a token, or cannot use the port
 */
export function serveMetrics(
  { hostname, port, token, operations, onError }: ServeMetricsOptions,
): AsyncDisposable & { readonly url: string } {
  const advice = "Set OPTO_TOKEN to at least 16 characters, or leave --metrics-host out.";
  requireTokens(hostname, { token, advice });
  const access = new Access(token === undefined ? undefined : new Tokens(token));
  const app = new Hono<RequestEnv>();
  app.use(securityHeaders());
  app.use(refuseForeignSites({ needsToken: token !== undefined, allowed: [] }));
  app.use(access.identify());
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/metrics", (c) => {
    requireScope(c, "admin");
    return c.text(operations.metricsText(), 200, { "content-type": metricsType });
  });
  answerProblems(app, onError);
  const listener = listen(hostname, port);
  const server = serveHttp(listener, {
    fetch: (request, client) => app.fetch(request, client),
    limits: serverLimits({ maxConnections }),
    onError,
  });
  return {
    url: urlOf(listener),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
