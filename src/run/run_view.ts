/**
 * The state of a run, folded from its events; used by display, report and live page.
 *
 * @module
 */
import type { Rejection } from "../problem/proposal.ts";
import type { ExampleRef, Split } from "../trainer/evaluator.ts";
import type { Values } from "../problem/problem.ts";
import { nothingSpent } from "../trainer/ledger.ts";
import type { EventOf, FinishedEvent, RunEvent, Spent } from "../trainer/event.ts";
import { EventLoopTurns } from "../trainer/pause.ts";
import { bounded, printed } from "./report_text.ts";

/** The best score after a step. */
export interface CurvePoint {
  readonly step: number;
  readonly score: number;
}

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

/** The evaluation of one candidate on one example; text is cut to 500 characters. */
export interface EvaluationView {
  readonly score: number | null;
  /** The error of a failed run, otherwise the guide's feedback. */
  readonly words: string;
}

/** One example with the evaluations of the initial and the best candidate. */
export interface ExampleView {
  readonly split: Split;
  readonly index: number;
  readonly initial: EvaluationView | undefined;
  readonly best: EvaluationView | undefined;
}

/** Number of steps whose details are kept: those with a new best, and the latest. */
const keptSteps = 400;

/** Number of kept refusals, the first ones. */
const keptRejections = 400;

/** Maximum characters of a proposal's reasoning, of a refusal's reason, value and line of source. */
const maxReasoning = 2_000;
const maxReason = 1_000;
const maxValue = 4_000;
const maxLine = 300;

/** Maximum number of diagnostics of a refusal. */
const maxDiagnostics = 5;

