/**
 * The client of the HTTP endpoint: one method a route.
 *
 * @module
 */
import type { BestCandidate, Job, JobRequest } from "../jobs/job.ts";
import type { HolderSpending } from "../jobs/spending.ts";
import type { Offer } from "../jobs/offer.ts";
import type { RunEvent } from "../trainer/event.ts";
import type { Note, PersonFeedback } from "../trainer/note.ts";
import { anySignal, connect, type ConnectionOptions } from "./connection.ts";
import { type EventsOptions, followJob, type ReconnectOptions } from "./follow_job.ts";

/** How to reach an endpoint, and how long to try. */
export interface ClientOptions extends ConnectionOptions, ReconnectOptions {}

/** A page of jobs. */
export interface JobsOptions {
  /** Most jobs in the page, 1 to 200. @default 50 */
  readonly limit?: number | undefined;
  /** The last id of the page before. @default the page starts at the newest job */
  readonly before?: string | undefined;
}

/** How to create a job. */
export interface CreateJobOptions {
  /** Sent as `Idempotency-Key`: a second request with this key and body gives the same job. @default the job is a new one */
  readonly idempotencyKey?: string | undefined;
}

/** A client of one endpoint. Every method throws `EndpointError` when its request is refused. */
export interface OptoClient {
  /** The tasks and models that a job may name. */
  tasks(): Promise<Offer>;
  /** What the holder's jobs have spent, and what is left. */
  spending(): Promise<HolderSpending>;
  /** Creates a job; it is queued, and saved on the server's disk. With a key, a request whose answer was lost may be sent again. */
  createJob(request: JobRequest, options?: CreateJobOptions): Promise<Job>;
  /** A page of jobs, newest first. */
  jobs(page?: JobsOptions): Promise<readonly Job[]>;
  /** All jobs, newest first, page by page. */
  allJobs(): AsyncGenerator<Job, void, void>;
  /** One job as it stands. */
  job(id: string): Promise<Job>;
  /**
   * The events of the job's run from its first one, as they come, as `optimize()` gives them; the generator returns the
   * job once it has ended. A broken connection is replaced by one that resumes after the last event.
   */
  events(id: string, options?: EventsOptions): AsyncGenerator<RunEvent, Job, void>;
  /** Cancels a job; a running one stops soon, and what it has is kept. */
  cancel(id: string): Promise<Job>;
  /** Gives a person's feedback, which the run has from its next step on. */
  addFeedback(id: string, feedback: PersonFeedback): Promise<Note>;
  /** The best candidate so far. */
  best(id: string): Promise<BestCandidate>;
  /** The report of the run, an HTML page. */
  report(id: string): Promise<string>;
  /** Waits until a job is done, failed or cancelled. A failed job is returned, not thrown. */
  wait(id: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Job>;
  /** Whether the server answers. */
  health(): Promise<{ readonly status: "ok" }>;
  /** Whether the server accepts jobs; an error with status 503 says why not. */
  readiness(): Promise<{ readonly status: "ready" }>;
  /** Metrics in the text format of Prometheus; they need the scope `admin`. */
  metrics(): Promise<string>;
  /** The OpenAPI document of the endpoint. */
  apiDocument(): Promise<Readonly<Record<string, unknown>>>;
}

/**
 * A client of the endpoint at an address. It asks nothing before its first method is called.
 *
 * @throws {TypeError} when the address is no URL
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createClient } from "@opto/opto/client";
 *
 * const client = createClient("http://127.0.0.1:8787", {
 *   fetch: () => Promise.resolve(Response.json({ tasks: [{ name: "pack" }], models: [] })),
 * });
 * assertEquals((await client.tasks()).tasks, [{ name: "pack" }]);
 * ```
 */
export function createClient(url: string | URL, options: ClientOptions = {}): OptoClient {
  const send = connect(url, options);
  const pathOf = (id: string) => `v1/jobs/${encodeURIComponent(id)}`;
  // as: the server's schemas, which the compiler compares with these types, decide what it answers
  const json = async <T>(answer: Promise<Response>) => await (await answer).json() as T;
  function events(id: string, own: EventsOptions = {}): AsyncGenerator<RunEvent, Job, void> {
    const signal = anySignal([options.signal, own.signal]);
    return followJob(send, id, { ...options, ...own, signal });
  }
  async function jobs({ limit, before }: JobsOptions = {}): Promise<readonly Job[]> {
    return (await json<{ jobs: Job[] }>(send("v1/jobs", { query: { limit, before } }))).jobs;
  }
  return {
    tasks: () => json(send("v1/tasks")),
    spending: () => json(send("v1/spending")),
    createJob: (request, { idempotencyKey: key } = {}) =>
      json(send("v1/jobs", {
        method: "POST",
        body: request,
        headers: key === undefined ? {} : { "idempotency-key": quoted(key) },
      })),
    jobs,
    async *allJobs() {
      for (let page = await jobs(); page.length > 0;) {
        yield* page;
        page = await jobs({ before: page.at(-1)?.id });
      }
    },
    job: (id) => json(send(pathOf(id))),
    events,
    cancel: (id) => json(send(pathOf(id), { method: "DELETE" })),
    addFeedback: (id, body) => json(send(`${pathOf(id)}/feedback`, { method: "POST", body })),
    best: (id) => json(send(`${pathOf(id)}/best`)),
    report: async (id) => await (await send(`${pathOf(id)}/report`)).text(),
    async wait(id, { signal } = {}) {
      const stream = events(id, { types: ["finished"], signal });
      while (true) {
        const { done, value } = await stream.next();
        if (done) return value;
      }
    },
    health: () => json(send("healthz", { isRetried: false })),
    readiness: () => json(send("readyz", { isRetried: false })),
    metrics: async () => await (await send("metrics")).text(),
    apiDocument: () => json(send("openapi.json")),
  };
}

/** A string of structured fields (RFC 9651). */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
