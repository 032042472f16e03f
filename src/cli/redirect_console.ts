/**
 * Redirects the console output of a task, so that it is escaped and does not mix with events or displays.
 *
 * @module
 */
import { Console } from "node:console";
import { Writable } from "node:stream";

/**
 * Sends what the methods of `console` print to `write`, until disposed. A task runs with the user's rights and may
 * still write to the streams of the process itself.
 */
export function redirectConsole(write: (lines: string) => void): Disposable {
  const stream = new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      write(String(text).replace(/\n$/, ""));
      done();
    },
  });
  const redirected = new Console({ stdout: stream, stderr: stream, colorMode: false });
  const originals = { ...console };
  Object.assign(console, redirected);
  return {
    [Symbol.dispose]() {
      Object.assign(console, originals);
    },
  };
}
