/**
 * Starts a server of jobs: opens store and queue, and listens.
 *
 * @module
 */
import { messageOf } from "../message_of.ts";
import { UsageError } from "../errors.ts";
import { followTokenFile } from "./access/token_file.ts";
import { Tokens } from "./access/tokens.ts";
import { createApp } from "./app.ts";
import { parseOrigins } from "./cors.ts";
import { isLoopback } from "./foreign_sites.ts";
import type { Job } from "../jobs/job.ts";
import type { JobEvents } from "../jobs/job_events.ts";
import { jobsInDirectory } from "../jobs/jobs_in_directory.ts";
import { serveHttp } from "./http/serve_http.ts";
import { keepApplying, Retention, type RetentionLimits } from "../jobs/retention.ts";
import type { JobStore } from "../jobs/job_store.ts";
import { JobQueue, type RunJob } from "../jobs/job_queue.ts";
import type { ServerLimits } from "./limits.ts";
import type { Offer } from "../jobs/offer.ts";
import { Operations } from "./operations.ts";
import { watchedRuns } from "../jobs/watched_runs.ts";
import { sandboxPart } from "./sandbox_part.ts";

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
  requireTokens(hostname, { token, tokenFile });
  const needsToken = token !== undefined || tokenFile !== undefined;
  const cors = parseOrigins(options.cors ?? [], needsToken);
  const { offer, limits, version = "0", database } = options;
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
      : await (await import("../jobs/jobs_in_database.ts"))
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
    ...(jobs.isShared ? { runnable } : {}),
    concurrency,
  });
  const needed = [sandboxPart];
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
    const retention = new Retention({ keepDays, keepBytes, store, events, onRemove });
    stack.use(keepApplying(retention, onError));
  }
  stack.use(queue); // ends first: clients see that the server is not ready, and the last events of its jobs
  await queue.open();
  const opened = stack.move();
  const host = listener.addr.hostname.includes(":")
    ? `[${listener.addr.hostname}]`
    : listener.addr.hostname;
  return {
    url: `http://${host}:${listener.addr.port}/`,
    tasks: offer.tasks.map(({ name }) => name),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A token that the header of a request can carry. */
const sendableToken = /^[!-~]([ -~]*[!-~])?$/;

/** @throws {UsageError} for a token that nobody can send, and when other machines could connect without one that cannot be guessed */
function requireTokens(hostname: string, { token, tokenFile }: {
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
}): void {
  if (token !== undefined && !sendableToken.test(token)) {
    const received = token === "" ? "an empty one" : "one with other characters";
    throw new UsageError(
      `Cannot use this token: expected visible ASCII characters, which a header can carry, received ${received}`,
      {
        advice: "Set --token or OPTO_TOKEN to something like the output of: openssl rand -hex 16.",
      },
    );
  }
  const isWeak = token !== undefined && token.length < 16;
  if (isLoopback(hostname) || (!isWeak && (token ?? tokenFile) !== undefined)) return;
  throw new UsageError(
    `Cannot listen on "${hostname}" for other machines: received ${
      isWeak ? "a token of fewer than 16 characters" : "no token"
    }`,
    {
      advice: "Set --token or OPTO_TOKEN to at least 16 characters, name a file of tokens with " +
        "--tokens, or listen on 127.0.0.1.",
    },
  );
}

function listen(hostname: string, port: number): Deno.TcpListener {
  try {
    return Deno.listen({ hostname: hostname.replace(/^\[|\]$/g, ""), port });
  } catch (cause) {
    throw new UsageError(
      `Cannot listen on ${hostname}:${port}: ${messageOf(cause)}`,
      { cause, advice: "Choose another port with --port." },
    );
  }
}
