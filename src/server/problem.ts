/**
 * Errors of the endpoint as problem details (RFC 9457).
 *
 * @module
 */

/** What is said besides title and status. */
export interface ProblemDetails {
  /** What happened, for this request. */
  readonly detail?: string;
  /** Fields at fault: JSON pointer and reason. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  /** Extra headers of the response. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every problem the endpoint knows, by its name: status and title. */
const problems = {
  "bad-json": [400, "The body is not JSON"],
  "bad-query": [400, "The query is not valid"],
  "unauthorized": [401, "A token is needed"],
  "forbidden": [403, "The request came from another site"],
  "not-found": [404, "There is nothing here"],
  "unknown-job": [404, "There is no such job"],
  "not-yet": [404, "The job has nothing to show yet"],
  "method-not-allowed": [405, "The method is not allowed here"],
  "already-over": [409, "The job has already ended"],
  "too-large": [413, "The body is too large"],
  "not-json": [415, "The body must be application/json"],
  "misdirected": [421, "The server is not known under this name"],
  "invalid-job": [422, "The job is not valid"],
  "queue-full": [429, "The queue is full"],
  "internal": [500, "The server failed"],
  "source-not-supported": [501, "Tasks that come with the job are not supported yet"],
  "not-ready": [503, "The server is not ready"],
} as const satisfies Record<string, readonly [number, string]>;

/** The name of a problem, the last part of its `type`. */
export type ProblemName = keyof typeof problems;

/** The response that tells of a problem. */
export function problem(name: ProblemName, details: ProblemDetails = {}): Response {
  const [status, title] = problems[name];
  const { headers, ...more } = details;
  return new Response(
    JSON.stringify({ type: `urn:opto:problem:${name}`, title, status, ...more }),
    { status, headers: { "content-type": "application/problem+json", ...headers } },
  );
}
