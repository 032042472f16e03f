/**
 * Batches in the memory of one process: the double of the database for tests of runs and workers in it.
 *
 * @module
 */
import type {
  BatchClaim,
  BatchNews,
  BatchQueue,
  BatchState,
  BatchWorker,
  CarriedOut,
  ClaimId,
  FinishedBatch,
  KnownRun,
  NewBatch,
  NextBatch,
  OfferedRun,
  Survey,
  SurveyOptions,
} from "../../src/spread/batch_queue.ts";
import { backoffMs, silentMs, staleMs } from "../../src/spread/batch_times.ts";

interface Seen<Value> {
  readonly value: Value;
  seenAt: number;
  refusal?: string;
}

interface Batch extends NewBatch {
  readonly run: string;
  readonly identity: string;
  state: BatchState;
  attempts: number;
  worker: string | undefined;
  readyAt: number;
  result: string;
}

/** Makes an empty queue. */
export function memoryBatchQueue(): BatchQueue {
  return new MemoryBatchQueue();
}

class MemoryBatchQueue implements BatchQueue {
  readonly #runs = new Map<string, Seen<OfferedRun>>();
  readonly #workers = new Map<string, Seen<BatchWorker>>();
  /** By run and number; oldest first. */
  readonly #batches = new Map<string, Batch>();
  readonly #listeners = new Map<string, Set<() => void>>();

