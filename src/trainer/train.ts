/**
 * The loop of a training: the initial candidate, then step after step until it is enough.
 *
 * @module
 */
import type { Algorithm } from "./algorithms/algorithm.ts";
import type { RunEvent, StopReason } from "./event.ts";
import type { Ledger } from "./ledger.ts";
import { meanScore, type Score } from "./scores.ts";
import { stopReason } from "./stopping.ts";
import type { Training } from "./training.ts";

/** Whom a training tells, what it spends from, and when it makes sure that what it told is kept. */
export interface TrainOptions {
  readonly emit: (event: RunEvent) => void;
  readonly ledger: Ledger;
  /** Called after each step. */
  readonly onStep?: (step: number) => void;
}

/**
 * Trains until a rule says that it is enough; what comes of it is in `training`.
 *
 * @throws {BudgetError} when a budget ends it first @throws the signal's reason when it is aborted
 */
export async function train(
  algorithm: Algorithm,
  training: Training,
  { emit, ledger, onStep }: TrainOptions,
): Promise<StopReason> {
  const { settings } = training;
  await training.offer(0, training.current);
  for (let step = 0;; step++) {
    if (step > 0) {
      await algorithm.step(training, step);
      const { current, best } = training;
      emit({
        type: "step",
        step,
        steps: settings.steps,
        current: currentScore(training, current.id),
        best: best?.score ?? null,
        spent: ledger.spent(),
      });
      onStep?.(step);
      await turn();
    }
    const { score = null, step: bestStep = 0 } = training.best ?? {};
    const reason = stopReason(settings, { step, best: { score, step: bestStep } });
    if (reason !== null) return reason;
  }
}

/** The mean of the current candidate over the train examples that it met. */
function currentScore({ history }: Training, id: string): Score {
  const trial = history.trial(id);
  return trial === undefined ? null : meanScore(Object.values(trial.scores));
}

/** Lets timers and signals in: a training whose evaluations never wait for anything would leave them no time. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
