/**
 * Where the lines of event logs are; the logs in run directories.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import { appendNote } from "../run/notes_file.ts";
import type { Note } from "../trainer/note.ts";
import { directorySize } from "./directory_size.ts";
import { probeBytes } from "./probe_bytes.ts";
import { readLines } from "./read_lines.ts";
import { StoreError } from "./store_error.ts";
import { writeAll } from "./write_all.ts";

/** Where a reader of a log stands. */
export interface LogPosition {
  /** Lines read. */
  readonly number: number;
  /** Bytes read, where the source counts them. */
  readonly offset: number;
}

/** The event logs of jobs. */
export interface LogSource {
  /** Longest pause before a reader looks for new lines, where no news of them came. */
  readonly pollMs: number;
  /**
   * The next whole lines of a log and the position after them; none when there are no more yet.
   *
   * @param after number of a line; those up to it may be left out
   */
  next(id: string, position: LogPosition, after: number): Promise<
    LogPosition & { readonly lines: readonly string[] }
  >;
  /**
   * Leaves a person's feedback for the run of a job, wherever that is.
   *
   * @throws {UsageError} when there is as much as there may be @throws {StoreError} when it cannot be saved
   */
  addNote(id: string, note: Note): Promise<void>;
  /** Bytes that the run of a job takes where its log is. */
  sizeOf(id: string): Promise<number>;
  /** Tries whether lines can be written. @param directory of the runs @throws {StoreError} when they cannot */
  probe(directory: string): Promise<void>;
}

/** The logs in run directories. @param pathOf gives the path of a job's log, which may not exist yet */
export function directoryLogs(pathOf: (id: string) => string): LogSource {
  return {
    pollMs: 1000,
    async next(id, { number, offset }) {
      const { lines, end } = await readLines(pathOf(id), offset);
      return { lines, number: number + lines.length, offset: end };
    },
    addNote: (id, note) =>
      Promise.try(() => {
        try {
          appendNote(dirname(pathOf(id)), note);
        } catch (cause) {
          throw cause instanceof UsageError
            ? cause
            : new StoreError("Cannot save a person's feedback", cause);
        }
      }),
    sizeOf: (id) => directorySize(dirname(pathOf(id))),
    async probe(directory) {
      const path = join(directory, ".probe");
      try {
        await Deno.mkdir(directory, { recursive: true });
        using file = await Deno.open(path, { create: true, write: true, truncate: true });
        await writeAll(file, crypto.getRandomValues(new Uint8Array(probeBytes)));
        await file.sync();
      } catch (cause) {
        throw new StoreError("Cannot write to the run directory", cause);
      } finally {
        await Deno.remove(path).catch(() => {}); // absent when it could not be made
      }
    },
  };
}
