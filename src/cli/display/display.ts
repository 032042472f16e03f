/**
 * The display port: what shows a run while it runs. Types only.
 *
 * @module
 */
import type { RunView } from "../../run/run_view.ts";
import type { RunEvent } from "../../trainer/event.ts";

/** Shows a run. It is told of each event after the view has taken it in; `close` leaves the screen tidy. */
export interface Display {
  show(event: RunEvent, view: RunView): void;
  close(): void;
}
