/**
 * Schemas of jobs for requests, responses and the OpenAPI document.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { optimizerNames } from "../optimizer/optimizers.ts";
import type { FinishedEvent } from "../trainer/event.ts";
import { trainerNames } from "../trainer/trainers.ts";
import type {
  BestCandidate,
  Job,
  JobBudget,
  JobError,
  JobOptions,
  JobRequest,
  JobTaskLimits,
} from "../jobs/job.ts";
import { budgetSchema, taskLimitsSchema } from "./limit_schemas.ts";
import { optionalField } from "./optional_field.ts";

const positiveCount = optionalField(z.int().min(1).max(1_000_000));
/** One line for people, without halves of surrogate pairs, which no UTF-8 text can hold. */
const name = z.string().min(1).max(200)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "Expected no control characters");

/** Of a registered task, whose author chose it. */
const taskName = z.string().min(1).max(200);

/** The options that a job may set; the task and the library decide the rest. */
const jobOptionsSchema = z.strictObject({
  steps: positiveCount,
  batchSize: positiveCount,
  concurrency: optionalField(
    z.int().min(1).max(64).openapi({ description: "At most what the operator allows" }),
  ),
  seed: optionalField(z.int().min(0)),
  optimizer: optionalField(z.enum(optimizerNames)),
  trainer: optionalField(z.enum(trainerNames)),
  model: optionalField(
    name.openapi({ description: "A model that the operator offers; none is used otherwise" }),
  ),
  agentModel: optionalField(
    name.openapi({
      description: "The agent's model, which the operator offers; `model` answers it otherwise",
    }),
  ),
  budget: optionalField(budgetSchema),
  taskLimits: optionalField(taskLimitsSchema.openapi({
    description: "Limits of a task that the job brings; at most the server's, and the holder's",
  })),
});

/** The body of a request for a job. */
export const jobRequestSchema = z.strictObject({
  task: optionalField(taskName.openapi({ description: "Name of a registered task" })),
  source: optionalField(
    z.union([
      z.string().min(1),
      z.strictObject({ files: z.record(z.string().min(1).max(200), z.string()), entry: name }),
    ], "Expected the text of a module, or { files: { path: text }, entry: path }").openapi({
      description: "A task of its own, instead of `task`: the text of its module, or of several",
    }),
  ),
  name: optionalField(name.openapi({ description: "Name of the job for people" })),
  options: jobOptionsSchema.default({}),
}).openapi("JobRequest", { oneOf: [{ required: ["task"] }, { required: ["source"] }] });

/** A score; null without one. */
export const scoreSchema = z.number().nullable();

/** Values by parameter name. */
export const parametersSchema = z.record(z.string(), z.unknown());

const error = z.object({
  code: z.string(),
  message: z.string(),
  advice: optionalField(z.string()),
});

const spendingFields = {
  calls: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  usd: z.number().nullable(),
};
const spending = z.object(spendingFields);

/** Spending on models, in total and by role. */
export const usageSchema = z.object({
  ...spendingFields,
  byRole: z.object({ optimizer: spending, agent: spending, judge: spending }),
});

/** The last event of a run. */
export const finishedSchema = z.object({
  type: z.literal("finished"),
  stopReason: z.enum(["steps", "budget", "target", "patience", "interrupted", "failed"]),
  initial: z.object({ score: scoreSchema }),
  best: z.object({ score: scoreSchema, step: z.int(), parameters: parametersSchema }),
  test: z.object({ initial: scoreSchema, best: scoreSchema }).nullable(),
  usage: usageSchema,
  evaluations: z.int(),
  seconds: z.number(),
  baseline: optionalField(z.object({
    optimizer: z.literal("search"),
    score: scoreSchema,
    test: scoreSchema,
    evaluations: z.int(),
    usage: spending,
  })),
  runDir: z.string(),
  error: optionalField(error),
  budget: optionalField(z.string()),
  isByClock: optionalField(z.boolean()),
}).openapi("Finished");

/** The best candidate of a job so far. */
export const bestSchema = z.object({
  step: z.int(),
  candidate: z.string(),
  score: scoreSchema,
  parameters: parametersSchema,
}).openapi("Best");

/** One job, as the store keeps it and the endpoint shows it. */
export const jobSchema = z.object({
  id: z.string().openapi({ format: "uuid" }),
  name: z.string().openapi({ description: "That of the request, else of the task" }),
  task: taskName.nullable().openapi({ description: "Null for a job that brought its task" }),
  sourceHash: z.string().nullable().openapi({
    description: "SHA-256 of the source that it brought; null for a registered task",
  }),
  holder: z.string().nullable().openapi({
    description: "Id of the holder whose token made it; null on a server without holders",
  }),
  traceParent: z.string().nullable().openapi({
    description: "The header `traceparent` of its request, to which the spans of its run link",
  }),
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

/** `true` when two types have the same fields, and each is assignable to the other. */
type IsSame<A, B> = [keyof A, keyof B, A, B] extends [keyof B, keyof A, B, A] ? true : false;

/** The compiler refuses this when a schema and its type in `job.ts` differ. */
const _sameAsTypes: true = true satisfies
  & IsSame<z.output<typeof jobSchema>, Job>
  & IsSame<z.output<typeof finishedSchema>, FinishedEvent>
  & IsSame<z.output<typeof bestSchema>, BestCandidate>
  & IsSame<z.output<typeof error>, JobError>
  & IsSame<z.output<typeof jobOptionsSchema>, JobOptions>
  & IsSame<z.output<typeof budgetSchema>, JobBudget>
  & IsSame<z.output<typeof taskLimitsSchema>, JobTaskLimits>
  & IsSame<z.input<typeof jobRequestSchema>, JobRequest>;
