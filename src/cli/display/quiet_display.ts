/**
 * A display that shows only warnings.
 *
 * @module
 */
import type { Terminal } from "../terminal.ts";
import { lines } from "../terminal_text.ts";
import type { Display } from "./display.ts";
import { warningText } from "./warning_text.ts";

/** Shows no progress; warnings go to standard error. */
export function quietDisplay(terminal: Pick<Terminal, "err">): Display {
  return {
    show(event) {
      if (event.type === "warning") terminal.err(`warning: ${warningText(event)}\n`);
    },
    note: (line) => terminal.err(lines([line])),
    close() {},
  };
}
