/**
 * Which display suits: JSON when asked for, a live one for a person at a terminal, lines for everything else.
 *
 * @module
 */
import type { Terminal } from "../terminal.ts";
import type { Display } from "./display.ts";
import { jsonDisplay } from "./json_display.ts";
import { liveDisplay } from "./live_display.ts";
import { plainDisplay } from "./plain_display.ts";
import { quietDisplay } from "./quiet_display.ts";

/** Chooses by the command line and the terminal. */
export function chooseDisplay(
  terminal: Terminal,
  wish: { readonly json: boolean; readonly quiet: boolean },
): Display {
  if (wish.json) return jsonDisplay(terminal);
  if (wish.quiet) return quietDisplay(terminal);
  return terminal.isLive ? liveDisplay(terminal) : plainDisplay(terminal);
}
