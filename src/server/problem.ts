/**
 * Errors of the endpoint as problem details (RFC 9457).
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { optionalField } from "./optional_field.ts";

/** Every problem by name: status and title. */
const problems = {
  "bad-request": [400, "The request is not valid HTTP"],
  "bad-host": [400, "The Host header is not valid"],
  "bad-json": [400, "The body is not JSON"],
  "bad-query": [400, "The query is not valid"],
  "bad-header": [400, "A header is not valid"],
  "bad-form": [400, "The body is not a form"],
  "unauthorized": [401, "A token is needed"],
  "source-not-allowed": [403, "This server takes no tasks that come with the job"],
  "forbidden": [403, "The request came from another site"],
  "scope-missing": [403, "The token is not meant for this"],
  "not-found": [404, "There is nothing here"],
  "unknown-job": [404, "There is no such job"],
  "not-yet": [404, "The job has nothing to show yet"],
  "method-not-allowed": [405, "The method is not allowed here"],
  "slow-request": [408, "The request did not arrive in time"],
  "already-over": [409, "The job has already ended"],
  "feedback-full": [409, "The run has as much feedback as it may"],
  "too-large": [413, "The body is too large"],
  "source-too-large": [413, "The source is too large"],
  "not-json": [415, "The body must be application/json"],
  "misdirected": [421, "The server is not known under this name"],
  "invalid-job": [422, "The job is not valid"],
  "invalid-feedback": [422, "The feedback is not valid"],
  "key-reused": [422, "The idempotency key belongs to another job"],
  "queue-full": [429, "The queue is full"],
  "spending-reached": [429, "The holder has nothing left to spend"],
  "too-many-requests": [429, "The requests come too fast"],
  "too-many-tries": [429, "Too many tokens were not valid"],
  "holder-streams-full": [429, "The holder has as many event streams as it may"],
  "job-streams-full": [429, "The job has as many event streams as it may"],
  "head-too-large": [431, "The head of the request is too large"],
  "internal": [500, "The server failed"],
  "not-ready": [503, "The server is not ready"],
  "store-failed": [503, "The server cannot save the change"],
  "connections-full": [503, "The server has as many connections as it may"],
  "streams-full": [503, "The server has as many event streams as it may"],
  "store-full": [507, "The server's disk is full"],
} as const satisfies Record<string, readonly [number, string]>;

/** The name of a problem, the last part of its `type`. */
export type ProblemName = keyof typeof problems;

/** The names of all problems. */
export const problemNames = Object.keys(problems) as ProblemName[]; // as: `keys` widens

/** The problems of every route that needs a holder. */
export const holderProblems = [
  "unauthorized",
  "scope-missing",
  "too-many-tries",
  "too-many-requests",
] as const satisfies readonly ProblemName[];

/** The `type` of a problem. */
type ProblemType = `urn:opto:problem:${ProblemName}`;

function typeOf(name: ProblemName): ProblemType {
  return `urn:opto:problem:${name}`;
}

/** A field at fault, in the `errors` of a problem. */
export interface FieldFault {
  /** JSON pointer into the body of the request: `/options/steps`. */
  readonly pointer: string;
  /** Why it is at fault. */
  readonly detail: string;
}

const fieldFault = z.object({ pointer: z.string(), detail: z.string() }) satisfies z.ZodType<
  FieldFault
>;

/** The body of a problem. */
const problemSchema = z.object({
  type: z.enum(problemNames.map(typeOf)).openapi({ example: typeOf("unknown-job") }),
  title: z.string(),
  status: z.int(),
  detail: optionalField(z.string()),
  errors: optionalField(z.array(fieldFault)),
}).openapi("Problem");

/** The response of a failed request. */
const problemResponse = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: problemSchema } },
} as const;

/**
 * The responses of a route when a request fails, for the document: one for each status of these problems, with each
 * problem as an example, and one for what any route may answer.
 */
export function problemResponses(
  ...names: readonly ProblemName[]
): { readonly default: typeof problemResponse } {
  const byStatus = Map.groupBy(names, (name) => problems[name][0]);
  const responses = [...byStatus].map(([status, names]) => {
    const content = { schema: problemSchema, examples: Object.fromEntries(names.map(exampleOf)) };
    const description = names.map((name) => problems[name][1]).join("; ");
    const header = headersOfStatus[status];
    const headers = header === undefined ? {} : { headers: header };
    return [status, { description, content: { "application/problem+json": content }, ...headers }];
  });
  return { ...Object.fromEntries(responses), default: problemResponse };
}

const wait = { "retry-after": textHeader("Seconds after which the request may be sent again") };
const challenge = {
  "www-authenticate": textHeader("How to authorize the request (RFC 6750)"),
};

/** Headers of problems, by status. */
const headersOfStatus: Readonly<Record<number, Readonly<Record<string, unknown>>>> = {
  401: challenge,
  403: challenge,
  429: wait,
  503: wait,
  507: wait,
};

function textHeader(description: string) {
  return { description, schema: { type: "string" } };
}

function exampleOf(name: ProblemName) {
  const [status, title] = problems[name];
  return [name, { summary: title, value: { type: typeOf(name), title, status } }] as const;
}

/** The parts of a problem besides its name. */
export interface ProblemDetails {
  /** One sentence on this request. */
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
  /** Extra headers of the response. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Thrown where a request cannot be served; `answerProblem` makes it a response. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly #problem: ProblemName;
  readonly #details: ProblemDetails;

  /** @param problem decides status and title */
  constructor(problem: ProblemName, details: ProblemDetails = {}) {
    super(details.detail ?? problems[problem][1], { cause: details.cause });
    this.#problem = problem;
    this.#details = details;
  }

  /** The fields at fault. */
  get faults(): readonly FieldFault[] {
    return this.#details.errors ?? [];
  }

  /** The problem as a response. */
  toResponse(): Response {
    const { status, headers, body } = this.toParts();
    return new Response(body, { status, headers });
  }

  /** The parts of the response. */
  toParts(): ProblemParts {
    const [status, title] = problems[this.#problem];
    const { headers, detail, errors } = this.#details;
    const body = {
      type: typeOf(this.#problem),
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
    } satisfies z.infer<typeof problemSchema>;
    return {
      status,
      title,
      headers: { "content-type": "application/problem+json", ...headers },
      body: JSON.stringify(body),
    };
  }
}

/** A problem as a response that is not yet made. */
interface ProblemParts {
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}
