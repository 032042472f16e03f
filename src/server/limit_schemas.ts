/**
 * Schemas of the limits that jobs and holders have.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { optionalField } from "./optional_field.ts";

const limit = optionalField(z.number().min(0).max(1e12));

/** Limits of a run. */
export const budgetSchema = z.strictObject({
  calls: limit,
  tokens: limit,
  usd: limit,
  seconds: limit,
  evaluations: limit,
});

/** Limits of the process of a task that its job brings. */
export const taskLimitsSchema = z.strictObject({
  memoryMb: optionalField(z.int().min(16).max(65_536)),
  processorMs: optionalField(z.int().min(100).max(86_400_000)),
});
