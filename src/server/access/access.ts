/**
 * Who sends a request, whether it may, and how often.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { Problem } from "../problem.ts";
import { hasScope, type Holder, operator, type Scope } from "./holder.ts";
import { networkOf } from "./network_of.ts";
import { RequestRates } from "./request_rates.ts";
import { TokenTries } from "./token_tries.ts";
import type { Tokens } from "./tokens.ts";

/** The cookie in which a browser keeps the token. */
export const tokenCookie = "opto_token";

/** Requests in a minute of a holder without a limit of its own. */
const holderPerMinute = 600;

/** Requests in a minute of one network, without a valid token. */
const strangerPerMinute = 600;

/** What the routes know of a request. */
export interface RequestEnv {
  Variables: {
    /** Undefined without a valid token. */
    readonly holder: Holder | undefined;
  };
  Bindings: {
    /** Address of the client. */
    readonly address?: string;
  };
}

/** Identifies the senders of requests, and bounds what they send. */
export class Access {
  readonly #tokens: Tokens | undefined;
  readonly #rates: RequestRates;
  readonly #strangers: RequestRates;
  readonly #tries: TokenTries;

  /** @param tokens valid ones; every request is the operator's when undefined @param now clock in milliseconds */
  constructor(tokens: Tokens | undefined, now?: () => number) {
    this.#tokens = tokens;
    this.#rates = new RequestRates(now);
    this.#strangers = new RequestRates(now);
    this.#tries = new TokenTries(now);
  }

  /** The holder of a token that came with a request. @throws {Problem} `too-many-tries` */
  holderOf(c: Context<RequestEnv>, token: string): Holder | undefined {
    const holder = this.#tokens?.holderOf(token);
    const wait = this.#tries.take(networkOfRequest(c), token, holder);
    if (wait > 0) throw tooMany("too-many-tries", wait);
    return holder;
  }

  /** Finds the holder of a request by the token in its header or its cookie, and counts the request. */
  identify(): MiddlewareHandler<RequestEnv> {
    return async (c, next) => {
      const holder = this.#tokens === undefined ? operator : this.#identified(c);
      c.set("holder", holder);
      const wait = holder === undefined
        ? this.#strangers.take(networkOfRequest(c), strangerPerMinute)
        : holder.id === null
        ? 0
        : this.#rates.take(holder.id, holder.limits.requestsPerMinute ?? holderPerMinute);
      if (wait > 0) throw tooMany("too-many-requests", wait);
      await next();
    };
  }

  #identified(c: Context<RequestEnv>): Holder | undefined {
    const bearer = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "")?.[1]?.trim();
    for (const token of [bearer, getCookie(c, tokenCookie)]) {
      const holder = token === undefined ? undefined : this.holderOf(c, token);
      if (holder !== undefined) return holder;
    }
  }
}

/** The holder of a request that needs one. @throws {Problem} `unauthorized` */
export function currentHolder(c: Context<RequestEnv>): Holder {
  const holder = c.get("holder");
  if (holder !== undefined) return holder;
  throw new Problem("unauthorized", { headers: { "www-authenticate": "Bearer" } });
}

/** Refuses requests without a valid token. */
export function requireHolder(): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    currentHolder(c);
    await next();
  };
}

/** The holder of a request that needs a scope. @throws {Problem} `unauthorized` or `scope-missing` */
export function requireScope(c: Context<RequestEnv>, scope: Scope): Holder {
  const holder = currentHolder(c);
  if (hasScope(holder, scope)) return holder;
  throw new Problem("scope-missing", {
    detail: `It needs "${scope}" and has ${holder.scopes.map((scope) => `"${scope}"`).join(", ")}.`,
    headers: { "www-authenticate": `Bearer error="insufficient_scope", scope="${scope}"` },
  });
}

/** The parts of a route's definition that ask for a scope, of the request and in the document. */
export function needs(scope: Scope): {
  readonly security: [{ bearer: [Scope] }, { cookie: [Scope] }, Record<never, never>];
  readonly middleware: MiddlewareHandler<RequestEnv>;
} {
  return {
    security: [{ bearer: [scope] }, { cookie: [scope] }, {}],
    middleware: async (c, next) => {
      requireScope(c, scope);
      await next();
    },
  };
}

function networkOfRequest(c: Context<RequestEnv>): string {
  return networkOf(c.env?.address ?? ""); // without a network there is no environment
}

function tooMany(name: "too-many-tries" | "too-many-requests", seconds: number): Problem {
  return new Problem(name, { headers: { "retry-after": String(Math.ceil(seconds)) } });
}
