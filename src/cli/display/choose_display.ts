/**
 * Chooses a display: JSON or quiet on request, a live one in a terminal, plain lines otherwise.
 *
 * @module
 */
import type { Terminal } from "../terminal.ts";
import type { Display } from "./display.ts";
import { jsonDisplay } from "./json_display.ts";
import { liveDisplay } from "./live_display.ts";
import { plainDisplay } from "./plain_display.ts";
import { quietDisplay } from "./quiet_display.ts";

/** The display for these options and this terminal. */
export function chooseDisplay(
  terminal: Terminal,
  options: { readonly json: boolean; readonly quiet: boolean },
): Display {
  if (options.json) return jsonDisplay(terminal);
  if (options.quiet) return quietDisplay(terminal);
  return terminal.isLive ? liveDisplay(terminal) : plainDisplay(terminal);
}
