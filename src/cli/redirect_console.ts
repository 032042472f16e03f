/**
 * Redirects the console output of a task, so that it does not mix with events or displays.
 *
 * @module
 */
import { format } from "node:util";

const methods = ["log", "info", "debug", "warn", "error"] as const;

/** Sends every `console` line of this process to `write`, until disposed. */
export function redirectConsole(write: (line: string) => void): Disposable {
  const originals = methods.map((name) => [name, console[name]] as const);
  for (const name of methods) console[name] = (...args: unknown[]) => write(format(...args));
  return {
    [Symbol.dispose]() {
      for (const [name, method] of originals) console[name] = method;
    },
  };
}
