/**
 * Headers that tell browsers what an answer may do.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { reportStyle } from "../run/report_style.ts";

/** The Content-Security-Policy of each kind of answer. Nothing inline runs or styles, save the report's own style sheet. */
export const contentSecurityPolicy = {
  /** Pages of the server, with scripts and styles from its own files. */
  page: "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  /** The report of a run: one file, without scripts. */
  report: `default-src 'none'; style-src '${hashOf(reportStyle)}'; base-uri 'none'; ` +
    "form-action 'none'; frame-ancestors 'none'; sandbox",
  /** All that is no page. */
  data: "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const;

/**
 * Sets the headers of every answer; one that is a page has set its own policy. Transport security is for the proxy in front:
 * this server speaks plain HTTP, where browsers ignore the header.
 */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (!headers.has("content-security-policy")) {
      c.header("content-security-policy", contentSecurityPolicy.data);
    }
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "same-origin"); // with "no-referrer" a form sends Origin: null
  };
}

function hashOf(style: string): string {
  return `sha256-${createHash("sha256").update(style).digest("base64")}`;
}
