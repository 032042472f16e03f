/**
 * The two streams a command writes to, and what is known of the terminal behind them.
 *
 * @module
 */
import { setColorEnabled } from "@std/fmt/colors";

/** Where a command writes. Nothing here throws when the reader has gone away. */
export interface Terminal {
  /** Results and progress: standard output. */
  out(text: string): void;
  /** Errors and notes: standard error. */
  err(text: string): void;
  /** Whether a person watches standard output, so that lines may be redrawn. */
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
    return Math.max(20, Deno.consoleSize().columns || 80); // 0: a terminal that does not know its size
  } catch {
    return 80; // no terminal: consoleSize has nothing to ask
  }
}

/** Writes whole texts synchronously; falls silent for good once the reader has closed the pipe. */
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
        else if (isGone(error)) isClosed = true;
        else throw error;
      }
    }
  };
}

/** Whether nobody reads any more: the pipe's other end is closed, or the terminal (which the system tells as EIO). */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe ||
    (error instanceof Error && "code" in error && error.code === "EIO");
}

/** A full pipe that was set not to block: give its reader a millisecond. */
function waitBriefly(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
