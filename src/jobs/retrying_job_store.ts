/**
 * A job store that never leaves an ended job as running: where its end cannot be written, it is shown from memory and
 * written as soon as the disk takes it.
 *
 * @module
 */
import { isFinal, type Job } from "./job.ts";
import type { Claim, JobOutcome, JobStore } from "./job_store.ts";

/** Pause between two tries to write. */
const pauseMs = 1000;

/** An end that is not on the disk yet. */
type Unsaved = JobOutcome & { readonly claim: Claim; readonly finishedAt: string };

/**
 * Makes the store over another one, which it disposes.
 *
 * @param store keeps the jobs
 * @param onError receives the error of an end that could not be written, once for each job
 */
export function retryingJobStore(store: JobStore, onError: (error: unknown) => void): JobStore {
  const unsaved = new Map<string, Unsaved>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function shown(job: Job): Job {
    const end = unsaved.get(job.id);
    if (end === undefined || isFinal(job.state)) return job;
    const { state, finishedAt, result = null, error = null } = end;
    return { ...job, state, finishedAt, result, error };
  }
  async function saveAll(): Promise<void> {
    for (const [id, { claim, ...end }] of unsaved) {
      try {
        await store.finish(claim, end);
        unsaved.delete(id);
      } catch {
        continue; // reported at the first failure; the store may refuse this end only
      }
    }
  }
  function saveLater(): void {
    if (isClosed) return;
    timer ??= setTimeout(async () => {
      await saveAll();
      timer = undefined;
      if (unsaved.size > 0) saveLater();
    }, pauseMs);
  }
  async function get(id: string, holder?: string): Promise<Job | undefined> {
    const job = await store.get(id, holder);
    return job && shown(job);
  }
  return {
    spending: store.spending,
    add: (job) => store.add(job),
    asked: (id) => store.asked(id),
    get,
    source: (id) => store.source(id),
    async withKey(key, holder) {
      const job = await store.withKey(key, holder);
      return job && shown(job);
    },
    list: async (page) => (await store.list(page)).map(shown),
    claim: (runnable) => store.claim(runnable),
    renew: (claim) => store.renew(claim),
    async finish(claim, outcome) {
      try {
        return await store.finish(claim, outcome);
      } catch (error) {
        onError(error);
        const { id } = claim.job;
        const finishedAt = new Date().toISOString();
        if (!unsaved.has(id)) unsaved.set(id, { ...outcome, claim, finishedAt });
        saveLater();
        return true;
      }
    },
    release: (claim) => store.release(claim),
    recover: () => store.recover(),
    cancel: (id) => unsaved.has(id) ? get(id) : store.cancel(id),
    async count() {
      const counts = { ...await store.count() };
      for (const [id, { state }] of unsaved) {
        const saved = await store.get(id);
        if (saved === undefined || isFinal(saved.state)) continue;
        counts[saved.state]--;
        counts[state]++;
      }
      return counts;
    },
    remove: (id) => store.remove(id),
    watch: (onChange) => store.watch(onChange),
    probe: () => store.probe(),
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(timer);
      await saveAll();
      await store[Symbol.asyncDispose]();
    },
  };
}
