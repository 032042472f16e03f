/**
 * Tells the user of a run how its evaluations are spread, each thing once.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import type { Survey } from "./batch_queue.ts";

/** Task and listener of the notes. */
export interface SpreadNotesOptions {
  /** Name of the task. */
  readonly name: string;
  /** Whether its run brings the source. */
  readonly hasSource: boolean;
  /** Gets each note. */
  readonly onNote: (note: string) => void;
  /** Time without a worker after which the user is told, in milliseconds. @default 5,000 */
  readonly noticeMs?: number | undefined;
}

/** Says each thing once. */
export class SpreadNotes {
  readonly #options: SpreadNotesOptions;
  readonly #said = new Set<string>();
  readonly #begunAt = performance.now();

  constructor(options: SpreadNotesOptions) {
    this.#options = options;
  }

  /** What a look around found. */
  surveyed({ workers, slots, refusal }: Survey): void {
    const { name, hasSource, noticeMs = 5_000 } = this.#options;
    if (refusal !== undefined) {
      this.#say("refusal", `A worker does not evaluate for the task "${name}": ${refusal}.`);
    }
    if (slots > 0) {
      this.#say("spread", `Evaluations are spread: ${workers} workers, ${slots} at the same time.`);
    } else if (performance.now() - this.#begunAt >= noticeMs) {
      const [lack, means] = hasSource
        ? [`No worker takes the source of the task "${name}"`, "--allow-source"]
        : [`No worker offers the task "${name}" as this run has it`, "--task FILE"];
      const advice = `To start one: work --database URL ${means}.`;
      this.#say("alone", `${lack}: this machine evaluates. ${advice}`);
    }
  }

  /** The queue cannot be reached. */
  offline(error: unknown): void {
    this.#say(
      "offline",
      `The database cannot be reached (${messageOf(error)}): this machine evaluates meanwhile.`,
    );
  }

  /** A result is not what a worker writes. */
  unreadable(error: unknown): void {
    this.#say("unreadable", `A worker's result is not used: ${messageOf(error)}.`);
  }

  #say(about: string, note: string): void {
    if (this.#said.has(about)) return;
    this.#said.add(about);
    this.#options.onNote(note);
  }
}
