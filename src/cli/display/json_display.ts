/**
 * One event per line, for programs.
 *
 * @module
 */
import type { RunEvent } from "../../trainer/event.ts";
import { jsonText } from "../../trainer/json_text.ts";
import type { Terminal } from "../terminal.ts";
import { lines } from "../terminal_text.ts";
import type { Display } from "./display.ts";

/** Writes each event as one line of JSON on standard output, and nothing else there; notes go to standard error. */
export function jsonDisplay(terminal: Pick<Terminal, "out" | "err">): Display {
  return {
    show: (event: RunEvent) => terminal.out(`${jsonText(event)}\n`),
    note: (line) => terminal.err(lines([line])),
    close() {},
  };
}
