/**
 * The state of a run, folded from its events; used by display, report and live page.
 *
 * @module
 */
import { cutText } from "../cut_text.ts";
import type { Rejection } from "../problem/proposal.ts";
import type { Split } from "../trainer/evaluator.ts";
import type { Values } from "../problem/problem.ts";
import type { ModelUsage } from "../model/language_model.ts";
import { type ModelRole, withCallOf } from "../model/spending.ts";
import { nothingSpent } from "../trainer/ledger.ts";
import type { ExampleDrawing } from "../trainer/evaluator.ts";
import type { EventOf, FinishedEvent, RunEvent, Spent } from "../trainer/event.ts";
import { RecentIds } from "../trainer/recent_ids.ts";
import { ChartData, type CurvePoint } from "./chart/chart_data.ts";
import { type ExampleView, ExampleViews } from "./example_views.ts";
import { RefusalGroups } from "./refusal_groups.ts";
import { type FrontPoint, RunFront } from "./run_front.ts";

/** The events of one step, in order, with bounded texts. */
export interface StepView {
  readonly step: number;
  readonly proposals: EventOf<"proposed">[];
  readonly comparisons: EventOf<"compared">[];
  readonly troubles: EventOf<"model-trouble">[];
  /** The end of the step; undefined while it is running. */
  end?: EventOf<"step">;
  /** Whether the step found a new best. */
  isBest: boolean;
}

/** Number of steps whose details are kept: those with a new best, and the latest. */
const keptSteps = 400;

/** Maximum characters of a proposal's reasoning, and of its reason. */
const maxReasoning = 2_000;

/** Number of kept warnings, the first different ones. */
const keptWarnings = 100;

/**
 * Folds a run's events: apply each event once, in order, and read at any time. Its size does not grow with the
 * number of evaluations.
 */
export class RunView {
  started: EventOf<"started"> | undefined;
  finished: FinishedEvent | undefined;
  best: EventOf<"best"> | undefined;
  /** The score of the initial values, from the first `best` event. */
  initialScore: number | null = null;
  /** Drawings of the outputs of the initial values. */
  initialDrawings: readonly ExampleDrawing[] = [];
  /** The running step. */
  step = 0;
  /** Whether the held-out test is running. */
  isTesting = false;
  /** The latest steps, and earlier ones with a new best. */
  readonly steps: StepView[] = [];
  /** Number of steps removed from `steps`. */
  omittedSteps = 0;
  readonly chart = new ChartData();
  /** The first different warnings. */
  readonly warnings: EventOf<"warning">[] = [];
  /** Feedback of persons. */
  readonly notes: EventOf<"note">[] = [];
  /** Asks that were lost because the model gave no answer. */
  readonly lost: EventOf<"warning">[] = [];
  /** Number of the optimizer's model calls under way. */
  asking = 0;
  /** Number of all warnings. */
  warningCount = 0;
  /** Numbers of results and of warnings that a time limit or a crash of the sandbox decided. */
  readonly byClock = { results: 0, warnings: 0 };
  readonly refusals = new RefusalGroups();
  #spent: Spent = nothingSpent;
  #resumes = 0;
  readonly #examples = new ExampleViews();
  readonly #front = new RunFront();
  /** Candidates evaluated on the split of the comparison, without the initial one. */
  readonly #looked = new RecentIds();

  /** @param events the events so far */
  constructor(events: Iterable<RunEvent> = []) {
    for (const event of events) this.apply(event);
  }

  /** Spending, up to date within a step. */
  get spent(): Spent {
    return this.#spent;
  }

  /** Number of times the run was resumed. */
  get resumes(): number {
    return this.#resumes;
  }

  /** Number of candidates that were evaluated on the split of the comparison, besides the initial one. */
  get looks(): number {
    return this.#looked.count;
  }

  /** The candidates that no other dominates; empty for a task that declares no metrics. */
  get front(): readonly FrontPoint[] {
    return this.#front.points;
  }

  /** The initial values. */
  get initialValues(): Values {
    return Object.fromEntries(
      (this.started?.task.parameters ?? []).map(({ name, value }) => [name, value]),
    );
  }

  /** The best values so far. */
  get bestValues(): Values {
    return this.best?.parameters ?? this.initialValues;
  }

  /** The split of the final comparison. */
  get split(): Split {
    return (this.started?.task.examples.validation ?? 0) > 0 ? "validation" : "train";
  }

  /** The best score by step. */
  get curve(): readonly CurvePoint[] {
    return this.chart.curve;
  }

