/**
 * Reads the body of a request for a job: shape, ranges, and that task and model are on offer.
 *
 * @module
 */
import { z } from "zod";
import { optimizerNames } from "../optimizer/optimizers.ts";
import { trainerNames } from "../trainer/trainers.ts";
import type { NewJob } from "./job_store.ts";
import { problem } from "./problem.ts";

const count = z.int().min(1).max(1_000_000).exactOptional();
const amount = z.number().min(0).max(1e12).exactOptional();
const name = z.string().min(1).max(200);

const jobOptions = z.strictObject({
  steps: count,
  batchSize: count,
  concurrency: z.int().min(1).max(64).exactOptional(),
  seed: z.int().min(0).exactOptional(),
  optimizer: z.enum(optimizerNames).exactOptional(),
  trainer: z.enum(trainerNames).exactOptional(),
  model: name.exactOptional(),
  budget: z.strictObject({
    calls: amount,
    tokens: amount,
    usd: amount,
    seconds: amount,
    evaluations: amount,
  }).exactOptional(),
});

const jobRequest = z.strictObject({
  task: z.string().min(1).max(200),
  options: jobOptions.default({}),
});

/** The JSON Schema of a request for a job. */
export function jobRequestSchema(): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(jobRequest, { io: "input" });
  return schema;
}

/** What the operator offers. */
export interface Offer {
  readonly tasks: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
}

/** The job that is asked for, or the problem with it. */
export function readJobRequest(
  body: unknown,
  offer: Offer,
): Omit<NewJob, "id"> | Response {
  if (typeof body === "object" && body !== null && "source" in body) {
    return problem("source-not-supported", {
      detail: `Name one of the registered tasks instead: ${[...offer.tasks].join(", ")}.`,
    });
  }
  const parsed = jobRequest.safeParse(body);
  if (!parsed.success) {
    return problem("invalid-job", {
      detail: "See errors for the fields at fault.",
      errors: parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => fault([...issue.path, key], "This field is not known"))
          : [fault(issue.path, issue.message)]
      ),
    });
  }
  const { task, options } = parsed.data;
  const errors = [
    ...(offer.tasks.has(task)
      ? []
      : [fault(["task"], `Received "${task}"; registered are: ${[...offer.tasks].join(", ")}`)]),
    ...(options.model === undefined || offer.models.has(options.model)
      ? []
      : [fault(["options", "model"], modelAdvice(offer.models))]),
  ];
  if (errors.length === 0) return { task, options };
  return problem("invalid-job", { detail: "See errors for the fields at fault.", errors });
}

function modelAdvice(models: ReadonlySet<string>): string {
  return models.size === 0
    ? "This server offers no model; its operator may name some with --model"
    : `Models on offer are: ${[...models].join(", ")}`;
}

function fault(
  path: readonly PropertyKey[],
  detail: string,
): { readonly pointer: string; readonly detail: string } {
  const escaped = path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return { pointer: escaped.map((key) => `/${key}`).join(""), detail };
}
