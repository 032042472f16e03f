/**
 * The last events of a run in words, by type.
 *
 * @module
 */
import { shortText } from "../../cut_text.ts";
import type { RunEvent } from "../../trainer/event.ts";
import { eventWords, type Tone } from "./event_words.ts";

/** Lines that are kept of each type, the last ones. */
const keptLines = 100;

/** Maximum characters of a line. */
const maxLine = 400;

/** One event. */
export interface LogLine {
  /** Number of the event in the log. */
  readonly number: number;
  readonly type: RunEvent["type"];
  readonly step: number | undefined;
  readonly text: string;
  readonly tone: Tone;
}

/** Types that a log shows when asked for only: there are many of them. */
const frequent: ReadonlySet<RunEvent["type"]> = new Set<RunEvent["type"]>([
  "answered",
  "asking",
  "confirmed",
  "decided",
  "evaluated",
  "example",
  "exchange",
]);

/** Folds a run's events: apply each event once, in order. */
export class LogTail {
  readonly #lines = new Map<RunEvent["type"], LogLine[]>();
  readonly #counts = new Map<RunEvent["type"], number>();

  /** Applies the next event. */
  apply(number: number, event: RunEvent): void {
    const { type } = event;
    const { text, tone } = eventWords(event);
    const lines = this.#lines.get(type) ?? [];
    this.#lines.set(type, lines);
    this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
    const step = "step" in event ? event.step : undefined;
    lines.push({ number, type, step, text: shortText(text, maxLine), tone });
    if (lines.length > keptLines) lines.shift();
  }

  /** The number of events of each type. */
  get counts(): ReadonlyMap<RunEvent["type"], number> {
    return this.#counts;
  }

  /** The last lines, newest first. @param type only those of this type @default all but the frequent ones */
  lines(type?: string): readonly LogLine[] {
    const shown = [...this.#lines].filter(([of]) =>
      type === undefined ? !frequent.has(of) : of === type
    );
    return shown.flatMap(([, lines]) => lines).sort((one, other) => other.number - one.number)
      .slice(0, keptLines);
  }
}
