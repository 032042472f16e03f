/**
 * The output streams of a command, and the properties of the terminal behind them.
 *
 * @module
 */
import { setColorEnabled } from "@std/fmt/colors";

/** The output streams of a command. Writing does not throw when the reader has closed its end. */
export interface Terminal {
  /** Results and progress: standard output. */
  out(text: string): void;
  /** Errors and notes: standard error. */
  err(text: string): void;
  /** Whether standard output is a terminal in which lines can be redrawn. */
  readonly isLive: boolean;
  /** Width in characters, now. */
  columns(): number;
}

/** The process's own streams. Colours are on only for a terminal, and off with `NO_COLOR`. */
export function openTerminal(): Terminal {
  const isLive = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  setColorEnabled(isLive && !Deno.noColor);
  return { out: writer(Deno.stdout), err: writer(Deno.stderr), isLive, columns: readColumns };
}

function readColumns(): number {
  try {
    return Math.max(20, Deno.consoleSize().columns || 80); // 0: a terminal of unknown size
  } catch {
    return 80; // no terminal
  }
}

/** Writes whole texts synchronously; drops all output once the reader has closed the pipe. */
function writer(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  const encoder = new TextEncoder();
  let isClosed = false;
  return (text) => {
    let rest = encoder.encode(text);
    while (rest.length > 0 && !isClosed) {
      try {
        rest = rest.subarray(stream.writeSync(rest));
      } catch (error) {
        if (error instanceof Deno.errors.WouldBlock) waitBriefly();
        else if (isClosedByReader(error)) isClosed = true;
        else throw error;
      }
    }
  };
}

/** Whether the pipe's other end is closed, or the terminal is (the system reports that as EIO). */
function isClosedByReader(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe ||
    (error instanceof Error && "code" in error && error.code === "EIO");
}

/** Gives the reader of a full non-blocking pipe a millisecond. */
function waitBriefly(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
