/**
 * A client of the HTTP endpoint, for programs that ask a server for jobs. It runs no code of the server or the library.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { EndpointError, createClient } from "@opto/opto/client";
 *
 * const client = createClient("http://127.0.0.1:8787", {
 *   fetch: () => Promise.resolve(new Response("busy", { status: 503 })),
 * });
 * const error = await assertRejects(() => client.job("1"), EndpointError);
 * assertEquals(error.status, 503);
 * ```
 *
 * @module
 */
export {
  type ClientOptions,
  createClient,
  type CreateJobOptions,
  type JobsOptions,
  type OptoClient,
} from "../client/client.ts";
export type { ConnectionOptions } from "../client/connection.ts";
export { EndpointError, type EndpointProblem } from "../client/endpoint_error.ts";
export type { EventsOptions, ReconnectOptions } from "../client/follow_job.ts";
export type {
  BestCandidate,
  Job,
  JobBudget,
  JobError,
  JobOptions,
  JobRequest,
  JobState,
  JobTaskLimits,
} from "../jobs/job.ts";
export type { Amounts, HolderSpending } from "../jobs/spending.ts";
export type { TaskSource } from "../task/task_source.ts";
export type { Offer, OfferedTask } from "../jobs/offer.ts";
export type { Note, PersonFeedback } from "../trainer/note.ts";
export type { FieldFault } from "../server/problem.ts";
