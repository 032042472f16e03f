/**
 * The training loop: evaluates the initial candidate, then runs steps until a rule ends it.
 *
 * @module
 */
import { inSpan } from "../spans.ts";
import type { RunEvent, StopReason } from "./event.ts";
import type { Ledger } from "./ledger.ts";
import { type StoppingRules, stopReason } from "./stopping.ts";
import type { Trainer } from "./trainer.ts";
import type { TrainingState } from "./training_state.ts";
import { pause } from "./pause.ts";

/** Event sink, budget and per-step hook. */
export interface RunTrainerOptions {
  readonly rules: StoppingRules;
  readonly emit: (event: RunEvent) => void;
  readonly ledger: Ledger;
  /** Called after each step. */
  readonly onStep?: (step: number) => void;
}

/**
 * Runs a trainer until a stopping rule holds; the results are in `state`.
 *
 * @throws {BudgetError} when a budget ends it first @throws the signal's reason when it is aborted
 */
export async function runTrainer(
  trainer: Trainer,
  state: TrainingState,
  { rules, emit, ledger, onStep }: RunTrainerOptions,
): Promise<StopReason> {
  await state.begin();
  for (let step = 1;; step++) {
    const { score = null, step: bestStep = 0 } = state.best ?? {};
    const reason = stopReason(rules, { step: step - 1, best: { score, step: bestStep } });
    if (reason !== null) return reason;
    const memory = await inSpan(
      "opto.step",
      { "opto.step": step, "opto.trainer": trainer.name },
      () => state.takeStep(trainer, step),
    );
    emit({
      type: "step",
      step,
      steps: rules.steps,
      current: state.currentScore,
      best: state.best?.score ?? null,
      spent: ledger.spent(),
      ...(memory === undefined ? {} : { memory }),
    });
    onStep?.(step);
    await pause(); // timers and signals run, also when evaluations never wait
  }
}
