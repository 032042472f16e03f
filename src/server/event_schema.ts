/**
 * Schemas of the events of a run, for the OpenAPI document and the names that a stream can be asked for.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { RunEvent } from "../trainer/event.ts";
import { feedbackSchema } from "./feedback_schema.ts";
import { finishedSchema, parametersSchema, scoreSchema, usageSchema } from "./job_schema.ts";

const text = z.string();
const optionalText = text.optional();
const count = z.int().min(0);
const optionalCount = count.optional();
const seconds = z.number().optional().openapi({ description: "Seconds of the run so far" });
const step = count.openapi({ description: "0 before the first step" });
const at = text.openapi({ format: "date-time" });
const candidate = text.openapi({ description: "Hash of its values", example: "3f1c0a9be72d" });
const isByClock = z.boolean().optional().openapi({
  description: "Set when a time limit decided: it may differ in another run",
});
/** A record whose fields the library documents. */
function documentedAs(name: string) {
  return z.unknown().openapi({ type: "object", description: `\`${name}\` of the library` });
}

const missingLimits = z.array(z.object({ limit: text, by: text, otherwise: text })).readonly()
  .optional();
const limit = z.number().nullable();
const example = z.object({
  split: z.enum(["train", "validation", "test"]),
  index: count.openapi({ description: "Its index there, from 0" }),
});

const sends = z.object({
  host: text.nullable().optional(),
  agentHost: text.nullable().optional(),
  data: z.array(text).readonly(),
})
  .optional().openapi({ description: "What prompts contain, and the host that they go to" });
const budget = z.object({
  calls: limit,
  tokens: limit,
  usd: limit,
  seconds: limit,
  evaluations: limit,
});
const role = z.enum(["agent", "judge"]).optional().openapi({
  description: "The part of the run that asked; absent for the optimizer",
});
const fingerprint = documentedAs("Fingerprint").optional();
const commandOptions = z.record(text, z.union([text, z.number(), z.boolean()])).optional();

