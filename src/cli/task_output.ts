/**
 * Shows what a task prints, within limits.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";

/** Lines that are shown, and characters of one. */
const maxLines = 10_000;
const maxLineLength = 2_000;

/** The output of one task; the display escapes it. */
export class TaskOutput {
  readonly #show: (line: string) => void;
  #lines = 0;

  /** @param show shows one line */
  constructor(show: (line: string) => void) {
    this.#show = show;
  }

  /** Shows a line, cut to its limit, while there is room. */
  add(line: string): void {
    if (++this.#lines > maxLines + 1) return;
    if (this.#lines > maxLines) return this.#show("What the task prints from here on is left out.");
    this.#show(shortText(line, maxLineLength));
  }
}
