/**
 * Which processes take which jobs, and the jobs that none of them takes: those say so while they wait.
 *
 * @module
 */
import type { JobError } from "../job.ts";
import type { Runnable } from "../job_store.ts";
import type { Database } from "../../database/database.ts";

/** A process among the others. Disposing it takes it away. */
export interface Presence extends AsyncDisposable {
  /** Says that the process lives, and looks for jobs that nobody takes. */
  beat(): Promise<void>;
}

/** Interval of the beats. */
const beatMs = 5_000;

/** Seconds without a beat after which a process is gone; a new job waits as long for one before it says so. */
const goneSeconds = 20;

const sql = {
  beat: `INSERT INTO opto.workers (id, tasks, sources) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
  leave: `DELETE FROM opto.workers WHERE id = $1
    OR seen_at < now() - interval '${goneSeconds} seconds'`,
  judge: `WITH judged AS (
      SELECT seq, EXISTS (SELECT FROM opto.workers
          WHERE (jobs.task = ANY (tasks) OR (jobs.task IS NULL AND sources))
          AND seen_at >= now() - interval '${goneSeconds} seconds') AS is_taken
      FROM opto.jobs WHERE state = 'queued'
        AND (error IS NOT NULL OR created_at < now() - interval '${goneSeconds} seconds')
    )
    UPDATE opto.jobs SET error = CASE WHEN is_taken THEN NULL ELSE $1 END
    FROM judged WHERE judged.seq = jobs.seq AND state = 'queued' AND (error IS NULL) = NOT is_taken`,
};

const nobody: JobError = {
  code: "no-worker",
  message: "The job waits: no worker takes jobs of its task",
  advice: "Start a worker with this task: work --database URL --task FILE.",
};

/** Enters a process. @param runnable the jobs that it takes; undefined: none @param onError receives errors of beats */
export function enter(
  database: Database,
  runnable: Runnable | undefined,
  onError: (error: unknown) => void,
): Presence {
  const id = crypto.randomUUID();
  async function beat(): Promise<void> {
    if (runnable !== undefined) {
      await database.query(sql.beat, [id, runnable.tasks, runnable.sources]);
    }
    await database.query(sql.judge, [JSON.stringify(nobody)]);
  }
  let last = beat().catch(onError);
  const timer = setInterval(() => last = beat().catch(onError), beatMs);
  return {
    beat,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await last;
      await database.query(sql.leave, [id]).catch(onError);
    },
  };
}
