/**
 * One event per line, for programs.
 *
 * @module
 */
import type { RunEvent } from "../../trainer/event.ts";
import type { Terminal } from "../terminal.ts";
import type { Display } from "./display.ts";

/** Writes each event as one line of JSON on standard output, and nothing else. */
export function jsonDisplay(terminal: Pick<Terminal, "out">): Display {
  return {
    show: (event: RunEvent) => terminal.out(`${JSON.stringify(event)}\n`),
    close() {},
  };
}
