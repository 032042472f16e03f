/**
 * The only writer to the terminal: escapes all text on its way to the streams of the process.
 *
 * @module
 */
import { type Insertion, terminalText, useColors } from "./terminal_text.ts";

/** The output streams of a command. Strings are escaped. Writing does not throw when the reader has closed its end. */
export interface Terminal {
  /** Results and progress: standard output. */
  out(text: Insertion): void;
  /** Errors and notes: standard error. */
  err(text: Insertion): void;
  /** Goes up on standard output by a number of lines, clears the screen from there, and writes lines. */
  redraw(up: number, lines: readonly Insertion[]): void;
  /** Whether standard output is a terminal in which lines can be redrawn. */
  readonly isLive: boolean;
  /** Width in characters, now. */
  columns(): number;
}

/** The streams and properties that a terminal is made of. */
export interface TerminalStreams extends Pick<Terminal, "isLive" | "columns"> {
  /** Writes codes to standard output as they are. */
  writeOut(codes: string): void;
  /** Writes codes to standard error as they are. */
  writeErr(codes: string): void;
}

/** The process's own streams. Colours are on only for a terminal, and off with `NO_COLOR`. */
export function openTerminal(): Terminal {
  const isLive = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  useColors(isLive && !Deno.noColor);
  return terminalOn({
    writeOut: writer(Deno.stdout),
    writeErr: writer(Deno.stderr),
    isLive,
    columns: readColumns,
  });
}

/** A terminal that writes to these streams. */
export function terminalOn({ writeOut, writeErr, isLive, columns }: TerminalStreams): Terminal {
  return {
    out: (text) => writeOut(terminalText(text).coded),
    err: (text) => writeErr(terminalText(text).coded),
    redraw(up, lines) {
      const start = up === 0 ? "\r" : `\x1b[${up}A\r`;
      const rows = lines.flatMap((line) => terminalText(line).coded.split("\n"));
      writeOut(`${start}${rows.map((row) => `${row}\x1b[K\n`).join("")}\x1b[J`);
    },
    isLive,
    columns,
  };
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
