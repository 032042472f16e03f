/**
 * A prepared run in progress: its training, held-out test, baseline and end.
 *
 * @module
 */
import type { ChildLimit } from "../code/child/enforcement.ts";
import { BudgetError } from "../errors.ts";
import { EvaluationModels } from "../trainer/evaluation_models.ts";
import { Evaluations } from "../trainer/evaluations.ts";
import type { Baseline, FinishedEvent, RunEvent, Spent } from "../trainer/event.ts";
import { Ledger } from "../trainer/ledger.ts";
import { Notes } from "../trainer/notes.ts";
import { runTrainer } from "../trainer/run_trainer.ts";
import { EvaluationLimits } from "../trainer/settings_in_force.ts";
import { TrainingState } from "../trainer/training_state.ts";
import { settledOrAbandoned } from "../trainer/within.ts";
import { type Execute, runBaseline } from "./baseline.ts";
import { leftOf } from "./budget.ts";
import { machineClock } from "./clock.ts";
import { Deadline } from "./deadline.ts";
import { type Ending, finishedEvent } from "./finished_event.ts";
import { fixedParameters } from "./fixed_parameters.ts";
import { HeldOutTest, type TestReports, testShareOfSeconds } from "./held_out.ts";
import { laterBest, loggedInitialScore, loggedTest } from "./logged_results.ts";
import { readNotes } from "./notes_file.ts";
import { resumedEvent, startedEvent } from "./opening_events.ts";
import type { PreparedRun } from "./prepare_run.ts";
import { Failure, type RunPort, type RunResult } from "./run.ts";
import { RunOutput } from "./run_output.ts";
import { scoreOf, scoresToSummarize, summaryOf, summaryWarning } from "./summary.ts";

/** One run. Its time counts from here; disposing ends the count. */
export class RunExecution implements Disposable {
  readonly #run: PreparedRun;
  readonly #port: RunPort;
  readonly #execute: Execute;
  readonly #output: RunOutput;
  readonly #ledger: Ledger;
  readonly #training: TrainingState;
  readonly #test: HeldOutTest;
  readonly #end: Deadline;
  /** Leaves time for the test. */
  readonly #trainingEnd: Deadline;
  readonly #trainingSignal: AbortSignal;
  /** The last finished step. */
  #step = 0;
  /** Set when the baseline begins. */
  #spentBefore: Spent | undefined;
  #baseline: Baseline | undefined;