/** The fields of each event besides its type. */
const fields = {
  started: {
    version: z.literal(1),
    task: z.object({
      name: text,
      objective: text,
      parameters: z.array(documentedAs("ParameterState")).readonly(),
      examples: z.object({ train: count, validation: count, test: count }),
      metrics: z.record(text, z.enum(["higher", "lower"])).optional(),
    }),
    taskSource: optionalText,
    seed: z.number(),
    optimizer: text,
    trainer: text,
    steps: count,
    batchSize: count,
    proposals: optionalCount,
    repairs: optionalCount,
    prompts: documentedAs("PromptSettings").optional(),
    threshold: z.number().optional(),
    accept: optionalText,
    evaluationCost: z.union([z.number(), z.literal("measured")]).optional(),
    samples: optionalCount,
    baseline: z.literal("search").optional(),
    sampling: z.enum(["shuffled", "curriculum"]).optional(),
    target: z.number().optional(),
    patience: optionalCount,
    concurrency: count,
    model: text.nullable(),
    agentModel: optionalText,
    budget,
    candidate,
    environment: z.record(text, text).optional(),
    missingLimits,
    sends,
    fingerprint,
    commandOptions,
    at,
  },
  resumed: {
    step,
    at,
    seconds,
    settings: z.object({
      steps: count,
      target: z.number().optional(),
      patience: optionalCount,
      budget,
    }).optional(),
    missingLimits,
    sends,
    forced: z.array(text).readonly().optional(),
    fingerprint,
    commandOptions,
  },
  example: { example, input: text, expected: optionalText },
  evaluated: {
    step,
    candidate,
    example,
    sample: optionalCount,
    score: scoreSchema,
    feedback: text,
    metrics: z.record(text, z.number()),
    relaxed: z.object({ score: z.number(), slacks: text }).optional(),
    output: text.openapi({ description: "As text, bounded" }),
    error: optionalText,
    feedbackGraph: documentedAs("FeedbackGraph").optional(),
    messages: parametersSchema.optional(),
    console: z.array(z.object({
      level: z.enum(["debug", "log", "info", "warn", "error"]),
      text,
    })).readonly().optional(),
    inputs: parametersSchema.optional(),
    failure: documentedAs("ReportedFailure").optional(),
    unawaited: z.array(text).readonly().optional().openapi({
      description: "Functions whose calls agent or guide did not wait for; at the start",
    }),
    isByClock,
    durationMs: z.number(),
    seconds,
  },
  asking: {
    step,
    proposal: optionalCount,
    attempt: optionalCount,
    role,
    key: optionalText,
    model: text,
  },
  exchange: {
    step,
    proposal: optionalCount,
    attempt: optionalCount,
    key: text.openapi({ description: "The hash of the request" }),
    role,
    request: documentedAs("ModelRequest"),
    response: documentedAs("ModelResponse"),
    durationMs: z.number().optional(),
    seconds,
  },
  "model-trouble": {
    step,
    kind: z.enum(["retry", "failed"]),
    role,
    key: optionalText,
    reason: text,
    text: optionalText,
    usage: documentedAs("ModelUsage").optional(),
  },
  proposed: {
    step,
    proposal: count,
    attempt: count.openapi({
      description: "0 for the first answer, then the number of the repair",
    }),
    outcome: z.enum(["suggestion", "nothing", "unusable"]),
    candidate: candidate.optional(),
    changes: parametersSchema.optional(),
    parent: optionalText,
    reasoning: optionalText,
    reason: optionalText,
    rejections: z.array(documentedAs("Rejection")).readonly(),
    notes: z.array(text).readonly().optional(),
    isByClock,
    isProvisional: z.boolean().optional(),
  },
  confirmed: {
    step,
    candidate,
    isConfirmed: z.boolean(),
    rejections: z.array(documentedAs("Rejection")).readonly().optional(),
    isByClock,
  },
  measured: { step, evaluationCost: z.number(), evaluationMs: z.number(), callMs: z.number() },
  answered: {
    step,
    proposal: count,
    suggestions: count,
    tried: z.array(z.record(text, z.unknown())).readonly().optional(),
    memory: z.unknown().optional(),
  },
  compared: {
    step,
    candidate,
    against: candidate,
    score: scoreSchema,
    againstScore: scoreSchema,
    isAccepted: z.boolean(),
    reason: text,
  },
  decided: {
    step,
    candidate,
    against: candidate,
    examples: count,
    difference: scoreSchema,
    interval: z.object({ low: limit, high: limit }),
    variance: z.number().optional(),
    reason: text,
  },
  best: {
    step,
    candidate,
    score: scoreSchema,
    parameters: parametersSchema,
    agent: documentedAs("AgentModule").optional(),
    drawings: z.array(documentedAs("ExampleDrawing")).readonly().optional(),
  },
  front: {
    step,
    candidate,
    score: scoreSchema,
    metrics: z.record(text, z.number()),
    parameters: parametersSchema,
  },
  step: {
    step,
    steps: count,
    current: scoreSchema,
    best: scoreSchema,
    spent: z.object({
      ...usageSchema.shape,
      evaluations: count,
      seconds: z.number(),
    }),
    memory: z.unknown().optional(),
  },
  note: {
    step: step.openapi({ description: "The asks of this step and of later ones have it" }),
    id: text,
    ...feedbackSchema.shape,
    at,
  },
  warning: {
    step,
    code: text.openapi({ description: "Stable name", example: "start-fails" }),
    message: text,
    advice: optionalText,
    file: optionalText,
    line: optionalCount,
    failed: optionalCount,
    of: optionalCount,
  },
  finished: finishedSchema.shape,
} as const satisfies Readonly<Record<string, z.ZodRawShape>>;

type Fields = typeof fields;

/** The types of events that the library may write and that have no schema, or no place in it. */
type Misfits = {
  [Type in RunEvent["type"]]: Type extends keyof Fields
    ? Extract<RunEvent, { readonly type: Type }> extends z.input<z.ZodObject<Fields[Type]>> ? never
    : Type
    : Type;
}[RunEvent["type"]];

/** The compiler refuses this when there are any. */
const _holdsEvents: true = true satisfies [Misfits] extends [never] ? true : Misfits;

/** The types of all events. */
export const eventTypes = Object.keys(fields) as (keyof Fields)[]; // as: `keys` widens

/** `model-trouble` as `ModelTroubleEvent`. */
function componentName(type: string): string {
  return `${type.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Event`;
}

const schemas = eventTypes.map((type) =>
  z.object({ type: z.literal(type), ...fields[type] }).openapi(componentName(type))
);

/** One event of a run. */
export const runEventSchema = z
  // as: a list that is made from an object has no length in its type
  .discriminatedUnion("type", schemas as unknown as [typeof schemas[number]])
  .openapi("RunEvent");
