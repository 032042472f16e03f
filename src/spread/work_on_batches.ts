/**
 * Carries out batches in this process, one after another in each slot.
 *
 * @module
 */
import { withModels } from "../model/models_in_use.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { UsageError } from "../errors.ts";
import type { EvaluationRequest, Evaluator } from "../trainer/evaluator.ts";
import { EventLoopTurns } from "../trainer/pause.ts";
import { decodeBatch, encodeOutcomes, type Outcome } from "./batch.ts";
import type { BatchClaim, BatchQueue, BatchWorker, CarriedOut } from "./batch_queue.ts";
import { ClaimWatch } from "./claim_watch.ts";
import { WakeUp } from "./wake_up.ts";

/** Queue, evaluator and end of the work. */
export interface WorkOptions {
  readonly queue: BatchQueue;
  readonly evaluator: Evaluator;
  readonly worker: BatchWorker;
  /** Ends the work; evaluations under way are abandoned, and their batches go to others. */
  readonly signal: AbortSignal;
}

/** Time between two looks for batches without news of them, in milliseconds. */
const lookMs = 1_000;

/** Works until the signal is aborted. @throws what the queue rejects with */
export async function workOnBatches(options: WorkOptions): Promise<void> {
  const { queue, worker, signal } = options;
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  await queue.join(worker);
  const slots = Array.from({ length: worker.slots }, () => new WakeUp());
  const wakeAll = () => slots.forEach((slot) => slot.call());
  await using watch = new ClaimWatch(queue, worker.id);
  using _news = queue.listen({ kind: "batches", identity: worker.identity }, wakeAll);
  ended.addEventListener("abort", wakeAll, { once: true });
  try {
    await Promise.all(slots.map(async (slot) => {
      try {
        await workInSlot(slot, { ...options, signal: ended, watch });
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    }));
  } finally {
    await queue.leave(worker.id).catch(() => {}); // its lease ends
  }
}

async function workInSlot(
  slot: WakeUp,
  options: WorkOptions & { readonly watch: ClaimWatch },
): Promise<void> {
  const { queue, worker, signal, watch, evaluator } = options;
  let carriedOut: CarriedOut | undefined;
  while (!signal.aborted) {
    const { claim, isKnown } = await queue.next(worker, carriedOut);
    carriedOut = undefined;
    if (!isKnown) await queue.join(worker);
    else if (claim === undefined) await slot.wait(lookMs);
    else {
      carriedOut = await watch.during(claim, (lost) => {
        const ended = AbortSignal.any([signal, lost]);
        return carryOut(claim, { evaluator, signal: ended });
      });
    }
  }
}

/** The outcomes of a batch; undefined when the work ends first, or the claim is lost. */
async function carryOut(
  claim: BatchClaim,
  { evaluator, signal }: Pick<WorkOptions, "evaluator" | "signal">,
): Promise<CarriedOut | undefined> {
  const outcomes: Outcome[] = [];
  const turns = new EventLoopTurns();
  let requests: readonly EvaluationRequest[];
  try {
    requests = decodeBatch(claim.content);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { claim, result: "[]" }; // the run refuses it, and evaluates itself
  }
  for (const request of requests) {
    if (signal.aborted) return undefined;
    outcomes.push(await outcomeOf({ ...request, signal }, evaluator));
    await turns.yieldWhenDue();
  }
  return signal.aborted ? undefined : { claim, result: encodeOutcomes(outcomes) };
}

async function outcomeOf(request: EvaluationRequest, evaluator: Evaluator): Promise<Outcome> {
  let hasAsked = false;
  const refusing = noModelHere(() => hasAsked = true);
  try {
    const models = { agent: refusing, judge: () => refusing };
    const report = await withModels(models, () => evaluator.evaluate(request));
    if (hasAsked) return { kind: "model" };
    return report.failure === undefined ? { kind: "report", report } : { kind: "failure" };
  } catch {
    return { kind: hasAsked ? "model" : "failure" }; // the run meets the error itself
  }
}

/** Answers no request. @param onAsked called with each */
export function noModelHere(onAsked: () => void = () => {}): LanguageModel {
  return {
    name: "none",
    generate() {
      onAsked();
      return Promise.reject(new UsageError("Cannot ask a model here: the run asks it"));
    },
  };
}
