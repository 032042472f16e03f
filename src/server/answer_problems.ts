/**
 * Turns errors, invalid requests and unknown routes into problem responses.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { RequestEnv } from "./access/access.ts";
import { type FieldFault, Problem, type ProblemName } from "./problem.ts";
import { StoreError } from "../jobs/store_error.ts";

/** Most fields at fault in one problem, so that no refusal is many times its request. */
const maxFaults = 100;

/** The result of validating one part of a request. */
type Validated =
  & { readonly target: string }
  & (
    | { readonly success: true }
    | { readonly success: false; readonly error: z.ZodError }
  );

/** Validation hook of routes: a body at fault is an invalid job, a header a bad header, any other part a bad query. */
export const refuseInvalid: (result: Validated) => void = refuseInvalidAs("invalid-job");

/** The same, with the problem of a body at fault. */
export function refuseInvalidAs(problem: ProblemName): (result: Validated) => void {
  return (result) => {
    if (result.success) return;
    const { issues } = result.error;
    if (result.target === "json") {
      const errors = issues.flatMap(fieldFaults);
      const some = errors.length > maxFaults ? `the first ${maxFaults} of ${errors.length}` : "the";
      const detail = `See errors for ${some} fields at fault.`;
      throw new Problem(problem, { detail, errors: errors.slice(0, maxFaults) });
    }
    const detail = issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new Problem(result.target === "header" ? "bad-header" : "bad-query", { detail });
  };
}

/** A field at fault. */
export function fieldFault(path: readonly PropertyKey[], detail: string): FieldFault {
  const escaped = path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return { pointer: escaped.map((key) => `/${key}`).join(""), detail };
}

/** Adds the problem responses to an app whose routes are all registered. */
export function answerProblems(
  app: Hono<RequestEnv>,
  onError: (error: unknown) => void,
): void {
  refuseOtherMethods(app);
  app.notFound(() => new Problem("not-found").toResponse());
  app.onError((error: unknown) => {
    const problem = asProblem(error);
    if (problem === undefined || error instanceof StoreError) onError(error);
    return (problem ?? new Problem("internal")).toResponse();
  });
}

/** Problems of the validators, by the status they throw. */
const problemOfStatus: Readonly<Record<number, ProblemName>> = { 400: "bad-json", 415: "not-json" };

/** The problem that an error of a route is; undefined for a failure of the server. */
export function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof StoreError) {
    const headers = { "retry-after": "30" };
    return new Problem(error.isFull ? "store-full" : "store-failed", { headers, cause: error });
  }
  const name = error instanceof HTTPException ? problemOfStatus[error.status] : undefined;
  return name === undefined ? undefined : new Problem(name);
}

/** Answers 405 with `Allow` where a path is known under another method. */
function refuseOtherMethods(app: Hono<RequestEnv>): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method !== "ALL") methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, allowed] of methods) {
    if (allowed.has("GET")) allowed.add("HEAD");
    const headers = { allow: [...allowed].join(", ") };
    app.all(path, () => new Problem("method-not-allowed", { headers }).toResponse());
  }
}

function fieldFaults(issue: z.core.$ZodIssue): FieldFault[] {
  return issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => fieldFault([...issue.path, key], "This field is not known"))
    : [fieldFault(issue.path, issue.message)];
}