  send({ id: run, identity }: OfferedRun, batches: readonly NewBatch[]): Promise<void> {
    for (const batch of batches) {
      this.#batches.set(`${run} ${batch.number}`, {
        ...batch,
        run,
        identity,
        state: "queued",
        attempts: 0,
        worker: undefined,
        readyAt: 0,
        result: "",
      });
    }
    this.#tell({ kind: "batches", identity });
    return Promise.resolve();
  }

  collect(run: string, settled: readonly number[]): Promise<readonly FinishedBatch[]> {
    for (const number of settled) this.#batches.delete(`${run} ${number}`);
    const done = this.#of(run).filter(({ state }) => state === "done");
    return Promise.resolve(done.map(({ number, result }) => ({ number, result })));
  }

  survey(run: OfferedRun, { leaseMs, maxAttempts }: SurveyOptions): Promise<Survey> {
    const now = performance.now();
    const known = this.#runs.get(run.id) ?? this.#add(run);
    known.seenAt = now;
    const isAlive = (id: string | undefined) =>
      id !== undefined && now - (this.#workers.get(id)?.seenAt ?? -Infinity) <= leaseMs;
    for (const batch of this.#of(run.id)) {
      if (batch.state !== "running" || isAlive(batch.worker)) continue;
      batch.state = batch.attempts >= maxAttempts ? "parked" : "queued";
      batch.readyAt = now + backoffMs(batch.attempts);
    }
    const live = [...this.#workers.values()].filter(({ value: { id, identity } }) =>
      isAlive(id) && identity === run.identity
    );
    return Promise.resolve({
      slots: live.reduce((sum, { value }) => sum + value.slots, 0),
      workers: live.length,
      ...(known.refusal === undefined ? {} : { refusal: known.refusal }),
      batches: new Map(
        this.#of(run.id).map(({ number, state, attempts }) => [number, { state, attempts }]),
      ),
    });
  }

  remove(run: string): Promise<void> {
    const now = performance.now();
    const isOver = (id: string) =>
      id === run || now - (this.#runs.get(id)?.seenAt ?? -Infinity) > staleMs;
    for (const id of this.#runs.keys()) if (isOver(id)) this.#runs.delete(id);
    for (const [key, batch] of this.#batches) if (isOver(batch.run)) this.#batches.delete(key);
    return Promise.resolve();
  }

  runs(): Promise<readonly KnownRun[]> {
    const now = performance.now();
    const live = [...this.#runs.values()].filter(({ seenAt }) => now - seenAt <= silentMs);
    return Promise.resolve(
      live.map(({ value: { id, task, identity } }) => ({ id, task, identity })),
    );
  }

  plan(run: string): Promise<string | undefined> {
    return Promise.resolve(this.#runs.get(run)?.value.plan);
  }

  refuse(run: string, reason: string): Promise<void> {
    const known = this.#runs.get(run);
    if (known !== undefined) known.refusal = reason;
    return Promise.resolve();
  }

  join(worker: BatchWorker): Promise<void> {
    this.#workers.set(worker.id, { value: worker, seenAt: performance.now() });
    return Promise.resolve();
  }

  beat(worker: string): Promise<void> {
    const known = this.#workers.get(worker);
    if (known !== undefined) known.seenAt = performance.now();
    return Promise.resolve();
  }

  leave(worker: string): Promise<void> {
    this.#workers.delete(worker);
    for (const batch of this.#batches.values()) {
      if (batch.worker !== worker || batch.state !== "running") continue;
      batch.state = "queued";
      batch.attempts--;
      this.#tell({ kind: "batches", identity: batch.identity });
    }
    return Promise.resolve();
  }

  claims(worker: string): Promise<readonly ClaimId[]> {
    const own = [...this.#batches.values()].filter((batch) =>
      batch.worker === worker && batch.state === "running"
    );
    return Promise.resolve(
      own.map(({ run, number, attempts }) => ({ run, number, fence: attempts })),
    );
  }

  giveBack(worker: string, claims: readonly ClaimId[]): Promise<void> {
    for (const { run, number, fence } of claims) {
      const batch = this.#batches.get(`${run} ${number}`);
      if (batch?.state !== "running" || batch.worker !== worker || batch.attempts !== fence) {
        continue;
      }
      Object.assign(batch, { state: "queued", readyAt: 0 });
      this.#tell({ kind: "batches", identity: batch.identity });
    }
    return Promise.resolve();
  }

  next({ id, identity }: BatchWorker, carriedOut?: CarriedOut): Promise<NextBatch> {
    const isKept = carriedOut !== undefined && this.#keep(id, carriedOut);
    const isKnown = this.#workers.has(id);
    const claim = isKnown ? this.#claim(id, identity) : undefined;
    return Promise.resolve({ isKept, isKnown, claim });
  }

  listen(news: BatchNews, onNews: () => void): Disposable {
    const topic = JSON.stringify(news);
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(onNews));
    return { [Symbol.dispose]: () => void listeners.delete(onNews) };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
    return Promise.resolve();
  }

  #add(run: OfferedRun): Seen<OfferedRun> {
    const added = { value: run, seenAt: performance.now() };
    this.#runs.set(run.id, added);
    this.#tell({ kind: "runs" });
    return added;
  }

  #of(run: string): readonly Batch[] {
    return [...this.#batches.values()].filter((batch) => batch.run === run);
  }

  #keep(worker: string, { claim, result }: CarriedOut): boolean {
    const batch = this.#batches.get(`${claim.run} ${claim.number}`);
    if (batch?.state !== "running" || batch.worker !== worker) return false;
    if (batch.attempts !== claim.fence) return false;
    Object.assign(batch, { state: "done", result });
    this.#tell({ kind: "results", run: claim.run });
    return true;
  }

  #claim(worker: string, identity: string): BatchClaim | undefined {
    const now = performance.now();
    const batch = [...this.#batches.values()].find((batch) =>
      batch.state === "queued" && batch.identity === identity && batch.readyAt <= now
    );
    if (batch === undefined) return undefined;
    const fence = ++batch.attempts;
    Object.assign(batch, { state: "running", worker });
    return { run: batch.run, number: batch.number, fence, content: batch.content };
  }

  #tell(news: BatchNews): void {
    for (const onNews of this.#listeners.get(JSON.stringify(news)) ?? []) onNews();
  }
}
