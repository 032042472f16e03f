/**
 * The error of a request that the endpoint refused.
 *
 * @module
 */
import { OptoError } from "../errors.ts";
import type { FieldFault } from "../server/problem.ts";

/** The parts of an `EndpointError`, as problem details (RFC 9457) name them. */
export interface EndpointProblem {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Kind of the problem as a stable URI: `urn:opto:problem:unknown-job`. */
  readonly type: string;
  /** The kind in words. */
  readonly title: string;
  /** One sentence on this request; absent when the title says it all. */
  readonly detail?: string | undefined;
  /** Fields at fault in the body of the request. @default [] */
  readonly errors?: readonly FieldFault[] | undefined;
  /** Milliseconds after which the request may be sent again, where the server says so. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A request that the endpoint refused, or a stream of events that could not be resumed.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { EndpointError } from "@opto/opto/client";
 *
 * const error = new EndpointError({
 *   status: 404,
 *   type: "urn:opto:problem:unknown-job",
 *   title: "There is no such job",
 * });
 * assertEquals([error.code, error.status], ["endpoint", 404]);
 * assert(error.type.endsWith("unknown-job"));
 * ```
 */
export class EndpointError extends OptoError implements EndpointProblem {
  /** Always `endpoint`. */
  override readonly code = "endpoint";
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Kind of the problem as a stable URI; `about:blank` when the answer was no problem document. */
  readonly type: string;
  /** The kind in words. */
  readonly title: string;
  /** One sentence on this request, when there is one. */
  readonly detail: string | undefined;
  /** Fields at fault in the body of the request. */
  readonly errors: readonly FieldFault[];
  /** Milliseconds after which the request may be sent again, where the server says so. */
  readonly retryAfterMs: number | undefined;

  /** The error of a problem. @param problem its parts @param options the cause, where there is one */
  constructor(problem: EndpointProblem, options: { readonly cause?: unknown } = {}) {
    const { status, type, title, detail, errors = [] } = problem;
    const faults = errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
    super([title, detail, ...faults].filter(Boolean).join("; "), options);
    this.status = status;
    this.type = type;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterMs = problem.retryAfterMs;
  }
}

/** The error of a response whose status is no success. Reads its body. */
export async function readProblem(response: Response): Promise<EndpointError> {
  const text = await response.text();
  const problem = response.headers.get("content-type")?.startsWith("application/problem+json")
    ? parseProblem(text)
    : {};
  return new EndpointError({
    type: "about:blank",
    title: response.statusText || `The server answered ${response.status}`,
    ...problem,
    status: response.status,
    retryAfterMs: retryAfter(response.headers.get("retry-after")),
  });
}

/** Milliseconds of a `Retry-After` header: seconds, or a date (RFC 9110). */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** The fields of a problem document that have the types they should have. */
function parseProblem(text: string): Partial<EndpointProblem> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return {};
  }
  const { type, title, detail, errors } = Object(body);
  return {
    ...(typeof type === "string" ? { type } : {}),
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof detail === "string" ? { detail } : {}),
    ...(Array.isArray(errors) ? { errors } : {}),
  };
}
