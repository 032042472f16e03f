/**
 * The notes of a run: when they are taken up, and which of them a proposer gets.
 *
 * A note is taken up at the beginning of a step and logged with it; the asks of that step and of all later ones have it. A
 * run that is resumed or repeated takes up the logged notes at the same steps, so that its prompts are the same.
 *
 * @module
 */
import type { Redact } from "../model/redact.ts";
import type { Problem } from "../problem/problem.ts";
import type { EventOf, RunEvent } from "./event.ts";
import { maxNotes, type Note } from "./note.ts";
import { redactedEvent } from "./redacted_event.ts";

/** The newest notes are in problems, so many at most. */
const notesInProblem = 8;

/** Log, source and sink of notes. */
export interface NotesOptions {
  /** The log that is resumed or repeated; empty for a new run. */
  readonly logged: readonly RunEvent[];
  /** All notes that were written so far, in order. */
  readonly written: () => readonly Note[];
  /** Whether the run asks a model; nothing else reads words. */
  readonly hasReader: boolean;
  readonly redact: Redact;
  readonly emit: (event: RunEvent) => void;
}

/** Takes up notes, step by step. */
export class Notes {
  readonly #options: NotesOptions;
  readonly #byStep: ReadonlyMap<number, readonly EventOf<"note">[]>;
  /** The last step of which the log has anything: its asks are answered from there. */
  readonly #lastLogged: number;
  readonly #taken: EventOf<"note">[] = [];
  readonly #known: Set<string>;
  #isWarned = false;

  /** @param options log, source and sink */
  constructor(options: NotesOptions) {
    const { logged } = options;
    const notes = logged.filter((event) => event.type === "note");
    this.#options = options;
    this.#byStep = Map.groupBy(notes, ({ step }) => step);
    this.#known = new Set(notes.map(({ id }) => id));
    this.#lastLogged = logged.reduce(
      (last, event) =>
        "step" in event && event.type !== "resumed" ? Math.max(last, event.step) : last,
      0,
    );
  }

  /** Takes up what is new. To be called before the first ask of each step. */
  begin(step: number): void {
    const { written, redact, emit } = this.#options;
    for (const note of this.#byStep.get(step) ?? []) this.#take(note);
    if (step <= this.#lastLogged) return;
    for (const note of written()) {
      if (this.#known.has(note.id) || this.#known.size >= maxNotes) continue;
      this.#known.add(note.id);
      this.#take(redactedEvent({ type: "note", step, ...note }, redact));
      if (!this.#options.hasReader && !this.#isWarned) emit(unread(step));
      this.#isWarned = true;
    }
  }

  /** The notes for a problem of improving a candidate; absent where there is none, so that its prompt stays as it is. */
  for(candidate: string): Pick<Problem, "notes"> {
    if (this.#taken.length === 0) return {};
    return {
      notes: this.#taken.slice(-notesInProblem).map(({ text, verdict, score, candidate: of }) => ({
        text,
        isOfCurrent: of === candidate,
        ...(verdict === undefined ? {} : { verdict }),
        ...(score === undefined ? {} : { score }),
      })),
    };
  }

  #take(note: EventOf<"note">): void {
    this.#taken.push(note);
    this.#options.emit(note);
  }
}

function unread(step: number): EventOf<"warning"> {
  return {
    type: "warning",
    step,
    code: "note-unread",
    message: "A person's feedback is in the log, but changes nothing: this run asks no model.",
    advice: "Name a model, whose prompts then have the feedback.",
  };
}
