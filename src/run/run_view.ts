/**
 * State of a run from its events so far: the one fold that display, report and live page read.
 *
 * @module
 */
import type { Rejection } from "../problem/proposal.ts";
import type { ExampleRef, Split } from "../trainer/evaluator.ts";
import type { Values } from "../problem/problem.ts";
import { nothingSpent } from "../trainer/ledger.ts";
import type { EventOf, FinishedEvent, RunEvent, Spent } from "../trainer/event.ts";

/** A score at the end of a step. */
export interface CurvePoint {
  readonly step: number;
  readonly score: number;
}

/** Events of one step, in their order. */
export interface StepView {
  readonly step: number;
  readonly proposals: EventOf<"proposed">[];
  readonly comparisons: EventOf<"compared">[];
  readonly troubles: EventOf<"model-trouble">[];
  /** The end of the step; not there while it lasts. */
  end?: EventOf<"step">;
  /** Whether the step found a new best. */
  isBest: boolean;
}

/** How one candidate met one example; the words are cut to 500 characters. */
export interface MeetingView {
  readonly score: number | null;
  /** The error of a run that failed, else the guide's feedback. */
  readonly words: string;
}

/** One example as the initial and the best candidate met it. */
export interface ExampleView {
  readonly split: Split;
  readonly index: number;
  readonly initial: MeetingView | undefined;
  readonly best: MeetingView | undefined;
}

/** Steps whose proposals and comparisons are kept: those that found a new best, and as many of the latest. */
const keptSteps = 400;

/** Refusals that are kept: the first. */
const keptRejections = 400;

/**
 * A reader of a run's events: apply each event once, in order, and read at any time. Its size does not grow with the
 * evaluations of a run.
 */
export class RunView {
  started: EventOf<"started"> | undefined;
  finished: FinishedEvent | undefined;
  best: EventOf<"best"> | undefined;
  /** The score the first `best` event gave: that of the initial values. */
  initialScore: number | null = null;
  /** The step at work. */
  step = 0;
  /** Whether the held-out test is at work. */
  isTesting = false;
  /** The latest steps, and before them those that found a new best. */
  readonly steps: StepView[] = [];
  /** Steps that are in `steps` no more. */
  omittedSteps = 0;
  /** The best score so far, by step. */
  readonly curve: CurvePoint[] = [];
  readonly warnings: string[] = [];
  /** The first refusals. */
  readonly rejections: { readonly step: number; readonly rejection: Rejection }[] = [];
  /** All refusals. */
  rejectionCount = 0;
  #spent: Spent = nothingSpent;
  #resumes = 0;
  /** By candidate, then by example: of the initial one, the best one, and those of the step at work. */
  readonly #meetings = new Map<string, Map<string, MeetingView>>();

  /** @param events those there are already */
  constructor(events: Iterable<RunEvent> = []) {
    for (const event of events) this.apply(event);
  }

  /** Spending, also between the ends of steps. */
  get spent(): Spent {
    return this.#spent;
  }

  /** How many times the run was resumed. */
  get resumes(): number {
    return this.#resumes;
  }

  /** The values the run began with. */
  get initialValues(): Values {
    return Object.fromEntries(
      (this.started?.task.parameters ?? []).map(({ name, value }) => [name, value]),
    );
  }

  /** The best values so far. */
  get bestValues(): Values {
    return this.best?.parameters ?? this.initialValues;
  }

  /** The split on which candidates are compared in the end. */
  get split(): Split {
    return (this.started?.task.examples.validation ?? 0) > 0 ? "validation" : "train";
  }

  /** Takes in the next event. */
  apply(event: RunEvent): void {
    switch (event.type) {
      case "started":
        this.started = event;
        return;
      case "resumed":
        this.#resumes++;
        this.finished = undefined;
        this.isTesting = false;
        this.step = event.step;
        return;
      case "evaluated":
        this.#enter(event.step);
        this.#meet(event);
        this.isTesting = event.example.split === "test";
        this.#spend({ evaluations: 1 });
        return;
      case "exchange": {
        this.#enter(event.step);
        const { promptTokens, completionTokens, usd } = event.response.usage;
        this.#spend({ calls: 1, promptTokens, completionTokens, usd });
        return;
      }
      case "model-trouble":
        this.#enter(event.step).troubles.push(event);
        return;
      case "proposed":
        this.#enter(event.step).proposals.push(event);
        this.#refuse(event);
        return;
      case "answered":
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
        return;
      case "finished":
        this.finished = event;
        this.isTesting = false;
        this.initialScore = event.initial.score ?? this.initialScore;
        this.#spent = { ...event.usage, evaluations: event.evaluations, seconds: event.seconds };
        return;
      default:
        event satisfies never;
    }
  }

  /** The examples of a split, as the initial and the best candidate met them. */
  examples(split: Split): ExampleView[] {
    const count = this.started?.task.examples[split] ?? 0;
    const find = (candidate: string | undefined, index: number) =>
      candidate === undefined
        ? undefined
        : this.#meetings.get(candidate)?.get(exampleKey({ split, index }));
    return Array.from({ length: count }, (_, index) => ({
      split,
      index,
      initial: find(this.started?.candidate, index),
      best: find(this.best?.candidate, index),
    }));
  }

  #meet(event: EventOf<"evaluated">): void {
    const known = this.#meetings.get(event.candidate);
    const meetings = known ?? new Map<string, MeetingView>();
    if (known === undefined) this.#meetings.set(event.candidate, meetings);
    meetings.set(exampleKey(event.example), meetingOf(event));
  }

  #refuse({ step, rejections }: EventOf<"proposed">): void {
    this.rejectionCount += rejections.length;
    const room = Math.max(0, keptRejections - this.rejections.length);
    this.rejections.push(...rejections.slice(0, room).map((rejection) => ({ step, rejection })));
  }

  /** Forgets details of finished steps that no reader uses. */
  #forgetOld(): void {
    const kept = new Set([this.started?.candidate, this.best?.candidate]);
    for (const candidate of this.#meetings.keys()) {
      if (!kept.has(candidate)) this.#meetings.delete(candidate);
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

function meetingOf({ score, error, feedback }: EventOf<"evaluated">): MeetingView {
  return { score, words: (error ?? feedback).slice(0, 500) };
}

function exampleKey({ split, index }: ExampleRef): string {
  return `${split} ${index}`;
}
