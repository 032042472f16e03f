/**
 * The charts of jobs on the live page. The latest ones are kept, so that each event is read once.
 *
 * @module
 */
import { Semaphore } from "../../model/semaphore.ts";
import { chartOf } from "../../run/chart/chart.ts";
import { ChartData } from "../../run/chart/chart_data.ts";
import type { RunEvent } from "../../trainer/event.ts";
import type { JobEvents } from "../../jobs/job_events.ts";

/** Maximum number of kept charts, the least recently used first. */
const keptCharts = 16;

/** Types of events that a chart shows; others are not parsed. */
const shownTypes: ReadonlySet<string> = new Set<RunEvent["type"]>([
  "started",
  "evaluated",
  "compared",
  "best",
  "step",
]);

/** A chart with its place in the log. */
interface ReadChart {
  readonly data: ChartData;
  /** Number of the last event in it. */
  after: number;
}

/** Draws the charts of jobs. */
export class Charts {
  readonly #events: Pick<JobEvents, "read">;
  readonly #charts = new Map<string, ReadChart>();
  readonly #turns = new Semaphore(1); // two readers would apply an event twice

  /** @param events the event logs of the jobs */
  constructor(events: Pick<JobEvents, "read">) {
    this.#events = events;
  }

  /** The chart of a job so far, as part of a page. */
  of(id: string): Promise<string> {
    return this.#turns.run(async () => {
      const chart = this.#charts.get(id) ?? { data: new ChartData(), after: 0 };
      this.#keep(id, chart);
      for await (const { number, type, json } of this.#events.read(id, chart.after)) {
        if (shownTypes.has(type)) chart.data.apply(JSON.parse(json));
        chart.after = number;
      }
      return chartOf(chart.data).toString();
    });
  }

  #keep(id: string, chart: ReadChart): void {
    this.#charts.delete(id);
    this.#charts.set(id, chart);
    const [oldest] = this.#charts.keys();
    if (this.#charts.size > keptCharts && oldest !== undefined) this.#charts.delete(oldest);
  }
}
