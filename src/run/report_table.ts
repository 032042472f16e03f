/**
 * Limits of long tables in a report.
 *
 * @module
 */
import { type Html, markup } from "./report_html.ts";

/** Maximum rows of a long table. */
export const maxRows = 400;

/** A note on the number of omitted rows; false when there are none. */
export function leftOut(count: number, shown = maxRows): Html | false {
  return count > shown && markup`<p class="quiet">${count - shown} more are in events.jsonl.</p>`;
}
