/**
 * Starts a server of jobs: opens store and queue, and listens.
 *
 * @module
 */
import { requireTokens } from "./access/require_tokens.ts";
import { followTokenFile } from "./access/token_file.ts";
import { Tokens } from "./access/tokens.ts";
import { createApp } from "./app.ts";
import { parseOrigins } from "./cors.ts";
import { bookJob } from "../jobs/book_spending.ts";
import type { Job } from "../jobs/job.ts";
import type { JobEvents } from "../jobs/job_events.ts";
import { jobsInDirectory } from "../jobs/jobs_in_directory.ts";
import { serveHttp } from "./http/serve_http.ts";
import { keepApplying, Retention, type RetentionLimits } from "../jobs/retention.ts";
import type { JobStore } from "../jobs/job_store.ts";
import { listen, urlOf } from "./listen.ts";
import { JobQueue, type RunJob } from "../jobs/job_queue.ts";
import type { ServerLimits } from "./limits.ts";
import type { Offer } from "../jobs/offer.ts";
import { Operations } from "./operations.ts";
import { watchedRuns } from "../jobs/watched_runs.ts";
import type { NeededPart } from "./readiness.ts";

/** Address, data and runner of a server of jobs. */
export interface JobServerOptions {
  readonly offer: Offer;
  /** Makes the runner of jobs over their event logs. */
  readonly makeRunJob: (events: JobEvents, store: JobStore) => RunJob;
  /** Directory of jobs and runs; used by one server at a time. */
  readonly dataDir: string;
  /** URL of the database that holds the jobs, also for other servers and workers. @default a file in `dataDir` does */
  readonly database?: string | undefined;
  readonly hostname: string;
  /** 0 selects any free port. */
  readonly port: number;
  /** Of the operator. */
  readonly token?: string | undefined;
  /** Path of a file with the tokens of holders. */
  readonly tokens?: string | undefined;
  /** Origins whose scripts may use the endpoint, or `*` together with a token. @default [] */
  readonly cors?: readonly string[] | undefined;
  /** Jobs at the same time; 0 leaves them to workers. @default 1 */
  readonly concurrency?: number | undefined;
  readonly limits: ServerLimits;
  /** Parts besides store and events that a job needs. @default [] */
  readonly needed?: readonly NeededPart[];
  /** How long ended jobs are kept. @default for ever */
  readonly retention?: RetentionLimits | undefined;
  /** Version in the OpenAPI document. */
  readonly version?: string | undefined;
  /** Called with each job whose state has changed. */
  readonly onJob?: ((job: Job) => void) | undefined;
  /** Called with each job that the retention has removed. */
  readonly onRemove?: ((job: Job) => void) | undefined;
  /** Receives errors of the store and of requests answered with status 500. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** A listening server. Disposing it saves running jobs, which the next server continues. */
export interface Server extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:8787/`. */
  readonly url: string;
  /** Names of the tasks that it offers. */
  readonly tasks: readonly string[];
}

/**
 * Starts a server of jobs.
 *
 * @throws {UsageError} when it would listen beyond this machine without a token, open itself to every origin without
 * one, or cannot use the directory or port
 */
export async function startJobServer(options: JobServerOptions): Promise<Server> {
  const { hostname, port, token, tokens: tokenFile, dataDir, onError = () => {} } = options;
  requireTokens(hostname, { token, tokenFile, advice: tokenAdvice });
  const needsToken = token !== undefined || tokenFile !== undefined;
  const cors = parseOrigins(options.cors ?? [], needsToken);
  const { offer, limits, needed = [], version = "0", database } = options;
  await using stack = new AsyncDisposableStack();
  const tokens = needsToken ? new Tokens(token) : undefined;
  if (tokens !== undefined && tokenFile !== undefined) {
    stack.use(await followTokenFile(tokens, { path: tokenFile, onError }));
  }
  const { concurrency = 1 } = options;
  const runnable = {
    tasks: offer.tasks.map(({ name }) => name),
    sources: offer.sources ?? false,
  };
  const jobs = stack.use(
    database === undefined
      ? await jobsInDirectory(dataDir, onError)
      : await (await import("../jobs/postgres/jobs_in_database.ts"))
        .jobsInDatabase(database, {
          dataDir,
          runnable: concurrency === 0 ? undefined : runnable,
          program: "opto serve",
          onError,
        }),
  );
  const { store, events } = jobs;
  const operations = stack.use(new Operations());
  const watched = watchedRuns(options.makeRunJob(jobs.runs, store), {
    events: jobs.runs,
    onEvent: (job, event) => operations.see(job, event),
    onError,
  });
  const queue = new JobQueue({
    store,
    runJob: jobs.carriedOut(watched),
    onChange: (id) => {
      events.notify(id);
      store.get(id).then((job) => job && options.onJob?.(job), onError);
    },
    onNews: (id) => events.notify(id),
    onError,
    ...(jobs.isShared ? { runnable, probe: () => jobs.runs.probe() } : {}),
    concurrency,
  });
  const parts = { store, queue, events, operations, needed };
  const app = createApp({ ...parts, ...offer, tokens, cors, limits, version, onError });
  const listener = listen(hostname, port);
  stack.use(
    serveHttp(listener, {
      fetch: (request, client) => app.fetch(request, client),
      limits,
      onError,
    }),
  );
  stack.defer(() => events.close()); // open streams would keep their connections
  const { keepDays, keepBytes } = options.retention ?? {};
  if (keepDays !== undefined || keepBytes !== undefined) {
    const onRemove = options.onRemove ?? (() => {});
    const beforeRemove = (job: Job) => bookJob({ store, events }, job);
    const limits = { keepDays, keepBytes };
    const retention = new Retention({ ...limits, store, events, beforeRemove, onRemove });
    stack.use(keepApplying(retention, onError));
  }
  stack.use(queue); // ends first: clients see that the server is not ready, and the last events of its jobs
  await queue.open();
  const opened = stack.move();
  return {
    url: urlOf(listener),
    tasks: offer.tasks.map(({ name }) => name),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const tokenAdvice = "Set --token or OPTO_TOKEN to at least 16 characters, name a file of tokens " +
  "with --tokens, or listen on 127.0.0.1.";
