/**
 * Access rules: a token where one is set, else requests from this machine only.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { createHash, timingSafeEqual } from "node:crypto";
import { isAllowedOrigin, type Origins } from "./cors.ts";
import { Problem } from "./problem.ts";

/** The cookie in which a browser keeps the token. */
export const tokenCookie = "opto_token";

/** Compares two secrets in a time that does not depend on their common part. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether an address can be reached from this machine only. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Whether a request carries the token, in its header or its cookie; true when no token is set. */
export function isAuthorized(c: Context, token: string | undefined): boolean {
  if (token === undefined) return true;
  const bearer = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "")?.[1]?.trim();
  return [bearer, getCookie(c, tokenCookie)]
    .some((given) => given !== undefined && isSameSecret(given, token));
}

/** Refuses requests without the token. */
export function requireToken(token: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    if (isAuthorized(c, token)) return await next();
    throw new Problem("unauthorized", { headers: { "www-authenticate": "Bearer" } });
  };
}

/**
 * Refuses requests that a foreign web page may have sent through the browser of a user of this machine: those for a host
 * name that was pointed at 127.0.0.1 (seen in the Host header), and writes from another site (seen in the Origin header)
 * that is not among the allowed origins.
 */
export function refuseForeignSites(
  token: string | undefined,
  allowed: Origins = [],
): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    if (token === undefined && !isLoopback(url.hostname)) {
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

/** Sets headers that keep browsers from guessing content types and from sending addresses to other sites. */
export function secureHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "same-origin"); // with "no-referrer" a form sends Origin: null
  };
}
