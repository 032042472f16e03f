/**
 * Refuses misspelt options of a run, which untyped code would pass in silence.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { unknownKey } from "../known_keys.ts";
import type { Budget } from "../trainer/event.ts";
import type { OptimizeOptions } from "./optimize_options.ts";

/** Every option; the compiler keeps the list complete. */
const options = Object.keys(
  {
    seed: 0,
    steps: 0,
    batchSize: 0,
    proposals: 0,
    concurrency: 0,
    optimizer: 0,
    trainer: 0,
    target: 0,
    patience: 0,
    threshold: 0,
    accept: 0,
    evaluationCost: 0,
    samples: 0,
    baseline: 0,
    sampling: 0,
    evaluationTimeoutMs: 0,
    budget: 0,
    runDir: 0,
    resume: 0,
    force: 0,
    repair: 0,
    version: 0,
    commandOptions: 0,
    taskSource: 0,
    signal: 0,
    onEvent: 0,
    redact: 0,
    model: 0,
    agentModel: 0,
    propagator: 0,
    evaluator: 0,
    sandbox: 0,
    clockOf: 0,
  } satisfies Record<keyof OptimizeOptions, 0>,
);

const limits = Object.keys(
  { calls: 0, tokens: 0, usd: 0, seconds: 0, evaluations: 0 } satisfies Record<keyof Budget, 0>,
);

/** @throws {UsageError} for the first unknown option or budget, with the nearest known one */
export function refuseUnknownOptions(given: Pick<OptimizeOptions, "budget">): void {
  refuse("the options of a run", unknownKey(given, options));
  refuse("the budget of a run", unknownKey(given.budget ?? {}, limits));
}

function refuse(what: string, unknown: string | undefined): void {
  if (unknown === undefined) return;
  throw new UsageError(`Cannot use ${what}: received the unknown ${unknown}`, {
    advice: "Correct the name, or leave it out.",
  });
}
