/**
 * The runs of jobs as the page shows them. The latest ones are kept, so that each event is read once.
 *
 * @module
 */
import { Semaphore } from "../../model/semaphore.ts";
import { Attempts } from "../../run/attempts.ts";
import { RunView } from "../../run/run_view.ts";
import { EventLoopTurns } from "../../trainer/pause.ts";
import type { JobEvents } from "../../jobs/job_events.ts";
import { LogTail } from "./log_tail.ts";
import { TraceOfBest } from "./trace_of_best.ts";

/** Milliseconds of work on events before other work has its turn. */
const maxWorkMs = 8;

/** Milliseconds after which a page is made of the events read so far. */
const maxReadMs = 2_000;

/** The run of a job so far. */
export interface JobView {
  readonly run: RunView;
  readonly attempts: Attempts;
  readonly log: LogTail;
  readonly trace: TraceOfBest;
  /** Number of the last event in it. */
  after: number;
  /** Whether it has all events of the log so far; a long one takes several readings. */
  isWhole: boolean;
}

/** Folds the events of jobs. */
export class JobViews {
  readonly #events: Pick<JobEvents, "read">;
  readonly #kept: number;
  readonly #views = new Map<string, JobView>();
  readonly #turns = new Semaphore(1); // two readers would apply an event twice

  /** @param events the event logs of the jobs @param kept number of views that are kept, the least recently used not */
  constructor(events: Pick<JobEvents, "read">, kept: number) {
    this.#events = events;
    this.#kept = kept;
  }

  /** The run of a job so far. */
  of(id: string): Promise<JobView> {
    return this.#turns.run(async () => {
      const view = this.#views.get(id) ?? emptyView();
      this.#keep(id, view);
      const folds = [view.run, view.attempts, view.trace];
      const turns = new EventLoopTurns(maxWorkMs);
      const start = performance.now();
      view.isWhole = false;
      for await (const { number, json } of this.#events.read(id, view.after)) {
        const event = JSON.parse(json);
        for (const fold of folds) fold.apply(event);
        view.log.apply(number, event);
        view.after = number;
        if (performance.now() - start > maxReadMs) return view;
        await turns.yieldWhenDue();
      }
      view.isWhole = true;
      return view;
    });
  }

  #keep(id: string, view: JobView): void {
    this.#views.delete(id);
    this.#views.set(id, view);
    const [oldest] = this.#views.keys();
    if (this.#views.size > this.#kept && oldest !== undefined) this.#views.delete(oldest);
  }
}

function emptyView(): JobView {
  return {
    run: new RunView(),
    attempts: new Attempts(),
    log: new LogTail(),
    trace: new TraceOfBest(),
    after: 0,
    isWhole: true,
  };
}
