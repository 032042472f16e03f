/**
 * Compares runs by their records: at any concurrency, and resumed after any event.
 *
 * @module
 */
import assert from "node:assert/strict";
import { runRecords } from "../run/run_records.ts";
import type { Run } from "../run/run.ts";
import { readEventLog } from "../trainer/event_log.ts";
import { eventsOf } from "./toy_run.ts";

/** Options that vary in a comparison. */
export interface ComparedOptions {
  readonly concurrency?: number;
  readonly runDir?: string;
  readonly resume?: boolean;
}

/** Asserts that runs at different concurrency give equal records. */
export async function assertSameAtAnyConcurrency(
  start: (options: ComparedOptions) => Run,
): Promise<void> {
  const [one, ...others] = await Promise.all([1, 3, 8].map(async (concurrency) => {
    const run = start({ concurrency });
    const events = await eventsOf(run);
    await run.result; // rejects when the run failed
    return runRecords(events);
  }));
  for (const other of others) assert.deepEqual(other, one);
}

/** Asserts that a resumed run gives equal records, for logs cut after various events. */
export async function assertSameWhenResumed(
  start: (options: ComparedOptions) => Run,
  { cuts }: { readonly cuts: number },
): Promise<void> {
  const runDir = await Deno.makeTempDir({ prefix: "opto-conformance-" });
  const log = `${runDir}/events.jsonl`;
  try {
    await start({ runDir }).result;
    const expected = runRecords(readEventLog(log));
    const lines = (await Deno.readTextFile(log)).split("\n").slice(0, -1);
    for (let cut = 1; cut <= cuts; cut++) {
      const eventCount = Math.max(1, Math.floor(lines.length * cut / (cuts + 1)));
      await Deno.writeTextFile(log, lines.slice(0, eventCount).map((line) => `${line}\n`).join(""));
      await start({ runDir, resume: true }).result;
      assert.deepEqual(runRecords(readEventLog(log)), expected, `cut after event ${eventCount}`);
    }
  } finally {
    await Deno.remove(runDir, { recursive: true });
  }
}
