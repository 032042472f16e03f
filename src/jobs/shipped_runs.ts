/**
 * Runs jobs in a directory of this machine and sends their event logs to the database while they run. A job that another
 * worker began goes on from its log there.
 *
 * @module
 */
import { dirname } from "@std/path";
import type { FinishedEvent } from "../trainer/event.ts";
import { appendNote, readNotes } from "../run/notes_file.ts";
import { GrowingPause, waitUnlessAborted } from "../growing_pause.ts";
import { joinedBytes } from "../joined_bytes.ts";
import type { JobEvents } from "./job_events.ts";
import type { RunJob } from "./job_queue.ts";
import type { Claim } from "./job_store.ts";
import { bookUncertainCalls } from "./uncertain_calls.ts";
import type { DatabaseLogs } from "./postgres/database_logs.ts";

/** Logs of runs. */
export interface ShippedRunsOptions {
  /** The runs of this process. */
  readonly runs: JobEvents;
  /** Where all machines read them. */
  readonly logs: DatabaseLogs;
  /** Receives errors of the database, which is asked again. */
  readonly onError: (error: unknown) => void;
}

/** Shortest and longest pause before the database is asked again. */
const pauses = { firstMs: 250, mostMs: 10_000 };

/** Time for which a process that closes asks a database that is away. */
const closingMs = 5_000;

/** The same runs. One that has ended has all of its events in the database, and leaves no directory behind. */
export function shippedRuns(runJob: RunJob, options: ShippedRunsOptions): RunJob {
  const { runs, logs } = options;
  return async (job, context) => {
    const { signal, claim } = context;
    const path = runs.logPath(job.id);
    const { onError } = options;
    const after = await persistent(() => restoreLog(path, job.id, logs), { signal, onError });
    if (after > 0) bookUncertainCalls(path);
    const taking = takeNotes(job.id, options);
    const lost = new AbortController();
    let hasEnded = false;
    const shipping = ship(claim, after, {
      ...options,
      signal,
      isOver: () => Promise.resolve(hasEnded),
    });
    shipping.then((isHeld) => isHeld || lost.abort(new Error("The job is another worker's")))
      .catch(() => {}); // awaited below
    let finished: FinishedEvent;
    try {
      finished = await runJob(job, {
        ...context,
        signal: AbortSignal.any([signal, lost.signal]),
      });
    } finally {
      hasEnded = true;
      await taking.stop();
      runs.notify(job.id);
      await shipping;
    }
    await Deno.remove(dirname(path), { recursive: true }).catch(options.onError);
    return finished;
  };
}

/** Time between two looks for feedback of persons. */
const notesMs = 2_000;

/** Copies the feedback of persons from the database to the run's directory, until it is stopped. */
function takeNotes(
  id: string,
  { runs, logs, onError }: ShippedRunsOptions,
): { stop(): Promise<void> } {
  const runDir = runs.runDir(id);
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
      await waitUnlessAborted(notesMs, stopped.signal);
    }
  })();
  return {
    stop() {
      stopped.abort();
      return work;
    },
  };
}

/**
 * Makes a log on this machine go on where the one in the database ends. Lines that this machine has besides are kept: it
 * was the last to write, and had no time to send them.
 *
 * @returns the number of lines in the database
 */
async function restoreLog(path: string, id: string, logs: DatabaseLogs): Promise<number> {
  await Deno.mkdir(dirname(path), { recursive: true });
  using file = await Deno.open(path, { create: true, read: true, write: true });
  let position = { number: 0, offset: 0 };
  let isSame = true;
  for (let size = 0;;) {
    const { lines, ...next } = await logs.next(id, position, 0);
    if (lines.length === 0) return position.number;
    const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
    if (isSame && !await holds(file, size, bytes)) {
      await file.truncate(size);
      isSame = false;
    }
    if (!isSame) await write(file, size, bytes);
    size += bytes.length;
    position = next;
  }
}

/** Whether a file has these bytes at a place. */
async function holds(file: Deno.FsFile, place: number, bytes: Uint8Array): Promise<boolean> {
  await file.seek(place, Deno.SeekMode.Start);
  const read: Uint8Array[] = [];
  for (let left = bytes.length; left > 0;) {
    const part = new Uint8Array(left);
    const count = await file.read(part);
    if (count === null) return false;
    read.push(part.subarray(0, count));
    left -= count;
  }
  return joinedBytes(read).every((byte, i) => byte === bytes[i]);
}

async function write(file: Deno.FsFile, place: number, bytes: Uint8Array): Promise<void> {
  await file.seek(place, Deno.SeekMode.Start);
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}

/** Sends the lines of a log in order until the run is over and all are sent; false when the claim was lost. */
async function ship(
  claim: Claim,
  after: number,
  { runs, logs, onError, signal, isOver }: ShippedRunsOptions & {
    readonly signal: AbortSignal;
    readonly isOver: () => Promise<boolean>;
  },
): Promise<boolean> {
  let sent = after;
  for (let isWhole = false; !isWhole;) {
    isWhole = true;
    for await (const part of runs.follow(claim.job.id, { after: sent, isOver })) {
      const lines = part.map(({ line }) => line);
      const append = () => logs.append(claim, sent + 1, lines);
      const known = await persistent(append, { signal, onError });
      if (known === undefined) return false;
      isWhole = known >= sent;
      sent = isWhole ? sent + lines.length : known;
      if (!isWhole) break; // the database has lost lines: once more from there
    }
  }
  return true;
}

/**
 * Tries until the database is back, and some seconds longer when the signal is aborted.
 *
 * @throws what the last try threw, or what no other try would mend
 */
async function persistent<T>(
  act: () => Promise<T>,
  { signal, onError }: {
    readonly signal: AbortSignal;
    readonly onError: (error: unknown) => void;
  },
): Promise<T> {
  let abortedAt: number | undefined;
  const pause = new GrowingPause(pauses);
  for (let tries = 0;; tries++) {
    try {
      return await act();
    } catch (error) {
      if (isRefusal(error)) throw error;
      if (tries === 0) onError(error);
      if (signal.aborted) abortedAt ??= Date.now();
      if (abortedAt !== undefined && Date.now() - abortedAt > closingMs) throw error;
    }
    await (signal.aborted
      ? new Promise((resolve) => setTimeout(resolve, pauses.firstMs))
      : waitUnlessAborted(pause.next(), signal));
  }
}

/** Whether no other try would help: the database has refused the data (classes 22 and 23), or holds what no log does. */
function isRefusal(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && /^2[23]...$/.test(String(at.code))) return true;
  }
  return false;
}