/** Milliseconds of work on events before other work has its turn. */
const maxWorkMs = 8;

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
  /** The running step. */
  step = 0;
  /** Whether the held-out test is running. */
  isTesting = false;
  /** The latest steps, and earlier ones with a new best. */
  readonly steps: StepView[] = [];
  /** Number of steps removed from `steps`. */
  omittedSteps = 0;
  /** The best score by step. */
  readonly curve: CurvePoint[] = [];
  readonly warnings: string[] = [];
  /** Asks that were lost because the model gave no answer. */
  readonly lost: EventOf<"warning">[] = [];
  /** Number of model calls under way. */
  asking = 0;
  /** The first refusals. */
  readonly rejections: { readonly step: number; readonly rejection: Rejection }[] = [];
  /** Number of all refusals. */
  rejectionCount = 0;
  #spent: Spent = nothingSpent;
  #resumes = 0;
  /** By candidate, then by example: the initial candidate, the best one, and those of the running step. */
  readonly #evaluations = new Map<string, Map<string, EvaluationView>>();

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

  /** Applies the next event. */
  apply(event: RunEvent): void {
    switch (event.type) {
      case "started":
        this.started = event;
        return;
      case "resumed":
        this.#resumes++;
        this.asking = 0;
        this.finished = undefined;
        this.isTesting = false;
        this.step = event.step;
        return;
      case "evaluated":
        this.#enter(event.step);
        this.#record(event);
        this.isTesting = event.example.split === "test";
        this.#spend({ evaluations: 1 });
        return;
      case "exchange": {
        this.#enter(event.step);
        this.#hear();
        const { promptTokens, completionTokens, usd } = event.response.usage;
        this.#spend({ calls: 1, promptTokens, completionTokens, usd });
        return;
      }
      case "asking":
        this.#enter(event.step);
        this.asking++;
        return;
      case "model-trouble": {
        if (event.kind === "failed") this.#hear();
        this.#enter(event.step).troubles.push(event);
        if (event.usage !== undefined) this.#spend({ calls: 1, ...event.usage });
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
      case "best":
        if (this.best === undefined) this.initialScore = event.score;
        this.best = event;
        this.#enter(event.step).isBest = true;
        this.#plot(event.step, event.score);
        return;
      case "step":
        this.#enter(event.step).end = event;
        this.#spent = event.spent;
        this.#plot(event.step, event.best);
        this.#forgetOld();
        return;
      case "warning":
        this.warnings.push(event.message);
        if (event.code === "model-lost") this.lost.push(event);
        return;
      case "finished":
        this.finished = event;
        this.isTesting = false;
        this.asking = 0;
        this.initialScore = event.initial.score ?? this.initialScore;
        this.#spent = { ...event.usage, evaluations: event.evaluations, seconds: event.seconds };
        return;
      default:
        event satisfies never;
    }
  }

  /** The examples of a split, with the evaluations of the initial and the best candidate. */
  examples(split: Split): ExampleView[] {
    const count = this.started?.task.examples[split] ?? 0;
    const find = (candidate: string | undefined, index: number) =>
      candidate === undefined
        ? undefined
        : this.#evaluations.get(candidate)?.get(exampleKey({ split, index }));
    return Array.from({ length: count }, (_, index) => ({
      split,
      index,
      initial: find(this.started?.candidate, index),
      best: find(this.best?.candidate, index),
    }));
  }

  /** A model call has ended; in the log of a killed run its beginning may be missing. */
  #hear(): void {
    this.asking = Math.max(0, this.asking - 1);
  }

  #record(event: EventOf<"evaluated">): void {
    const known = this.#evaluations.get(event.candidate);
    const evaluations = known ?? new Map<string, EvaluationView>();
    if (known === undefined) this.#evaluations.set(event.candidate, evaluations);
    evaluations.set(exampleKey(event.example), evaluationOf(event));
  }

  /** Keeps a proposal without its values, and its refusals while there is room. */
  #propose({ changes: _changes, rejections, ...event }: EventOf<"proposed">): void {
    const { step, reasoning, reason } = event;
    this.rejectionCount += rejections.length;
    const room = Math.max(0, keptRejections - this.rejections.length);
    const shown = rejections.map((rejection, index) =>
      index < room ? shownOf(rejection) : countedOnly
    );
    for (const rejection of shown.slice(0, room)) this.rejections.push({ step, rejection });
    this.#enter(step).proposals.push({
      ...event,
      ...(reasoning === undefined ? {} : { reasoning: bounded(reasoning, maxReasoning) }),
      ...(reason === undefined ? {} : { reason: bounded(reason, maxReasoning) }),
      rejections: shown,
    });
  }

  /** Drops details of finished steps that no reader uses. */
  #forgetOld(): void {
    const candidates = new Set([this.started?.candidate, this.best?.candidate]);
    for (const candidate of this.#evaluations.keys()) {
      if (!candidates.has(candidate)) this.#evaluations.delete(candidate);
    }
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

  #plot(step: number, score: number | null): void {
    if (score === null) return;
    if (this.curve.at(-1)?.step === step) this.curve.pop();
    this.curve.push({ step, score });
  }

  #spend(more: Partial<Spent>): void {
    const sum = (key: "calls" | "promptTokens" | "completionTokens" | "evaluations") =>
      this.#spent[key] + (more[key] ?? 0);
    this.#spent = {
      calls: sum("calls"),
      promptTokens: sum("promptTokens"),
      completionTokens: sum("completionTokens"),
      evaluations: sum("evaluations"),
      usd: this.#spent.usd === null || more.usd === null ? null : this.#spent.usd + (more.usd ?? 0),
      seconds: this.#spent.seconds,
    };
  }
}

/** Folds a log, which may be long, and lets other work run meanwhile. */
export async function viewOf(events: Iterable<RunEvent>): Promise<RunView> {
  const view = new RunView();
  const turns = new EventLoopTurns(maxWorkMs);
  for (const event of events) {
    view.apply(event);
    await turns.yieldWhenDue();
  }
  return view;
}

/** A refusal with bounded texts, its value printed. */
function shownOf({ parameter, value, reason, diagnostics }: Rejection): Rejection {
  const faults = diagnostics?.slice(0, maxDiagnostics)
    .map((fault) => ({ ...fault, lineText: bounded(fault.lineText, maxLine) }));
  return {
    parameter,
    value: bounded(printed(value), maxValue),
    reason: bounded(reason, maxReason),
    ...(faults === undefined ? {} : { diagnostics: faults }),
  };
}

/** A refusal that is only counted. */
const countedOnly: Rejection = { parameter: "", value: null, reason: "" };

function evaluationOf({ score, error, feedback }: EventOf<"evaluated">): EvaluationView {
  return { score, words: (error ?? feedback).slice(0, 500) };
}

function exampleKey({ split, index }: ExampleRef): string {
  return `${split} ${index}`;
}
