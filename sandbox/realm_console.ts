/**
 * The `console` of a realm: lines go to the recorder, bounded, and nowhere else.
 *
 * @module
 */
import { print } from "./print.ts";
import { defineProperty } from "./primordials.ts";
import type { Level, Recorder } from "./recorder.ts";

const maxLineChars = 2_000;

/**
 * Replaces the global console.
 *
 * @param recorder asked for at each line, for it may change
 */
export function installConsole(recorder: () => Recorder): void {
  const console: Record<string, unknown> = {};
  const levels: readonly Level[] = ["debug", "log", "info", "warn", "error"];
  for (const level of levels) {
    console[level] = function (): void {
      const { length } = arguments;
      let text = "";
      for (let index = 0; index < length && text.length <= maxLineChars; index++) {
        const part: unknown = arguments[index];
        const printed = typeof part === "string" ? part : print(part, maxLineChars);
        text += (index === 0 ? "" : " ") + printed;
      }
      recorder().line(level, text.length > maxLineChars ? print(text, maxLineChars) : text);
    };
  }
  defineProperty(globalThis, "console", {
    value: console,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
