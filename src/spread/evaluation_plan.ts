/**
 * What a worker must have to evaluate for a run, and how it evaluates: task or its source, examples, versions and settings.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { EvaluationSettings } from "../run/evaluation_settings.ts";
import { changesBetween, type FingerprintSources } from "../run/fingerprint.ts";
import { version as library } from "../run/version.ts";
import type { TaskSource } from "../task/task_source.ts";
import { canonicalJson, contentHash } from "../trainer/canonical_json.ts";
import type { Fingerprint } from "../trainer/event.ts";
import { readTaskLimits, type TaskLimits, taskLimits } from "../untrusted/task_limits.ts";
import { checkSource } from "../untrusted/task_source.ts";
import { byName, flag, list, oneOf, optional, record, text, whole } from "../wire/shape.ts";

/** What a worker needs to give the same reports. */
export interface EvaluationPlan {
  /** Name of the task. */
  readonly task: string;
  /** Hashes of its modules and examples, and the versions of Opto and Deno. */
  readonly fingerprint: Fingerprint;
  readonly settings: EvaluationSettings;
  /** The task of a stranger, which runs without permissions. @default the worker has the task */
  readonly source?: PlannedSource;
}

/** A source, and the limits of its process. */
export interface PlannedSource extends TaskSource {
  /** Those that are not the defaults. */
  readonly limits: Partial<TaskLimits>;
}

/** What tells one version of a stranger's task from another. */
export function sourceFingerprint(
  source: TaskSource,
  { examples, version }: Omit<FingerprintSources, "taskSource">,
): Fingerprint {
  return {
    task: contentHash({ files: source.files, entry: source.entry }, 64),
    taskFile: source.entry,
    ...(version === undefined ? {} : { version }),
    ...(examples === undefined ? {} : { examples }),
    library,
    deno: Deno.version.deno,
    isVerified: true,
  };
}

/** SHA-256 of a plan as hexadecimal digits; equal plans have equal ones on every machine. */
export function identityOf(plan: EvaluationPlan): string {
  return createHash("sha256").update(canonicalJson(plan)).digest("hex");
}

/** The plan as JSON. */
export function encodePlan(plan: EvaluationPlan): string {
  return JSON.stringify(plan);
}

/**
 * The plan of JSON of any origin.
 *
 * @throws {TypeError} that names the first wrong part
 * @throws {TaskError} for a source whose paths or sizes are not allowed
 */
export function decodePlan(json: string): EvaluationPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(json);
  } catch (cause) {
    throw new TypeError("Cannot read a plan of evaluations: received text that is no JSON", {
      cause,
    });
  }
  const read = readPlan(plan, "plan");
  if (read.source !== undefined) checkSource(read.source, taskLimits(read.source.limits));
  return read;
}

/** The differences between the plans of a run and of a worker, in words. */
export function differencesOf(ofRun: EvaluationPlan, own: EvaluationPlan): string {
  const changes = changesBetween(ofRun.fingerprint, own.fingerprint);
  return changes.length === 0 ? "another version of the task" : changes.slice(0, 10).join(", ");
}

const maxModules = 10_000;

/** Most characters of a file of a source; `checkSource` knows the limit of all. */
const maxFileChars = 16_000_000;

/** Longest time that a timer can wait, in milliseconds. */
const maxMs = 2 ** 31 - 1;

/** Largest heap of a sandbox, in megabytes. */
const maxMb = 65_536;

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
    evaluationTimeoutMs: optional(whole(1, maxMs)),
    propagator: optional(oneOf("graph", "sum")),
    sandbox: optional(
      record({ timeoutMs: optional(whole(1, maxMs)), memoryMb: optional(whole(1, maxMb)) }),
    ),
  }),
  source: optional(
    record({ files: byName(text(maxFileChars), maxModules), entry: name, limits: readTaskLimits }),
  ),
});