  /** @param port of the run, whose signal is aborted when the caller stops it @param execute executes the baseline */
  constructor(run: PreparedRun, port: RunPort, execute: Execute) {
    const { plan, settings, facts, events, before, knownUsd, leftByBaseline } = run;
    const { clock = machineClock } = plan;
    this.#run = run;
    this.#port = port;
    this.#execute = execute;
    this.#output = new RunOutput(run, port.publish);
    this.#ledger = new Ledger({
      maxEvaluations: settings.budget.evaluations,
      before,
      knownUsd,
      clock: () => clock.seconds(),
    });

    const { seconds } = settings.budget;
    const left = (leftByBaseline.seconds ?? Infinity) - this.#ledger.seconds;
    const forTest = facts.examples.test > 0 ? (seconds ?? 0) * testShareOfSeconds : 0;
    port.onBegin?.(left);
    this.#end = new Deadline(left, seconds);
    this.#trainingEnd = new Deadline(left - forTest, seconds);
    this.#trainingSignal = AbortSignal.any([port.signal, this.#trainingEnd.signal]);

    const shared = {
      ...run,
      answers: this.#output.answers,
      journal: this.#output.journal,
      limits: new EvaluationLimits(plan.repeated ?? events, settings.budget.evaluations),
      ledger: this.#ledger,
      emit: (event: RunEvent) => this.#output.emit(event),
    };
    const { root } = run.directory ?? {};
    const notes = new Notes({
      ...shared,
      logged: plan.repeated ?? events,
      written: () => [...port.notes?.() ?? [], ...root === undefined ? [] : readNotes(root)],
      hasReader: run.model !== null,
    });
    const models = new EvaluationModels({ ...shared, ...run });
    const evaluations = new Evaluations({ ...shared, ...settings, models });
    this.#test = new HeldOutTest({
      size: facts.examples.test,
      samples: settings.samples,
      evaluations,
      ledger: this.#ledger,
      events,
    });
    this.#training = new TrainingState({
      ...shared,
      models,
      evaluations,
      notes,
      signal: this.#trainingSignal,
    });
  }

  [Symbol.dispose](): void {
    this.#end[Symbol.dispose]();
    this.#trainingEnd[Symbol.dispose]();
  }

  /** Runs from the first event to the last. @param missingLimits of sandboxes, on this machine */
  async run(missingLimits: readonly ChildLimit[]): Promise<RunResult> {
    await this.#output.readLog();
    this.#begin(missingLimits);
    try {
      const trained = await this.#train();
      const tested = trained.stopReason === "interrupted" ? null : await this.#runTest();
      if (trained.stopReason !== "interrupted") await this.#runBaseline();
      const ending = this.#port.signal.aborted ? this.#stoppedEnding() : trained;
      return await this.#finish(ending, tested);
    } catch (error) {
      const ending = { stopReason: "failed", error } as const;
      try {
        await this.#finish(ending, null);
      } catch (_sameOrLater) {
        this.#output.finishAtAnyRate(this.#outcome(ending, null));
      }
      throw error;
    }
  }

  #begin(missingLimits: readonly ChildLimit[]): void {
    this.#output.emit(startedEvent(this.#run, missingLimits));
    if (this.#run.events.length > 0) {
      this.#output.emit(resumedEvent(this.#run, missingLimits, this.#ledger.seconds));
      this.#output.writeBest();
    }
    const { refusal } = this.#test;
    if (refusal !== undefined) {
      this.#output.warn({ step: 0, code: "test-skipped", message: refusal });
    }
    const fixed = fixedParameters(this.#run);
    if (fixed !== undefined) this.#output.emit(fixed);
  }

  /** Trains until a stop condition holds; throws only for failures, one of which is a model that never answered. */
  async #train(): Promise<Ending> {
    const ending = await this.#trainToEnd();
    const { failure } = this.#output.answers;
    if (failure !== null && ending.stopReason !== "interrupted") throw failure;
    return ending;
  }

  async #trainToEnd(): Promise<Ending> {
    const { settings, trainer } = this.#run;
    try {
      const training = runTrainer(trainer, this.#training, {
        rules: settings,
        emit: (event) => this.#output.emit(event),
        ledger: this.#ledger,
        onStep: (step) => {
          this.#step = step;
          this.#output.save();
        },
      });
      return { stopReason: await settledOrAbandoned(training, this.#trainingSignal) };
    } catch (error) {
      if (this.#port.signal.aborted) return this.#stoppedEnding();
      const cause = this.#trainingEnd.signal.aborted ? this.#trainingEnd.signal.reason : error;
      if (!(cause instanceof BudgetError)) throw error;
      if (this.#initialScore() === null) this.#warnOfStart(cause);
      return { stopReason: "budget", budget: cause.budget };
    }
  }

  #warnOfStart({ message, budget }: BudgetError): void {
    const isByClock = budget === "seconds";
    this.#output.warn({
      step: 0,
      code: "start-not-evaluated",
      message: `Not even the initial values could be evaluated: ${message}`,
      advice: isByClock
        ? "Raise the limit; --evaluation-timeout ends an agent or a guide that takes too long."
        : `Raise the limit of ${budget}.`,
      ...(isByClock ? { isByClock } : {}),
    });
  }

  /** The end of a run that its caller stopped. @throws the error with which the caller made it fail */
  #stoppedEnding(): Ending {
    const { reason } = this.#port.signal;
    if (reason instanceof Failure) throw reason.cause;
    return { stopReason: "interrupted" };
  }

  /** Runs the held-out test; null without one, or when time runs out first. */
  async #runTest(): Promise<TestReports | null> {
    const { initial, best } = this.#training;
    if (!this.#test.isOn || initial === null || best === null) return null;
    const signal = AbortSignal.any([this.#port.signal, this.#end.signal]);
    try {
      const candidates = { initial: initial.candidate, best: best.candidate };
      return await settledOrAbandoned(this.#test.run(this.#step, candidates, signal), signal);
    } catch (error) {
      if (this.#port.signal.aborted) return null;
      const cause = this.#end.signal.aborted ? this.#end.signal.reason : error;
      if (!(cause instanceof BudgetError)) throw error;
      this.#output.warn({
        step: this.#step,
        code: "test-skipped",
        message: `The test is skipped: ${cause.message}`,
        ...(cause.budget === "seconds" ? { isByClock: true } : {}),
      });
      return null;
    }
  }

  /** Runs the baseline, if one is asked for; a warning where it comes to no end. */
  async #runBaseline(): Promise<void> {
    const { plan, settings, directory } = this.#run;
    if (settings.baseline === undefined || this.#training.best === null) return;
    const step = this.#step;
    const spent = this.#ledger.spent();
    this.#spentBefore = spent;
    this.#output.warn({
      step,
      code: "baseline",
      message:
        `For comparison the built-in search now runs from the same start, with ${spent.evaluations} evaluations.`,
    });
    const budget = leftOf(settings.budget, { ...spent, usd: this.#ledger.knownUsd });
    const request = { spent, budget, runDir: directory?.root ?? null };
    const made = await runBaseline(plan, request, this.#execute, this.#port.signal);
    if (made.kind === "baseline") this.#baseline = made.baseline;
    if (made.kind !== "lost") return;
    this.#output.warn({
      step,
      code: "baseline-lost",
      message: `The baseline is left out: ${made.reason}.`,
      advice: "Resume the run, with a larger budget where it was spent, to go on with it.",
    });
  }

  async #finish(ending: Ending, tested: TestReports | null): Promise<RunResult> {
    this.#output.writeBest();
    this.#port.onEnding?.(this.#output.redacted(this.#outcome(ending, tested)));
    const summary = await this.#summary(tested);
    const event = this.#outcome(ending, tested);
    this.#output.finish(event);
    await this.#output.writeReport(summary);
    const { values } = this.#best()?.candidate ?? this.#run.initial;
    return { ...event, values, ...(summary === undefined ? {} : { summary }) };
  }

  /** The task's summary; a warning when it gives none. */
  async #summary(tested: TestReports | null): Promise<string | undefined> {
    const { plan: { summarize }, facts } = this.#run;
    const scores = scoresToSummarize(this.#training, tested, facts);
    if (summarize === undefined || scores === undefined) return undefined;
    const made = await summaryOf(summarize, scores, this.#port.signal);
    if (made.kind === "failed") this.#output.emit(summaryWarning(this.#step, made.problem));
    return made.kind === "summary" ? made.text : undefined;
  }

  /** The last event, from the current results. */
  #outcome(ending: Ending, tested: TestReports | null): FinishedEvent {
    const { initial, events, directory } = this.#run;
    const best = this.#best();
    return finishedEvent({
      ending,
      initial,
      initialScore: this.#initialScore(),
      best,
      test: tested === null
        ? loggedTest(events, best)
        : { initial: scoreOf(tested.initial), best: scoreOf(tested.best) },
      spent: this.#spentBefore ?? this.#ledger.spent(),
      baseline: this.#baseline,
      runDir: directory?.path ?? "",
    });
  }

  #best() {
    return laterBest(this.#run.events, this.#training.best);
  }

  #initialScore() {
    const { initial } = this.#training;
    return initial === null ? loggedInitialScore(this.#run.events) : initial.score;
  }
}
