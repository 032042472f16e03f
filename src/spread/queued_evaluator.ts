/**
 * An evaluator whose evaluations a queue carries to workers.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { EvaluationSettings } from "../run/evaluation_settings.ts";
import { fingerprintOf } from "../run/fingerprint.ts";
import type {
  EvaluationRequest,
  Evaluator,
  Report,
  TaskFacts,
  ValidateOptions,
} from "../trainer/evaluator.ts";
import type { Validation } from "../problem/proposal.ts";
import type { Candidate } from "../trainer/candidate.ts";
import type { BatchQueue } from "./batch_queue.ts";
import { Dispatcher, type DispatcherOptions } from "./dispatcher.ts";
import {
  encodePlan,
  identityOf,
  type PlannedSource,
  sourceFingerprint,
} from "./evaluation_plan.ts";

/** Queue, local evaluator and identity of the task. */
export interface QueuedEvaluatorOptions extends
  Pick<
    DispatcherOptions,
    "sizeOf" | "leaseMs" | "maxAttempts" | "noticeMs" | "hereSize" | "onNote"
  > {
  /** Opens what carries the batches; closed with the evaluator. */
  readonly openQueue: () => Promise<BatchQueue>;
  /** Does everything but evaluate, and evaluates while there is no worker; closed with the evaluator. */
  readonly local: Evaluator;
  /** Where the task is a stranger's: its files, which the workers get. @default they have the task */
  readonly source?: PlannedSource | undefined;
  /** URL of the task's module. */
  readonly taskSource?: string | undefined;
  /** The caller's own version of the task, where its module is no local file. */
  readonly version?: string | undefined;
  /** The settings with which `local` was made. */
  readonly settings: EvaluationSettings;
}

/**
 * Makes the evaluator. Its reports are those of `local`.
 *
 * An evaluation that asks a language model, and with it all later ones, is done by `local`: workers hold no keys, and the run
 * counts what it spends. So is the one evaluation whose arguments are recorded.
 */
export function queuedEvaluator(options: QueuedEvaluatorOptions): Evaluator {
  return new QueuedEvaluator(options);
}

class QueuedEvaluator implements Evaluator {
  readonly isBatched = true;
  readonly exampleText?: NonNullable<Evaluator["exampleText"]>;
  readonly exportAgent?: NonNullable<Evaluator["exportAgent"]>;
  readonly draw?: NonNullable<Evaluator["draw"]>;
  readonly #options: QueuedEvaluatorOptions;
  readonly #local: Evaluator;
  #dispatcher: Promise<Dispatcher> | undefined;

  constructor(options: QueuedEvaluatorOptions) {
    const { local } = options;
    this.#options = options;
    this.#local = local;
    if (local.exampleText !== undefined) {
      this.exampleText = (example) => local.exampleText!(example); // !: checked above
    }
    if (local.exportAgent !== undefined) {
      this.exportAgent = (candidate) => local.exportAgent!(candidate); // !: checked above
    }
    if (local.draw !== undefined) this.draw = (request) => local.draw!(request); // !: checked above
  }

  /** The facts of the task; workers are looked for meanwhile. */
  async facts(): Promise<TaskFacts> {
    const facts = await this.#local.facts();
    await (this.#dispatcher ??= this.#open(facts));
    return facts;
  }

  validate(
    candidate: Candidate,
    changed: readonly string[],
    options?: ValidateOptions,
  ): Promise<Validation> {
    return this.#local.validate(candidate, changed, options);
  }

  async evaluate(request: EvaluationRequest): Promise<Report> {
    if (request.hasInputs) return await this.#local.evaluate(request);
    const dispatcher =
      await (this.#dispatcher ??= this.#local.facts().then((facts) => this.#open(facts)));
    const outcome = await dispatcher.dispatch(request);
    switch (outcome.kind) {
      case "report":
        return outcome.report;
      case "model":
        return await this.#local.evaluate(request);
      case "here":
        try {
          return await this.#local.evaluate(request);
        } finally {
          outcome.over();
        }
      default:
        return outcome satisfies never;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using _local = this.#local;
    const [opened] = await Promise.allSettled([this.#dispatcher]);
    if (opened.status === "rejected" || opened.value === undefined) return; // it was told before
    await opened.value[Symbol.asyncDispose]();
  }

  async #open({ name, examplesHash }: TaskFacts): Promise<Dispatcher> {
    const { taskSource, source, version, settings, openQueue, ...options } = this.#options;
    const given = { version, examples: examplesHash };
    const fingerprint = source === undefined
      ? await fingerprintOf({ ...given, taskSource })
      : sourceFingerprint(source, given);
    if (!fingerprint.isVerified) {
      throw new UsageError(`Cannot spread the evaluations of "${name}": its code is not known`, {
        advice: "Give the task as a file: workers compare its modules with their own.",
      });
    }
    const plan = {
      ...{ task: name, fingerprint, settings },
      ...(source === undefined ? {} : { source }),
    };
    const run = {
      id: crypto.randomUUID(),
      task: source === undefined ? name : null,
      identity: identityOf(plan),
      plan: encodePlan(plan),
    };
    return new Dispatcher({ ...options, name, run, queue: await openQueue() });
  }
}
