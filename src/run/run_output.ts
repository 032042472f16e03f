/**
 * What a run leaves: its published events, its log, `best/` and its report.
 *
 * @module
 */
import { AnswerWatch } from "../trainer/answer_watch.ts";
import type { EventOf, FinishedEvent, RunEvent } from "../trainer/event.ts";
import { Journal } from "../trainer/journal.ts";
import { redactedEvent } from "../trainer/redacted_event.ts";
import { writeBest } from "./best_directory.ts";
import { foldedStory } from "./folded_story.ts";
import type { PreparedRun } from "./prepare_run.ts";
import { RunStory } from "./run_story.ts";

/** The output of one run; without a directory its events are only published. */
export class RunOutput {
  /** Of the log being resumed. */
  readonly journal: Journal;
  /** Of the run's model. */
  readonly answers: AnswerWatch;
  readonly #run: PreparedRun;
  readonly #publish: (event: RunEvent) => void;
  /** What the log of a run with a directory tells. */
  #story = new RunStory();
  #isFinished = false;

  /** @param publish passes an event to the readers of the run */
  constructor(run: PreparedRun, publish: (event: RunEvent) => void) {
    this.#run = run;
    this.#publish = publish;
    this.journal = new Journal(run.events);
    this.answers = new AnswerWatch(run.events);
  }

  /** Reads the log being resumed; to be awaited before the first event. */
  async readLog(): Promise<void> {
    const { directory, events } = this.#run;
    if (directory !== null) this.#story = await foldedStory(events);
  }

  /** Logs and publishes an event, unless the log being resumed contains it; after the last event nothing, whatever still runs. */
  emit(original: RunEvent): void {
    if (this.#isFinished) return;
    const event = this.redacted(original);
    if (this.journal.absorbs(event)) return;
    this.answers.see(event);
    const { directory } = this.#run;
    if (directory !== null) {
      directory.append(event);
      this.#story.apply(event);
      if (event.type === "best") this.writeBest();
    }
    this.#publish(event);
  }

  /** Emits a warning. */
  warn(warning: Omit<EventOf<"warning">, "type">): void {
    this.emit({ type: "warning", ...warning });
  }

  /** Emits the last event. */
  finish(event: FinishedEvent): void {
    this.emit(event);
    this.#isFinished = true;
  }

  /** Emits the last event, if it did not come; where it cannot be logged, it is published only. */
  finishAtAnyRate(event: FinishedEvent): void {
    if (this.#isFinished) return;
    try {
      this.emit(event);
    } catch {
      this.#publish(this.redacted(event));
    }
  }

  /** An event as it is logged and published. */
  redacted<Event extends RunEvent>(event: Event): Event {
    return redactedEvent(event, this.#run.redact);
  }

  /** Saves what the log has so far; after the last event nothing. */
  save(): void {
    if (!this.#isFinished) this.#run.directory?.sync();
  }

  /** Writes `best/` as the log has it. */
  writeBest(): void {
    const { directory } = this.#run;
    if (directory === null) return;
    const { started, best } = this.#story.view;
    writeBest(directory.root, started?.task.parameters ?? [], best);
  }

  /** Saves the log and writes the report, if there is a directory. @param summary of the task */
  async writeReport(summary: string | undefined): Promise<void> {
    const { directory } = this.#run;
    if (directory === null) return;
    directory.sync();
    const { renderStory } = await import("./report.ts");
    const options = summary === undefined ? {} : { summary };
    directory.write("report.html", await renderStory(this.#story, options));
  }
}
