/**
 * The display port: shows a run while it runs. Types only.
 *
 * @module
 */
import type { RunView } from "../../run/run_view.ts";
import type { RunEvent } from "../../trainer/event.ts";
import type { Insertion } from "../terminal_text.ts";

/** Shows a run. */
export interface Display {
  /** Shows an event that has been applied to the view. */
  show(event: RunEvent, view: RunView): void;
  /** Prints a line that is no event: console output of the task, or advice. */
  note(line: Insertion): void;
  /** Removes unfinished lines from the screen. */
  close(): void;
}
