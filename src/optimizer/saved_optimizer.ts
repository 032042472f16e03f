/**
 * The state of an imperative optimizer as plain data.
 *
 * @module
 */
import { isRecord } from "../record.ts";
import type { Json } from "../../sandbox/value/format.ts";
import type { Values } from "../problem/problem.ts";
import type { RefusedTrial, Trial } from "../problem/trial.ts";
import { readValue, writeValue } from "../trace/data/exact_value.ts";

/** What `Optimizer.save` returns: JSON, with values in the encoding of the event log. */
export interface SavedOptimizer {
  /** Tag of this record. */
  readonly kind: "optimizer";
  /** Version of its form. */
  readonly version: 1;
  /** Name of the proposer. */
  readonly proposer: string;
  /** Encoded values of the parameters by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Earlier steps, oldest first, with encoded values. */
  readonly trials: readonly (Omit<Trial, "values" | "comparison"> & {
    readonly values: Readonly<Record<string, unknown>>;
  })[];
  /** Reasons of refusals in earlier steps. @default none */
  readonly refusals?: readonly RefusedTrial[];
  /** The proposer's memory, encoded; absent without one. */
  readonly memory?: unknown;
  /** Whether the last step changed a value; absent before the first step. */
  readonly isUpdated?: boolean;
}

/** The state that is saved. */
export interface OptimizerState {
  readonly values: ReadonlyMap<string, unknown>;
  readonly trials: readonly Trial[];
  readonly refusals: readonly RefusedTrial[];
  readonly memory: unknown;
  readonly isUpdated: boolean | undefined;
}

/** Writes a state. @throws {TypeError} when a value is no plain data */
export function savedOptimizer(
  { proposer, values, trials, refusals, memory, isUpdated }: OptimizerState & {
    readonly proposer: string;
  },
): SavedOptimizer {
  return {
    kind: "optimizer",
    version: 1,
    proposer,
    parameters: encoded(values),
    trials: trials.map((trial) => ({
      ...trial,
      values: encoded(new Map(Object.entries(trial.values))),
      scores: { ...trial.scores },
      metrics: { ...trial.metrics },
    })),
    refusals: refusals.map((refusal) => ({ ...refusal })),
    ...(memory === undefined ? {} : { memory: writeValue(memory) }),
    ...(isUpdated === undefined ? {} : { isUpdated }),
  };
}

function encoded(values: ReadonlyMap<string, unknown>): Record<string, Json> {
  return Object.fromEntries([...values].map(([name, value]) => [name, writeValue(value)]));
}

/**
 * Reads a state for an optimizer with this proposer and these parameters.
 *
 * @throws {TypeError} when it is no saved state, of another proposer, or of other parameters
 * @throws {RangeError} when it is of another version
 */
export function readSavedOptimizer(
  saved: unknown,
  { proposer, names }: { readonly proposer: string; readonly names: readonly string[] },
): OptimizerState {
  if (!isRecord(saved) || saved.kind !== "optimizer") {
    throw refuse(`received ${isRecord(saved) ? `kind ${String(saved.kind)}` : typeof saved}`);
  }
  if (saved.version !== 1) {
    throw new RangeError(
      `Cannot restore an optimizer from version ${
        String(saved.version)
      }: this library reads version 1`,
    );
  }
  if (saved.proposer !== proposer) {
    throw refuse(`received one of "${String(saved.proposer)}", this one asks "${proposer}"`);
  }
  const values = valuesIn(saved.parameters);
  const [missing] = names.filter((name) => !Object.hasOwn(values, name));
  const [unknown] = Object.keys(values).filter((name) => !names.includes(name));
  if (missing !== undefined) throw refuse(`received no value of the parameter "${missing}"`);
  if (unknown !== undefined) throw refuse(`received the unknown parameter "${unknown}"`);
  if (!Array.isArray(saved.trials)) throw refuse("received no list of trials");
  const { isUpdated, memory, refusals = [] } = saved;
  if (!Array.isArray(refusals)) throw refuse("received no list of refusals");
  if (isUpdated !== undefined && typeof isUpdated !== "boolean") throw refuse("received no flag");
  return {
    values: new Map(Object.entries(values)),
    trials: saved.trials.map(trialIn),
    refusals: refusals.map(refusalIn),
    memory: memory === undefined ? undefined : readValue(memory, { compilesRegExps: true }),
    isUpdated,
  };
}

function trialIn(saved: unknown, index: number): Trial {
  if (!isRecord(saved)) throw refuse(`received no record as trial ${index + 1}`);
  const { step, values, score, scores, feedback, isAccepted, outputs = "", metrics = {} } = saved;
  const isTrial = Number.isSafeInteger(step) && (score === null || typeof score === "number") &&
    isRecord(scores) &&
    Object.values(scores).every((each) => each === null || typeof each === "number") &&
    typeof feedback === "string" && typeof isAccepted === "boolean" &&
    typeof outputs === "string" && isRecord(metrics) &&
    Object.values(metrics).every((each) => typeof each === "number");
  if (!isTrial) throw refuse(`received no trial as trial ${index + 1}`);
  return {
    step: Number(step),
    values: valuesIn(values),
    score,
    scores: scores as Trial["scores"], // as: checked above
    feedback,
    outputs,
    metrics: metrics as NonNullable<Trial["metrics"]>, // as: checked above
    isAccepted,
  };
}

function refusalIn(saved: unknown, index: number): RefusedTrial {
  const { step, count, parameter, reason } = isRecord(saved) ? saved : {};
  const isRefusal = Number.isSafeInteger(step) && Number.isSafeInteger(count) &&
    typeof reason === "string" && (parameter === undefined || typeof parameter === "string");
  if (!isRefusal) throw refuse(`received no refusal as refusal ${index + 1}`);
  return {
    step: Number(step),
    count: Number(count),
    reason,
    ...(parameter === undefined ? {} : { parameter }),
  };
}

function valuesIn(encoded: unknown): Values {
  if (!isRecord(encoded)) throw refuse("received no record of values");
  return Object.fromEntries(
    Object.entries(encoded).map(([name, json]) => [
      name,
      readValue(json, { compilesRegExps: true }),
    ]),
  );
}

function refuse(received: string): TypeError {
  return new TypeError(`Cannot restore an optimizer from a saved state: ${received}`);
}
