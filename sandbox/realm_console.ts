/**
 * The `console` of a realm; writes bounded lines to the recorder.
 *
 * @module
 */
import { replyLimits } from "./limits.ts";
import { print } from "./print.ts";
import { defineProperty } from "./primordials.ts";
import type { Level } from "./call_record.ts";
import type { Recorder } from "./recorder.ts";

const { maxConsoleLineChars } = replyLimits;

/**
 * Replaces the global console.
 *
 * @param recorder read for each line, because it may change
 */
export function installConsole(recorder: () => Recorder | undefined): void {
  const console: Record<string, unknown> = {};
  const levels: readonly Level[] = ["debug", "log", "info", "warn", "error"];
  for (const level of levels) {
    console[level] = function (): void {
      const { length } = arguments;
      let text = "";
      for (let index = 0; index < length && text.length <= maxConsoleLineChars; index++) {
        const part: unknown = arguments[index];
        const printed = typeof part === "string" ? part : print(part, maxConsoleLineChars);
        text += (index === 0 ? "" : " ") + printed;
      }
      recorder()?.line(
        level,
        text.length > maxConsoleLineChars ? print(text, maxConsoleLineChars) : text,
      );
    };
  }
  defineProperty(globalThis, "console", {
    value: console,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
