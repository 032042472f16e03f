/**
 * What a worker must have to evaluate for a run, and how it evaluates: task, examples, versions and settings.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { EvaluationSettings } from "../run/evaluation_settings.ts";
import { changesBetween } from "../run/fingerprint.ts";
import { canonicalJson } from "../trainer/canonical_json.ts";
import type { Fingerprint } from "../trainer/event.ts";
import { byName, finite, flag, list, oneOf, optional, record, text, whole } from "../wire/shape.ts";

/** What a worker needs to give the same reports. */
export interface EvaluationPlan {
  /** Name of the task. */
  readonly task: string;
  /** Hashes of its modules and examples, and the versions of Opto and Deno. */
  readonly fingerprint: Fingerprint;
  readonly settings: EvaluationSettings;
}

/** SHA-256 of a plan as hexadecimal digits; equal plans have equal ones on every machine. */
export function identityOf(plan: EvaluationPlan): string {
  return createHash("sha256").update(canonicalJson(plan)).digest("hex");
}

/** The plan as JSON. */
export function encodePlan(plan: EvaluationPlan): string {
  return JSON.stringify(plan);
}

/** The plan of JSON of any origin. @throws {TypeError} that names the first wrong part */
export function decodePlan(json: string): EvaluationPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(json);
  } catch (cause) {
    throw new TypeError("Cannot read a plan of evaluations: received text that is no JSON", {
      cause,
    });
  }
  return readPlan(plan, "plan");
}

/** The differences between the plans of a run and of a worker, in words. */
export function differencesOf(ofRun: EvaluationPlan, own: EvaluationPlan): string {
  const changes = changesBetween(ofRun.fingerprint, own.fingerprint);
  return changes.length === 0 ? "another version of the task" : changes.slice(0, 10).join(", ");
}

const maxModules = 10_000;
const hash = text(200);
const name = text(1_000);

const readPlan = record({
  task: name,
  fingerprint: record({
    task: optional(hash),
    taskFile: optional(name),
    modules: optional(byName(hash, maxModules)),
    packages: optional(list(name, maxModules)),
    version: optional(name),
    examples: optional(hash),
    library: name,
    deno: name,
    isVerified: flag,
  }),
  settings: record({
    seed: whole(Number.MIN_SAFE_INTEGER),
    traceStatements: flag,
    evaluationTimeoutMs: optional(whole(1)),
    propagator: optional(oneOf("graph", "sum")),
    sandbox: optional(record({ timeoutMs: optional(finite), memoryMb: optional(finite) })),
  }),
});
