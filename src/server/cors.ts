/**
 * Cross-origin access (CORS): the pages of other origins whose scripts may use the endpoint.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { UsageError } from "../errors.ts";

/** The origins as browsers send them, or `*` for all. */
export type Origins = readonly string[];

/**
 * Checks origins that an operator named.
 *
 * @throws {UsageError} when one is no exact origin, or `*` is asked for without a token: then every page that a user of
 * this machine opens could run jobs
 */
export function parseOrigins(given: readonly string[], needsToken: boolean): Origins {
  for (const origin of given) {
    if (origin === "*" && !needsToken) {
      throw new UsageError(`Cannot open the server to every origin: received "*" and no token`, {
        advice: "Set a token, or name the origins.",
      });
    }
    if (origin !== "*" && URL.parse(origin)?.origin !== origin) {
      throw new UsageError(`Cannot use "${origin}" as an origin`, {
        advice: "Write scheme, host and port, without a path: https://example.com.",
      });
    }
  }
  return given;
}

/** Whether scripts of an origin may use the endpoint. */
export function isAllowedOrigin(origin: string, allowed: Origins): boolean {
  return allowed.includes("*") || allowed.includes(origin);
}

/**
 * Answers preflight requests, and lets scripts of the allowed origins read answers. Cookies are never allowed: a script
 * sends the token in its header.
 */
export function allowOrigins(origins: Origins): MiddlewareHandler {
  return cors({
    origin: origins.includes("*") ? "*" : [...origins],
    allowMethods: ["GET", "HEAD", "POST", "DELETE"],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "last-event-id"],
    exposeHeaders: ["location", "retry-after", "www-authenticate"],
    maxAge: 600,
  });
}
