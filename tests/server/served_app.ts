/**
 * The endpoint with a real store, queue and logs, and a scripted run.
 *
 * @module
 */
import { join } from "node:path";
import { createHash } from "node:crypto";
import type { TokenLine } from "../../src/server/access/token_line.ts";
import { Tokens } from "../../src/server/access/tokens.ts";
import { type App, createApp } from "../../src/server/app.ts";
import type { Job } from "../../src/jobs/job.ts";
import { JobEvents } from "../../src/jobs/job_events.ts";
import { JobQueue, type RunJob } from "../../src/jobs/job_queue.ts";
import { type GivenLimits, serverLimits } from "../../src/server/limits.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import { sqliteJobStore } from "../../src/jobs/sqlite_job_store.ts";
import { watchedRuns } from "../../src/jobs/watched_runs.ts";
import { Operations } from "../../src/server/operations.ts";
import type { FinishedEvent, RunEvent } from "../../src/trainer/event.ts";
import { sampleRun } from "../support/sample_run.ts";
import { tempDir } from "../support/temp_dir.ts";

/** The endpoint under test. */
export interface ServedApp extends AsyncDisposable {
  readonly app: App;
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly events: JobEvents;
  readonly directory: string;
  readonly tokens: Tokens | undefined;
  /** Asks for a job and gives it. */
  ask(body: unknown): Promise<Job>;
  /** Waits until a job has a state. */
  until(id: string, state: Job["state"]): Promise<Job>;
}

/** Options of the endpoint and its scripted run. */
export interface Play {
  /** Waits before each event; rejects to break the run off. */
  readonly beforeEach?: (index: number, signal: AbortSignal) => Promise<void>;
  readonly token?: string;
  readonly holders?: readonly TokenLine[];
  /** Clock of the rates, in milliseconds. */
  readonly now?: () => number;
  readonly limits?: GivenLimits;
  readonly cors?: readonly string[];
  /** @default 1 */
  readonly concurrency?: number;
  readonly models?: readonly string[];
  /** Whether jobs may bring a source. */
  readonly sources?: boolean;
  /** A directory of an earlier server. */
  readonly directory?: string;
  readonly runJob?: RunJob;
  /** What the run writes. @default sampleRun() */
  readonly sampleRun?: readonly RunEvent[];
}

/** A registered task; its data must not leave the server. */
const pack = {
  name: "pack",
  description: "Packs bins",
  examples: { train: [{ input: 1, expected: "the secret" }] },
};

/** Serves the task `pack`, whose run writes the events of `sampleRun()`. */
export async function serveApp(play: Play = {}): Promise<ServedApp> {
  const directory = play.directory ?? await tempDir();
  const store = sqliteJobStore(join(directory, "jobs.sqlite"));
  const events = new JobEvents(join(directory, "runs"));
  const changed = new EventTarget();
  const runJob: RunJob = play.runJob ?? (async (job, { signal }) => {
    await Deno.mkdir(events.runDir(job.id), { recursive: true });
    for (const [index, event] of (play.sampleRun ?? sampleRun()).entries()) {
      if (signal.aborted) return await write(job, interrupted());
      await play.beforeEach?.(index, signal);
      await write(job, event);
      if (event.type === "finished") return event;
    }
    throw new Error("the sample run has no end");
  });
  async function write<E extends RunEvent>(job: Job, event: E): Promise<E> {
    await Deno.writeTextFile(events.logPath(job.id), `${JSON.stringify(event)}\n`, {
      append: true,
    });
    events.notify(job.id);
    return event;
  }
  const operations = new Operations();
  const { token, holders } = play;
  const tokens = token === undefined && holders === undefined ? undefined : new Tokens(token);
  tokens?.replace(holders ?? []);
  const queue = new JobQueue({
    store,
    runJob: watchedRuns(runJob, {
      events,
      onEvent: (job, event) => operations.see(job, event),
      onError: (error) => {
        throw error;
      },
    }),
    ...(play.concurrency === undefined ? {} : { concurrency: play.concurrency }),
    onChange: (id) => {
      events.notify(id);
      changed.dispatchEvent(new Event("change"));
    },
    onError: (error) => {
      throw error;
    },
  });
  const app = createApp({
    store,
    queue,
    events,
    operations,
    tasks: [pack],
    ...(play.models === undefined ? {} : { models: play.models }),
    tokens,
    sources: play.sources,
    ...(play.now === undefined ? {} : { now: play.now }),
    ...(play.cors === undefined ? {} : { cors: play.cors }),
    limits: serverLimits(play.limits),
  });
  await queue.open();
  return {
    app,
    store,
    queue,
    events,
    directory,
    tokens,
    async ask(body) {
      const response = await app.request("/v1/jobs", jsonPost(body));
      if (response.status !== 202) throw new Error(await response.text());
      return await response.json();
    },
    async until(id, state) {
      while (true) {
        const change = new Promise((resolve) =>
          changed.addEventListener("change", resolve, { once: true })
        );
        const job = await store.get(id);
        if (job?.state === state) return job;
        await change;
      }
    },
    async [Symbol.asyncDispose]() {
      await queue[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      operations[Symbol.dispose]();
    },
  };
}

/** The line of a holder whose token is `token of ID`. */
export function holderLine(
  id: string,
  scopes: TokenLine["scopes"],
  limits: TokenLine["limits"] = {},
): TokenLine {
  const sha256 = createHash("sha256").update(`token of ${id}`).digest("hex");
  return { id, sha256, scopes, limits };
}

/** The header of a holder. */
export function tokenOf(id: string): Record<string, string> {
  return { authorization: `Bearer token of ${id}` };
}

/** A request with a JSON body. */
export function jsonPost(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** One server-sent event. */
export interface SseEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Reads a stream of server-sent events to its end, or to `count` of them. */
export async function readSse(response: Response, count = Infinity): Promise<SseEvent[]> {
  const events: SseEvent[] = [];
  let rest = "";
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) =>
        block.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = field("data");
      if (data === undefined) continue;
      events.push({ id: field("id"), event: field("event") ?? "", data: JSON.parse(data) });
      if (events.length >= count) return events;
    }
  }
  return events;
}

function interrupted(): FinishedEvent {
  const last = sampleRun().at(-1);
  if (last?.type !== "finished") throw new Error("the sample run has no end");
  return { ...last, stopReason: "interrupted" };
}

/** A directory in which an earlier server left a job in mid-run, with these events. */
export async function interruptedJob(events: readonly RunEvent[]): Promise<string> {
  const isWritten = Promise.withResolvers<void>();
  await using served = await serveApp({
    sampleRun: [...events, ...events.slice(-1)],
    beforeEach: (index, signal) => {
      if (index < events.length) return Promise.resolve();
      isWritten.resolve();
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason))
      );
    },
  });
  await served.ask({ task: "pack" });
  await isWritten.promise;
  return served.directory;
}
