/**
 * Brings the feedback of persons from the database to a run on this machine.
 *
 * @module
 */
import { paused } from "../../paused.ts";
import { appendNote, readNotes } from "../../run/notes_file.ts";
import type { DatabaseLogs } from "./database_logs.ts";

/** Time between two looks for feedback. */
const notesMs = 2_000;

/** Copies feedback to the run's directory every two seconds, until it is stopped. */
export function takeNotes(id: string, { runDir, logs, onError }: {
  readonly runDir: string;
  readonly logs: Pick<DatabaseLogs, "notes">;
  /** Receives errors of the database, which is asked again. */
  readonly onError: (error: unknown) => void;
}): { stop(): Promise<void> } {
  const known = new Set(readNotes(runDir).map((note) => note.id));
  async function take(): Promise<void> {
    for (const note of await logs.notes(id)) {
      if (!known.has(note.id)) appendNote(runDir, note);
      known.add(note.id);
    }
  }
  const stopped = new AbortController();
  const work = (async () => {
    while (!stopped.signal.aborted) {
      await take().catch(onError);
      await paused(notesMs, stopped.signal);
    }
  })();
  return {
    stop() {
      stopped.abort();
      return work;
    },
  };
}
