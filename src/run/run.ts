/**
 * A run in progress, for its caller.
 *
 * @module
 */
import type { Values } from "../problem/problem.ts";
import { UsageError } from "../errors.ts";
import type { FinishedEvent, RunEvent } from "../trainer/event.ts";
import { maxNotes, newNote, type Note, notesFull, type PersonFeedback } from "../trainer/note.ts";
import { EventQueue } from "./event_queue.ts";

/** The result of a run: its last event, and the best values, decoded. */
export interface RunResult extends FinishedEvent {
  /** The best values by parameter. */
  readonly values: Values;
  /** The task's summary of the scores. */
  readonly summary?: string;
}

/** Event sink and stop signal of a run. */
export interface RunPort {
  readonly publish: (event: RunEvent) => void;
  /** Called when the time of the run begins to count. @param secondsLeft may be infinite */
  readonly onBegin?: (secondsLeft: number) => void;
  /** Called with the `finished` event that comes, before code of the task has its last chance to prevent it. */
  readonly onEnding?: (event: FinishedEvent) => void;
  /** Aborted when the caller ends the run; its reason is an `Interruption` or a `Failure`. */
  readonly signal: AbortSignal;
  /** All notes that were written so far, in order. @default those in the run's directory alone */
  readonly notes?: () => readonly Note[];
  /** The header `traceparent` of the request that asked for the run: its span links there. @default none */
  readonly traceParent?: string | undefined;
}

/** A reason of the stop signal: the run ends as interrupted. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

/** A reason of the stop signal: the run ends as failed. */
export class Failure extends Error {
  override readonly name = "Failure";

  /** @param cause the error of the run */
  constructor(cause: unknown) {
    super("The run failed from outside", { cause });
  }
}

/**
 * A run. It continues whether or not its events are read.
 *
 * It ends what yields: an agent or a guide whose promise never settles is left behind at the end of the budget, at its
 * time limit and at `stop()`. Code that never gives the thread back, and errors that nothing awaits, are the program's
 * own; the command line and the server run tasks in a child process for that.
 *
 * Iterating gives its events as they occur; the last is `finished`. A late or slow reader gets the newest 10,000;
 * the event log, if any, has all.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toyRun } from "@opto/opto/testing";
 *
 * const run = toyRun({ steps: 2 });
 * const types: string[] = [];
 * for await (const { type } of run) types.push(type);
 * const { stopReason } = await run.result;
 * assertEquals([types[0], types.at(-1), stopReason], ["started", "finished", "steps"]);
 * ```
 */
export class Run implements AsyncIterable<RunEvent> {
  /**
   * Settles when the run has ended: resolves after any stop (steps, budget, target, patience, `stop()`); rejects
   * when the run failed.
   */
  readonly result: Promise<RunResult>;
  readonly #queue = new EventQueue<RunEvent>();
  readonly #stop = new AbortController();
  readonly #notes: Note[] = [];
  #isOver = false;

  /** Use `optimize`. @param work executes the run */
  constructor(work: (port: RunPort) => Promise<RunResult>) {
    const port = {
      publish: (event: RunEvent) => this.#queue.push(event),
      signal: this.#stop.signal,
      notes: () => this.#notes,
    };
    this.result = work(port).finally(() => {
      this.#isOver = true;
      this.#queue.close();
    });
  }

  /** Stops the run: drops unfinished work, keeps finished work. */
  stop(): void {
    this.#stop.abort(new Interruption("The run was stopped"));
  }

  /**
   * Ends the run as failed, with an error that none of its calls threw: one that nothing awaits.
   *
   * @param error the error of the result
   */
  fail(error: unknown): void {
    this.#stop.abort(new Failure(error));
  }

  /**
   * Adds feedback of a person on the outputs of a candidate. From the next step on it stands beside the guide's feedback in
   * the problems that a model is asked to solve; it changes no score. The log has it as an event `note`, so that a resume and
   * a replay repeat it.
   *
   * @param feedback words of 1 to 4,000 characters, or a record with them
   * @throws {UsageError} when it is invalid, the run has 100 notes, or has ended
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { toyRun } from "@opto/opto/testing";
   *
   * const run = toyRun({ steps: 2 });
   * run.addFeedback({ text: "The output is too small.", verdict: "reject" });
   * const notes: string[] = [];
   * for await (const event of run) if (event.type === "note") notes.push(event.text);
   * assertEquals(notes, ["The output is too small."]);
   * ```
   */
  addFeedback(feedback: string | PersonFeedback): void {
    if (this.#isOver) throw new UsageError("Cannot add feedback to a run: it has ended");
    if (this.#notes.length >= maxNotes) throw notesFull();
    this.#notes.push(newNote(feedback));
  }

  /** The events, each delivered once. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, void> {
    this.result.catch(() => {}); // the last event contains the error too
    yield* this.#queue;
  }
}
