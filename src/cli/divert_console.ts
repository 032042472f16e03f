/**
 * Keeps what a task prints out of the way of events and displays.
 *
 * @module
 */
import { format } from "node:util";

const methods = ["log", "info", "debug", "warn", "error"] as const;

/** Sends every `console` line of this process to `write`, until it is disposed of. */
export function divertConsole(write: (line: string) => void): Disposable {
  const own = methods.map((name) => [name, console[name]] as const);
  for (const name of methods) console[name] = (...args: unknown[]) => write(format(...args));
  return {
    [Symbol.dispose]() {
      for (const [name, method] of own) console[name] = method;
    },
  };
}
