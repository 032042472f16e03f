/**
 * What a run needs of a stranger's task besides its evaluator, as data.
 *
 * @module
 */
import { TaskError } from "../errors.ts";
import type { OptimizerChoice } from "../optimizer/optimizers.ts";
import { printValue } from "../trace/print_value.ts";
import type { Task } from "../task/task.ts";
import type { TrainerChoice } from "../trainer/trainers.ts";
import { finite, flag, optional, type Read, record, refusal, text } from "../wire/shape.ts";
import { readWire, writeWire } from "../wire/value.ts";

/** Name, strategies and abilities of a task. */
export interface TaskOutline {
  readonly name: string;
  readonly description?: string;
  /** A name, or settings as plain data. */
  readonly optimizer?: OptimizerChoice;
  /** A name, or settings as plain data. */
  readonly trainer?: TrainerChoice;
  readonly sandbox?: { readonly timeoutMs?: number; readonly memoryMb?: number };
  readonly hasSummary: boolean;
}

/**
 * The outline as JSON.
 *
 * @throws {TaskError} when the task brings an object that would run in the host: a proposer, a trainer, a rule, a model, a pattern
 */
export function encodeOutline(task: Task): unknown {
  const { name, description, optimizer, trainer, sandbox, summarize } = task;
  requirePlain("optimizer", optimizer);
  requirePlain("trainer", trainer);
  requireNoObject("model", task.model);
  requireNoObject("agentModel", task.agentModel);
  if (task.redact !== undefined && task.redact.length > 0) {
    throw refused("redact", "patterns", "The operator of the run says what is redacted.");
  }
  return writeWire({
    ...{ name, description, optimizer, trainer, sandbox },
    hasSummary: summarize !== undefined,
  });
}

function requirePlain(field: string, value: unknown): void {
  try {
    JSON.stringify(writeWire(value));
  } catch {
    throw refused(field, printValue(value, 100), "Choose a built-in one by its name and settings.");
  }
}

function requireNoObject(field: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw refused(field, printValue(value, 100), "The operator of the run chooses the model.");
}

function refused(field: string, received: string, advice: string): TaskError {
  return new TaskError(
    `Cannot use the ${field} of an untrusted task: received ${received}, which would run in the host`,
    { advice },
  );
}

/** The outline of JSON of any origin. @throws {TypeError} that names the first wrong part */
export function decodeOutline(json: unknown): TaskOutline {
  return readOutline(readWire(json, "untrusted"), "task");
}

/** A name, or settings: texts, flags, numbers of a size that a run can bear, and lists and records of them. */
const choice = (depth: number): Read<unknown> => (claim, path) => {
  if (typeof claim === "string") return text(1_000)(claim, path);
  if (typeof claim === "boolean") return claim;
  if (typeof claim === "number") {
    const number = finite(claim, path);
    if (Math.abs(number) > 1_000_000) throw refusal(path, "a number up to a million", number);
    return number;
  }
  if (depth === 0) throw refusal(path, "settings", claim);
  if (Array.isArray(claim) && claim.length <= 100) {
    return claim.map((each, place) => choice(depth - 1)(each, `${path}[${place}]`));
  }
  const isPlain = typeof claim === "object" && claim !== null &&
    Object.getPrototypeOf(claim) === Object.prototype;
  if (!isPlain || Object.hasOwn(claim, "__proto__") || Object.keys(claim).length > 100) {
    throw refusal(path, "settings", claim);
  }
  return Object.fromEntries(
    Object.entries(claim).flatMap(([name, each]) =>
      each === undefined ? [] : [[name, choice(depth - 1)(each, `${path}.${name}`)]]
    ),
  );
};

const readOutline = record({
  name: text(200),
  description: optional(text(10_000)),
  optimizer: optional(choice(4) as Read<OptimizerChoice>), // as: the run checks names and ranges
  trainer: optional(choice(4) as Read<TrainerChoice>), // as: the run checks names and ranges
  sandbox: optional(record({ timeoutMs: optional(finite), memoryMb: optional(finite) })),
  hasSummary: flag,
});
