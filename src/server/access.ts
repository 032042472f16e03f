/**
 * Who may use the endpoint: holders of the token, or anyone on this machine when there is none.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { problem } from "./problem.ts";

/** The cookie in which a browser keeps the token. */
export const tokenCookie = "opto_token";

/** Whether two secrets are equal, in a time that does not tell how far they agree. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Whether an address is reached from this machine alone. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** What the request shows of itself. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

/** Whether the request carries the token, in its header or its cookie. */
export function holdsToken(token: string, { authorization, cookie }: Credentials): boolean {
  const bearer = /^Bearer +(.+)$/i.exec(authorization ?? "")?.[1]?.trim();
  return [bearer, cookie].some((given) => given !== undefined && isSameSecret(given, token));
}

/**
 * The problem with a request that a web page of somebody else's may have made, or undefined.
 *
 * Without a token the browser of anyone on this machine could be made to send one: by a name that was pointed at
 * 127.0.0.1 (the Host header tells), or by a form (its Origin tells).
 */
export function foreignOrigin(request: Request, hasToken: boolean): Response | undefined {
  const url = new URL(request.url);
  if (!hasToken && !isLoopback(url.hostname)) {
    return problem("misdirected", { detail: "Without a token, ask for localhost or 127.0.0.1." });
  }
  const origin = request.headers.get("origin");
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead || origin === null || URL.parse(origin)?.host === url.host) return undefined;
  return problem("forbidden", { detail: "The Origin header names another site." });
}
