/**
 * What a person says of outputs while a run goes on.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { isRecord } from "../record.ts";

/** Maximum number of notes of a run. */
export const maxNotes = 100;

/** Maximum characters of a note. */
export const maxNoteLength = 4_000;

/** Maximum characters of the id of a note, and of a candidate. */
const maxId = 100;

/** Feedback of a person, beside that of the guide. It never changes a measured score. */
export interface PersonFeedback {
  /** What is good or bad about the outputs, and what they should be like: 1 to 4,000 characters. */
  readonly text: string;
  /** Whether the person would have the outputs so. */
  readonly verdict?: "prefer" | "reject";
  /** The person's own score, on whatever scale the words speak of. */
  readonly score?: number;
  /** Id of the candidate whose outputs the person read. @default none in particular */
  readonly candidate?: string;
}

/** Feedback of a person as a run receives it. */
export interface Note extends PersonFeedback {
  /** Identity: a note is taken up once, however often it is read. */
  readonly id: string;
  /** When it was written, ISO 8601. */
  readonly at: string;
}

/**
 * A new note.
 *
 * @param feedback words alone, or with verdict, score and candidate
 * @throws {UsageError} when it has no words, or a field is at fault
 */
export function newNote(feedback: string | PersonFeedback): Note {
  const given = typeof feedback === "string" ? { text: feedback } : feedback;
  const note = { ...given, id: crypto.randomUUID(), at: new Date().toISOString() };
  const fault = noteFault(note);
  if (fault === undefined) return note;
  throw new UsageError(`Cannot use this as feedback of a person: ${fault}`, {
    advice:
      `Give a text of 1 to ${maxNoteLength} characters, and verdict, score or candidate beside it.`,
  });
}

/** The refusal of a note beyond the last that a run may have. */
export function notesFull(): UsageError {
  return new UsageError(`Cannot add feedback to a run: it has ${maxNotes} notes already`);
}

/** The note that another process has written as JSON; undefined for anything else. */
export function noteIn(json: string): Note | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (noteFault(value) !== undefined) return undefined;
  const { id, text, verdict, score, candidate, at } = value as Note; // as: checked above
  return {
    id,
    text,
    ...(verdict === undefined ? {} : { verdict }),
    ...(score === undefined ? {} : { score }),
    ...(candidate === undefined ? {} : { candidate }),
    at,
  };
}

/** Why a value is no note; undefined for a note. */
function noteFault(value: unknown): string | undefined {
  if (!isRecord(value)) return "received no record";
  const { id, text, verdict, score, candidate, at } = value as Readonly<Record<string, unknown>>;
  if (!isText(text, maxNoteLength) || text.trim() === "") {
    return `"text" must have 1 to ${maxNoteLength} characters`;
  }
  if (verdict !== undefined && verdict !== "prefer" && verdict !== "reject") {
    return '"verdict" must be "prefer" or "reject"';
  }
  if (score !== undefined && !Number.isFinite(score)) return '"score" must be a finite number';
  if (candidate !== undefined && !isText(candidate, maxId)) return '"candidate" must be an id';
  return isText(id, maxId) && isText(at, maxId) ? undefined : '"id" and "at" must be short texts';
}

function isText(value: unknown, maxLength: number): value is string {
  return typeof value === "string" && value.length <= maxLength;
}
