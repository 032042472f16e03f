/**
 * The file of a run's directory in which other processes leave notes: `notes.jsonl`, one a line, append only.
 *
 * @module
 */
import { maxNoteLength, maxNotes, type Note, noteIn, notesFull } from "../trainer/note.ts";

/** Maximum size of the file that is read: characters may be escaped, and there are fields beside the text. */
const maxBytes = maxNotes * (6 * maxNoteLength + 1_000);

/** The notes in a run's directory, in the order they were written; a line that is no note, or not whole, is left out. */
export function readNotes(runDir: string): readonly Note[] {
  return notesIn(textOf(`${runDir}/notes.jsonl`));
}

function notesIn(text: string): readonly Note[] {
  return text.slice(0, text.lastIndexOf("\n") + 1).split("\n")
    .flatMap((line) => line === "" ? [] : noteIn(line) ?? []).slice(0, maxNotes);
}

/** Leaves a note for a run, also before it begins. @throws {UsageError} when there are as many as there may be */
export function appendNote(runDir: string, note: Note): void {
  const path = `${runDir}/notes.jsonl`;
  const text = textOf(path);
  if (notesIn(text).length >= maxNotes) throw notesFull();
  Deno.mkdirSync(runDir, { recursive: true });
  const start = text === "" || text.endsWith("\n") ? "" : "\n"; // a full disk tears a line
  // One write with the line feed: readers and other writers see whole lines.
  Deno.writeTextFileSync(path, `${start}${JSON.stringify(note)}\n`, { append: true });
}

function textOf(path: string): string {
  try {
    if (Deno.statSync(path).size > maxBytes) return ""; // nobody but another program writes so much
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return "";
    }
    throw error;
  }
}
