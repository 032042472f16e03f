/**
 * Refuses what other web pages send through the browser of somebody who may use the server.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { isAllowedOrigin, type Origins } from "./cors.ts";
import { Problem } from "./problem.ts";

/** Whether an address can be reached from this machine only. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * Refuses requests that a foreign web page may have sent through the browser of a user of this machine: those for a host
 * name that was pointed at 127.0.0.1 (seen in the Host header), and writes from another site (seen in the Origin header)
 * that is not among the allowed origins.
 */
export function refuseForeignSites(
  { needsToken, allowed }: { readonly needsToken: boolean; readonly allowed: Origins },
): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    if (!needsToken && !isLoopback(url.hostname)) {
      throw new Problem("misdirected", {
        detail: "A server without a token answers only requests for localhost or 127.0.0.1.",
      });
    }
    const origin = c.req.header("origin");
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    const isForeign = origin !== undefined && URL.parse(origin)?.host !== url.host &&
      !isAllowedOrigin(origin, allowed);
    if (!isRead && isForeign) {
      throw new Problem("forbidden", { detail: "The Origin header names another site." });
    }
    await next();
  };
}

/**
 * Refuses a posted form that no page of this server has sent. A form needs no preflight request, so the Origin header, which
 * browsers add to every post, must be there and name this server.
 */
export function requireOwnPage(): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (origin === undefined || URL.parse(origin)?.host !== new URL(c.req.url).host) {
      const detail = "A form is taken from a page of this server only.";
      throw new Problem("forbidden", { detail });
    }
    await next();
  };
}