  /** Applies the next event. */
  apply(event: RunEvent): void {
    this.chart.apply(event);
    this.#front.apply(event);
    switch (event.type) {
      case "started":
        this.started = event;
        return;
      case "resumed":
        if (this.started !== undefined) this.started = { ...this.started, ...event.settings };
        this.#resumes++;
        this.asking = 0;
        this.finished = undefined;
        this.isTesting = false;
        this.step = event.step;
        return;
      case "example":
        this.#examples.describe(event);
        return;
      case "evaluated":
        this.#enter(event.step);
        this.#record(event);
        this.isTesting = event.example.split === "test";
        this.#spent = { ...this.#spent, evaluations: this.#spent.evaluations + 1 };
        return;
      case "exchange": {
        this.#enter(event.step);
        if (event.role === undefined) this.#hear();
        this.#pay(event.role, event.response.usage);
        return;
      }
      case "asking":
        this.#enter(event.step);
        if (event.role === undefined) this.asking++;
        return;
      case "model-trouble": {
        if (event.kind === "failed" && event.role === undefined) this.#hear();
        if (event.kind === "failed" || event.role === undefined) {
          this.#enter(event.step).troubles.push(event);
        }
        if (event.usage !== undefined) this.#pay(event.role, event.usage);
        return;
      }
      case "proposed":
        this.#propose(event);
        return;
      case "answered":
        this.asking = 0; // also after a call that ended without an event
        return;
      case "compared":
        this.#enter(event.step).comparisons.push(event);
        return;
      case "decided":
      case "confirmed":
      case "measured":
        this.#enter(event.step);
        return;
      case "best":
        if (this.best === undefined) {
          this.initialScore = event.score;
          this.initialDrawings = event.drawings ?? [];
        }
        this.best = event;
        this.#enter(event.step).isBest = true;
        return;
      case "front":
        this.#enter(event.step);
        return;
      case "step":
        this.#enter(event.step).end = event;
        this.#spent = { ...this.#spent, ...event.spent };
        this.#forgetOld();
        return;
      case "note":
        this.notes.push(event); // a run has a hundred at most
        return;
      case "warning":
        this.#warn(event);
        if (event.code === "model-lost") this.lost.push(event);
        return;
      case "finished":
        this.finished = event;
        this.isTesting = false;
        this.asking = 0;
        this.initialScore = event.initial.score ?? this.initialScore;
        this.#spent = {
          ...this.#spent, // a log of an earlier version has no shares
          ...event.usage,
          evaluations: event.evaluations,
          seconds: event.seconds,
        };
        return;
      default:
        event satisfies never;
    }
  }

  /** The examples of a split, with the evaluations of the initial and the best candidate. */
  examples(split: Split): ExampleView[] {
    const count = this.started?.task.examples[split] ?? 0;
    return this.#examples.of(split, count, this.#compared);
  }

  /** The initial and the best candidate. */
  get #compared(): { readonly initial: string | undefined; readonly best: string | undefined } {
    return { initial: this.started?.candidate, best: this.best?.candidate };
  }

  /** A model call has ended; in the log of a killed run its beginning may be missing. */
  #hear(): void {
    this.asking = Math.max(0, this.asking - 1);
  }

  #record(event: EventOf<"evaluated">): void {
    this.#examples.record(event, this.started?.samples);
    if (event.isByClock) this.byClock.results++;
    if (event.example.split === this.split && event.candidate !== this.started?.candidate) {
      this.#looked.add(event.candidate);
    }
  }

  #warn(event: EventOf<"warning">): void {
    this.warningCount++;
    if (event.isByClock) this.byClock.warnings++;
    const isKnown = this.warnings.some(({ code, message }) =>
      code === event.code && message === event.message
    );
    if (!isKnown && this.warnings.length < keptWarnings) this.warnings.push(event);
  }

  /** Keeps a proposal without its values; its refusals are kept in groups. */
  #propose({ changes: _changes, rejections, ...event }: EventOf<"proposed">): void {
    const { step, reasoning, reason } = event;
    if (event.isByClock) this.byClock.results++;
    for (const rejection of rejections) this.refusals.add(step, rejection);
    this.#enter(step).proposals.push({
      ...event,
      ...(reasoning === undefined ? {} : { reasoning: cutText(reasoning, maxReasoning) }),
      ...(reason === undefined ? {} : { reason: cutText(reason, maxReasoning) }),
      rejections: rejections.map(() => countedOnly),
    });
  }

  /** Drops details of finished steps that no reader uses. */
  #forgetOld(): void {
    this.#examples.forgetOld(this.#compared);
    const open = this.steps.filter(({ isBest }) => !isBest);
    const [oldest] = open;
    if (open.length <= keptSteps || oldest === undefined) return;
    this.steps.splice(this.steps.indexOf(oldest), 1);
    this.omittedSteps++;
  }

  #enter(step: number): StepView {
    this.step = Math.max(this.step, step);
    const last = this.steps.at(-1);
    if (last?.step === step) return last;
    const known = this.steps.find((view) => view.step === step);
    if (known !== undefined) return known;
    const view: StepView = { step, proposals: [], comparisons: [], troubles: [], isBest: false };
    this.steps.push(view);
    return view;
  }

  #pay(role: ModelRole = "optimizer", usage: ModelUsage): void {
    this.#spent = withCallOf(this.#spent, role, usage);
  }
}

/** A refusal of a step, which is only counted there. */
const countedOnly: Rejection = { parameter: "", value: null, reason: "" };
