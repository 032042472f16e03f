/**
 * Errors of the endpoint as problem details (RFC 9457).
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { optionalField } from "./optional_field.ts";

/** Every problem by name: status and title. */
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
  type: z.string().openapi({ example: "urn:opto:problem:unknown-job" }),
  title: z.string(),
  status: z.int(),
  detail: optionalField(z.string()),
  errors: optionalField(z.array(fieldFault)),
}).openapi("Problem");

/** The response of every route when a request fails, for the document. */
export const problemResponse = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: problemSchema } },
} as const;

/** The parts of a problem besides its name. */
export interface ProblemDetails {
  /** One sentence on this request. */
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
  /** Extra headers of the response. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown where a request cannot be served; `answerProblem` makes it a response. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly #problem: ProblemName;
  readonly #details: ProblemDetails;

  /** @param problem decides status and title */
  constructor(problem: ProblemName, details: ProblemDetails = {}) {
    super(details.detail ?? problems[problem][1]);
    this.#problem = problem;
    this.#details = details;
  }

  /** The problem as a response. */
  toResponse(): Response {
    const [status, title] = problems[this.#problem];
    const { headers, detail, errors } = this.#details;
    const body = {
      type: `urn:opto:problem:${this.#problem}`,
      title,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
    } satisfies z.infer<typeof problemSchema>;
    return new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/problem+json", ...headers },
    });
  }
}
