/**
 * The display port: what shows a run while it runs. Types only.
 *
 * @module
 */
import type { RunView } from "../../run/run_view.ts";
import type { RunEvent } from "../../trainer/event.ts";

/** Shows a run. */
export interface Display {
  /** Told of each event, after the view has taken it in. */
  show(event: RunEvent, view: RunView): void;
  /** A line beside the run: what the task prints, what the user should know. */
  note(line: string): void;
  /** Leaves the screen tidy. */
  close(): void;
}
