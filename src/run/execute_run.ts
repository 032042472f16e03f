/**
 * Executes one run, from its first event to its last.
 *
 * @module
 */
import { type ChildLimit, enforcementHere } from "../code/child/enforcement.ts";
import { BudgetError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import type { ParameterState } from "../problem/problem.ts";
import { AnswerWatch } from "../trainer/answer_watch.ts";
import { decodeValues, encodeValues } from "../trainer/candidate.ts";
import { EvaluationModels } from "../trainer/evaluation_models.ts";
import { Evaluations } from "../trainer/evaluations.ts";
import type { Baseline, CommandOptions, FinishedEvent, RunEvent, Spent } from "../trainer/event.ts";
import { Journal } from "../trainer/journal.ts";
import { Ledger } from "../trainer/ledger.ts";
import { Notes } from "../trainer/notes.ts";
import type { Score } from "../trainer/scores.ts";
import type { Best } from "../trainer/trainer.ts";
import { redactedEvent } from "../trainer/redacted_event.ts";
import { runTrainer } from "../trainer/run_trainer.ts";
import { changeableSettings, EvaluationLimits } from "../trainer/settings_in_force.ts";
import { TrainingState } from "../trainer/training_state.ts";
import { baselineOf, baselinePlan } from "./baseline.ts";
import { leftOf } from "./budget.ts";
import { writeBest } from "./best_directory.ts";
import { inSpan } from "../spans.ts";
import { settledOrAbandoned } from "../trainer/within.ts";
import { machineClock } from "./clock.ts";
import { Deadline } from "./deadline.ts";
import { environmentFacts } from "./environment.ts";
import { type Ending, failedEvent, finishedEvent, stoppedEvent } from "./finished_event.ts";
import { HeldOutTest, type TestReports, testShareOfSeconds } from "./held_out.ts";
import { foldedStory } from "./folded_story.ts";
import { fixedParameters } from "./fixed_parameters.ts";
import { readNotes } from "./notes_file.ts";
import { observed } from "./observed.ts";
import { RunStory } from "./run_story.ts";
import { sendsOf } from "./sends.ts";
import { type PreparedRun, prepareRun, type RunPlan } from "./prepare_run.ts";
import { Failure, type RunPort, type RunResult } from "./run.ts";
import { scoreOf, scoresToSummarize, summaryOf, summaryWarning } from "./summary.ts";

/** Executes a run; its last event is always `finished`. */
export async function executeRun(plan: RunPlan, port: RunPort): Promise<RunResult> {
  let isFinished = false;
  const readers = observed(port, plan.options.onEvent);
  const publish = (event: RunEvent) => {
    isFinished ||= event.type === "finished";
    readers.publish(event);
  };
  const { signal, runDir = "" } = plan.options;
  const stopped = AbortSignal.any([port.signal, ...(signal ? [signal] : [])]);
  const enforcement = enforcementHere(); // found out while the run is prepared
  try {
    await using prepared = await prepareRun(plan, stopped);
    using execution = new RunExecution(prepared, { ...port, publish, signal: stopped });
    const { missing } = await enforcement;
    const { trainer, facts: { name } } = prepared;
    const attributes = { "opto.task": name, "opto.trainer": trainer.name };
    const work = () => execution.run(missing);
    return await inSpan("opto.run", attributes, work, port.traceParent);
  } catch (thrown) {
    const error = thrown instanceof Failure ? thrown.cause : thrown;
    if (isFinished) throw error;
    const isStopped = stopped.aborted && error === stopped.reason;
    const event = isStopped ? stoppedEvent(runDir) : failedEvent(error, runDir);
    publish(event);
    if (isStopped) return { ...event, values: {} };
    throw error;
  } finally {
    await enforcement; // its process does not outlive the run
  }
}

/** One run in progress. */
class RunExecution implements Disposable {
  #isFinished = false;
  readonly #run: PreparedRun;
  readonly #publish: (event: RunEvent) => void;
  readonly #onBegin: (secondsLeft: number) => void;
  readonly #onEnding: (event: FinishedEvent) => void;
  readonly #journal: Journal;
  readonly #ledger: Ledger;
  readonly #training: TrainingState;
  /** What the log of a run with a directory tells. */
  #story = new RunStory();
  readonly #test: HeldOutTest;
  readonly #answers: AnswerWatch;
  readonly #end: Deadline;
  readonly #trainingEnd: Deadline;
  readonly #trainingSignal: AbortSignal;
  /** Aborted when the caller stops the run. */
  readonly #stopped: AbortSignal;
  /** The last finished step. */
  #step = 0;
  /** Set when the baseline begins. */
  #spentBefore: Spent | undefined;
  #baseline: Baseline | undefined;

  constructor(run: PreparedRun, port: RunPort) {
    const { plan, settings, facts, events, before, knownUsd, leftByBaseline } = run;
    const { clock = machineClock } = plan;
    this.#run = run;
    this.#publish = port.publish;
    this.#onBegin = port.onBegin ?? (() => {});
    this.#onEnding = port.onEnding ?? (() => {});
    this.#journal = new Journal(events);
    this.#ledger = new Ledger({
      maxEvaluations: settings.budget.evaluations,
      before,
      knownUsd,
      clock: () => clock.seconds(),
    });
    this.#stopped = port.signal;

    const { seconds } = settings.budget;
    const left = (leftByBaseline.seconds ?? Infinity) - this.#ledger.seconds;
    const forTest = facts.examples.test > 0 ? (seconds ?? 0) * testShareOfSeconds : 0;
    this.#onBegin(left);
    this.#end = new Deadline(left, seconds);
    this.#trainingEnd = new Deadline(left - forTest, seconds);

    this.#answers = new AnswerWatch(events);
    this.#trainingSignal = AbortSignal.any([this.#stopped, this.#trainingEnd.signal]);

    const shared = {
      ...run,
      answers: this.#answers,
      journal: this.#journal,
      limits: new EvaluationLimits(plan.repeated ?? events, settings.budget.evaluations),
      ledger: this.#ledger,
      emit: (event: RunEvent) => this.#emit(event),
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

  async run(missingLimits: readonly ChildLimit[]): Promise<RunResult> {
    const { directory, events } = this.#run;
    if (directory !== null) this.#story = await foldedStory(events);
    this.#begin(missingLimits);
    try {
      const trained = await this.#train();
      const tested = trained.stopReason === "interrupted" ? null : await this.#runTest();
      if (trained.stopReason !== "interrupted") await this.#runBaseline();
      const ending = this.#stopped.aborted ? this.#stoppedEnding() : trained;
      return await this.#finish(ending, tested);
    } catch (error) {
      const ending = { stopReason: "failed", error } as const;
      try {
        await this.#finish(ending, null);
      } catch (_sameOrLater) {
        this.#emitAtAnyRate(this.#outcome(ending, null));
      }
      throw error;
    }
  }

  #begin(missingLimits: readonly ChildLimit[]): void {
    const { plan, settings, facts, initial, model, events, fingerprint, changes } = this.#run;
    const { options, clock = machineClock } = plan;
    const { commandOptions } = options;
    const { examplesHash: _hash, ...task } = facts; // it is in the fingerprint
    const { agentModel } = plan;
    const sends = model === null && agentModel === undefined
      ? {}
      : { sends: sendsOf({ model, agentModel }, { ...facts, isTraced: this.#run.isTraced }) };
    this.#emit({
      type: "started",
      version: 1,
      task: { ...task, parameters: facts.parameters.map(encodedState) },
      ...(options.taskSource === undefined ? {} : { taskSource: options.taskSource }),
      ...settings,
      model: model?.name ?? null,
      ...(agentModel === undefined ? {} : { agentModel: agentModel.name }),
      ...sends,
      candidate: initial.id,
      fingerprint,
      ...(hasAny(commandOptions) ? { commandOptions } : {}),
      environment: environmentFacts(),
      missingLimits,
      at: clock.now(),
    });
    if (events.length > 0) {
      const step = events.findLast((event) => event.type === "step")?.step ?? 0;
      const { seconds } = this.#ledger;
      this.#emit({
        type: "resumed",
        step,
        at: clock.now(),
        seconds,
        settings: changeableSettings(settings),
        ...(changes.length === 0 ? {} : { forced: changes, fingerprint }),
        ...(hasAny(commandOptions) ? { commandOptions } : {}),
        missingLimits,
        ...sends,
      });
      this.#writeBest();
    }
    const { refusal } = this.#test;
    if (refusal !== undefined) this.#warn(0, "test-skipped", refusal);
    const fixed = fixedParameters(this.#run);
    if (fixed !== undefined) this.#emit(fixed);
  }

  /** Trains until a stop condition holds; throws only for failures, one of which is a model that never answered. */
  async #train(): Promise<Ending> {
    const ending = await this.#trainToEnd();
    const { failure } = this.#answers;
    if (failure !== null && ending.stopReason !== "interrupted") throw failure;
    return ending;
  }

  async #trainToEnd(): Promise<Ending> {
    const { settings, trainer } = this.#run;
    try {
      const training = runTrainer(trainer, this.#training, {
        rules: settings,
        emit: (event) => this.#emit(event),
        ledger: this.#ledger,
        onStep: (step) => {
          this.#step = step;
          if (!this.#isFinished) this.#run.directory?.sync();
        },
      });
      return { stopReason: await settledOrAbandoned(training, this.#trainingSignal) };
    } catch (error) {
      if (this.#stopped.aborted) return this.#stoppedEnding();
      const cause = this.#trainingEnd.signal.aborted ? this.#trainingEnd.signal.reason : error;
      if (!(cause instanceof BudgetError)) throw error;
      if (this.#training.initial === null && this.#loggedInitial() === null) {
        const message = `Not even the initial values could be evaluated: ${cause.message}`;
        this.#warn(0, "start-not-evaluated", message, {
          isByClock: cause.budget === "seconds",
          advice: cause.budget === "seconds"
            ? "Raise the limit; --evaluation-timeout ends an agent or a guide that takes too long."
            : `Raise the limit of ${cause.budget}.`,
        });
      }
      return { stopReason: "budget", budget: cause.budget };
    }
  }

  /** The end of a run that its caller stopped. @throws the error with which the caller made it fail */
  #stoppedEnding(): Ending {
    if (this.#stopped.reason instanceof Failure) throw this.#stopped.reason.cause;
    return { stopReason: "interrupted" };
  }

  /** Runs the held-out test; null without one, or when time runs out first. */
  async #runTest(): Promise<TestReports | null> {
    const { initial, best } = this.#training;
    if (!this.#test.isOn || initial === null || best === null) return null;
    const signal = AbortSignal.any([this.#stopped, this.#end.signal]);
    try {
      const candidates = { initial: initial.candidate, best: best.candidate };
      return await settledOrAbandoned(this.#test.run(this.#step, candidates, signal), signal);
    } catch (error) {
      if (this.#stopped.aborted) return null;
      const cause = this.#end.signal.aborted ? this.#end.signal.reason : error;
      if (!(cause instanceof BudgetError)) throw error;
      const message = `The test is skipped: ${cause.message}`;
      this.#warn(this.#step, "test-skipped", message, { isByClock: cause.budget === "seconds" });
      return null;
    }
  }

  /** Runs the baseline, if one is asked for; a warning where it comes to no end. */
  async #runBaseline(): Promise<void> {
    const { plan, settings, directory } = this.#run;
    if (settings.baseline === undefined || this.#training.best === null) return;
    const spent = this.#ledger.spent();
    this.#spentBefore = spent;
    this.#warn(
      this.#step,
      "baseline",
      `For comparison the built-in search now runs from the same start, with ${spent.evaluations} evaluations.`,
    );
    const budget = leftOf(settings.budget, { ...spent, usd: this.#ledger.knownUsd });
    const request = { spent, budget, runDir: directory?.root ?? null };
    try {
      const port = { publish: () => {}, signal: this.#stopped };
      const result = await executeRun(baselinePlan(plan, request), port);
      const { stopReason, budget: ended = "evaluations" } = result;
      if (stopReason !== "interrupted" && ended === "evaluations") {
        this.#baseline = baselineOf(result);
      } else if (!this.#stopped.aborted) {
        this.#warnOfBaseline(`the ${ended} of the run were used up`);
      }
    } catch (error) {
      if (this.#stopped.aborted) return;
      this.#warnOfBaseline(messageOf(error));
    }
  }

  #warnOfBaseline(reason: string): void {
    const advice = "Resume the run, with a larger budget where it was spent, to go on with it.";
    this.#warn(this.#step, "baseline-lost", `The baseline is left out: ${reason}.`, { advice });
  }

  async #finish(ending: Ending, tested: TestReports | null): Promise<RunResult> {
    const { initial } = this.#run;
    const best = this.#best();
    this.#writeBest();
    this.#onEnding(redactedEvent(this.#outcome(ending, tested), this.#run.redact));
    const summary = await this.#summary(tested);
    const event = this.#outcome(ending, tested);
    this.#emit(event);
    this.#isFinished = true;
    await this.#writeReport(summary);
    const values = best?.candidate.values ?? initial.values;
    return { ...event, values, ...(summary === undefined ? {} : { summary }) };
  }

  /** The last event of a run whose files cannot be written: where the log cannot either, it is published only. */
  #emitAtAnyRate(event: FinishedEvent): void {
    if (this.#isFinished) return;
    try {
      this.#emit(event);
    } catch {
      this.#publish(redactedEvent(event, this.#run.redact));
    }
  }

  /** The last event, from the current results. */
  #outcome(ending: Ending, tested: TestReports | null): FinishedEvent {
    const best = this.#best();
    return finishedEvent({
      ending,
      initial: this.#run.initial,
      initialScore: this.#training.initial === null
        ? this.#loggedInitial()
        : this.#training.initial.score,
      best,
      test: tested === null
        ? this.#loggedTest(best)
        : { initial: scoreOf(tested.initial), best: scoreOf(tested.best) },
      spent: this.#spentBefore ?? this.#ledger.spent(),
      baseline: this.#baseline,
      runDir: this.#run.directory?.path ?? "",
    });
  }

  /** The best so far: that of the log, when a resumed run was stopped before it got there. */
  #best(): Best | null {
    const { best } = this.#training;
    const logged = this.#run.events.findLast((event) => event.type === "best");
    if (logged === undefined || logged.step <= (best?.step ?? -1)) return best;
    const { candidate: id, score, step } = logged;
    const candidate = { id, values: decodeValues(logged.parameters) };
    return { candidate, score, step, scores: [], metrics: {} };
  }

  /** The initial score in the log of a resumed run, which may be stopped before it gets there. */
  #loggedInitial(): Score {
    return this.#run.events.find((event) => event.type === "best")?.score ?? null;
  }

  /** The result of the held-out test in the log, if it was that of the same best. */
  #loggedTest(best: Best | null): FinishedEvent["test"] {
    const logged = this.#run.events.findLast((event) => event.type === "finished");
    return logged?.best.step === best?.step ? logged?.test ?? null : null;
  }

  /** Writes `best/` as the log has it. */
  #writeBest(): void {
    const { directory } = this.#run;
    if (directory === null) return;
    const { started, best } = this.#story.view;
    writeBest(directory.root, started?.task.parameters ?? [], best);
  }

  /** The task's summary; a warning when it gives none. */
  async #summary(tested: TestReports | null): Promise<string | undefined> {
    const { plan: { summarize }, facts } = this.#run;
    const scores = scoresToSummarize(this.#training, tested, facts);
    if (summarize === undefined || scores === undefined) return undefined;
    const made = await summaryOf(summarize, scores, this.#stopped);
    if (made.kind === "failed") this.#emit(summaryWarning(this.#step, made.problem));
    return made.kind === "summary" ? made.text : undefined;
  }

  async #writeReport(summary: string | undefined): Promise<void> {
    const { directory } = this.#run;
    if (directory === null) return;
    directory.sync();
    const { renderStory } = await import("./report.ts");
    const options = summary === undefined ? {} : { summary };
    directory.write("report.html", await renderStory(this.#story, options));
  }

  #warn(
    step: number,
    code: string,
    message: string,
    { isByClock = false, advice }: { readonly isByClock?: boolean; readonly advice?: string } = {},
  ): void {
    this.#emit({
      type: "warning",
      step,
      code,
      message,
      ...(advice === undefined ? {} : { advice }),
      ...(isByClock ? { isByClock } : {}),
    });
  }

  /** Logs and publishes an event, unless the log being resumed contains it; after the last event nothing, whatever still runs. */
  #emit(original: RunEvent): void {
    if (this.#isFinished) return;
    const event = redactedEvent(original, this.#run.redact);
    if (this.#journal.absorbs(event)) return;
    this.#answers.see(event);
    const { directory } = this.#run;
    if (directory !== null) {
      directory.append(event);
      this.#story.apply(event);
      if (event.type === "best") this.#writeBest();
    }
    this.#publish(event);
  }
}

function hasAny(options: CommandOptions | undefined): options is CommandOptions {
  return Object.keys(options ?? {}).length > 0;
}

function encodedState(state: ParameterState): ParameterState {
  return { ...state, ...encodeValues({ value: state.value }) };
}
