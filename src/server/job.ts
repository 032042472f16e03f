/**
 * A job: a run that was requested over HTTP. Schemas, and the types inferred from them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { optimizerNames } from "../optimizer/optimizers.ts";
import type { EventOf, FinishedEvent } from "../trainer/event.ts";
import { trainerNames } from "../trainer/trainers.ts";
import { optionalField } from "./optional_field.ts";

const positiveCount = optionalField(z.int().min(1).max(1_000_000));
const limit = optionalField(z.number().min(0).max(1e12));
const name = z.string().min(1).max(200);

/** The options that a job may set; the task and the library decide the rest. */
const jobOptionsSchema = z.strictObject({
  steps: positiveCount,
  batchSize: positiveCount,
  concurrency: optionalField(z.int().min(1).max(64)),
  seed: optionalField(z.int().min(0)),
  optimizer: optionalField(z.enum(optimizerNames)),
  trainer: optionalField(z.enum(trainerNames)),
  model: optionalField(
    name.openapi({ description: "A model that the operator offers; none is used otherwise" }),
  ),
  budget: optionalField(z.strictObject({
    calls: limit,
    tokens: limit,
    usd: limit,
    seconds: limit,
    evaluations: limit,
  })),
});

/** The body of a request for a job. */
export const jobRequestSchema = z.strictObject({
  task: name.openapi({ description: "Name of a registered task" }),
  options: jobOptionsSchema.default({}),
}).openapi("JobRequest");

const score = z.number().nullable();
const parameters = z.record(z.string(), z.unknown());
const error = z.object({
  code: z.string(),
  message: z.string(),
  advice: optionalField(z.string()),
});

/** The last event of a run. */
const finishedSchema = z.object({
  type: z.literal("finished"),
  stopReason: z.enum(["steps", "budget", "target", "patience", "interrupted", "failed"]),
  initial: z.object({ score }),
  best: z.object({ score, step: z.int(), parameters }),
  test: z.object({ initial: score, best: score }).nullable(),
  usage: z.object({
    calls: z.int(),
    promptTokens: z.int(),
    completionTokens: z.int(),
    usd: z.number().nullable(),
  }),
  evaluations: z.int(),
  seconds: z.number(),
  runDir: z.string(),
  error: optionalField(error),
  budget: optionalField(z.string()),
}).openapi("Finished") satisfies z.ZodType<FinishedEvent>;

/** The best candidate of a job so far. */
export const bestSchema = z.object({
  step: z.int(),
  candidate: z.string(),
  score,
  parameters,
}).openapi("Best") satisfies z.ZodType<Omit<EventOf<"best">, "type">>;

/** One job, as the store keeps it and the endpoint shows it. */
export const jobSchema = z.object({
  id: z.string().openapi({ format: "uuid" }),
  task: name,
  options: jobOptionsSchema,
  state: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  attempts: z.int().openapi({
    description: "How often it was started; more than once when the server stopped meanwhile",
  }),
  isCancelRequested: z.boolean().openapi({ description: "Set when it was cancelled" }),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  result: z.union([finishedSchema, z.null()]),
  error: error.nullable(),
}).openapi("Job");

/** A page of jobs, newest first. */
export const jobListSchema = z.object({ jobs: z.array(jobSchema) }).openapi("JobList");

/** One job. */
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** State of a job. The last three of "queued", "running", "done", "failed", "cancelled" are final. */
export type JobState = Job["state"];

/** The options that a job may set. */
export type JobOptions = Readonly<z.infer<typeof jobOptionsSchema>>;

/** Why a job failed. */
export type JobError = Readonly<z.infer<typeof error>>;

/** A validated request for a job. */
export type JobRequest = Readonly<z.infer<typeof jobRequestSchema>>;

/** Whether the state of a job can no longer change. */
export function isFinal(state: JobState): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}
