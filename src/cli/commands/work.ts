/**
 * `work`: carries out the jobs of servers that share a database, and evaluates for runs on other machines.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { WorkerOptions } from "../../jobs/postgres/start_worker.ts";
import type { ServeMetricsOptions } from "../../server/metrics/serve_metrics.ts";
import { temporaryFolder } from "../../temporary_folder.ts";
import { type Command, defineCommand } from "../command.ts";
import { databaseOption, databaseUrl, passwordOf } from "../database_option.ts";
import { jobMeans, jobOptions } from "../job_options.ts";
import { onInterrupt, unlessInterrupted } from "../interrupt.ts";
import { missingLimitsText } from "../missing_limits_text.ts";
import { logOf, logOption } from "../serve_log.ts";
import { lines } from "../terminal_text.ts";

const details =
  `Start it on as many machines as you like. A worker takes the jobs of its tasks only, and evaluates
for runs of "optimize --database" whose task, examples and versions are its own. With --allow-source
it does so for tasks that jobs and "optimize --untrusted" bring, without permissions. OPTO_DATABASE keeps
the password out of the list of processes. When a worker ends, another one continues its jobs; when
the database is away, its jobs go on, and their results are saved when it is back.`;

/** Works until it is interrupted. */
export const workCommand: Command = defineCommand({
  usage: "",
  words: [0, 0],
  details,
  options: {
    database: databaseOption,
    ...jobOptions,
    concurrency: {
      kind: "integer",
      value: "N",
      min: 1,
      help: "Jobs at the same time",
      default: "1",
    },
    "max-job-concurrency": {
      kind: "integer",
      value: "N",
      min: 1,
      help:
        "Evaluations at the same time in one job; a job with more than cores is spread over all workers",
      default: "cores",
    },
    data: {
      kind: "string",
      value: "DIR",
      help: "Directory of the runs, for this worker alone",
      default: "a temporary one",
    },
    "metrics-port": {
      kind: "integer",
      value: "N",
      min: 0,
      help: "Serve the metrics of this worker's runs on this port; 0 for any free port",
      default: "none are served",
    },
    "metrics-host": {
      kind: "string",
      value: "ADDRESS",
      help: "Address of the metrics; another than this machine's needs OPTO_TOKEN",
      default: "127.0.0.1",
    },
    log: logOption,
  },
  async run({ options }, { terminal, env, isVerbose }) {
    const database = databaseUrl(options.database, env);
    if (database === undefined) {
      throw new UsageError("Cannot work: received no database", {
        advice: "Name the database of the server with --database or OPTO_DATABASE.",
      });
    }
    const means = await jobMeans("work", options, env);
    const { enforcementHere } = await import("../../code/child/enforcement.ts");
    const warning = missingLimitsText((await enforcementHere()).missing);
    if (warning !== undefined) terminal.err(lines([warning]));
    const { startWorker } = await import("../../jobs/postgres/start_worker.ts");
    const stopping = new AbortController();
    const stopped = Promise.withResolvers<void>();
    using _interrupts = onInterrupt(() => {
      stopping.abort();
      stopped.resolve();
    });
    await using stack = new AsyncDisposableStack();
    const dataDir = options.data ?? stack.use(await temporaryFolder("opto-work-")).path;
    const token = env("OPTO_TOKEN");
    const secrets = [token, env("OPENAI_API_KEY"), passwordOf(database)]
      .filter((secret) => secret !== undefined);
    const shown = { hasToken: token !== undefined, isShared: true, isVerbose };
    const log = logOf(options.log ?? "text", { terminal, secrets, ...shown });
    const onError = (error: unknown) => log.error(error);
    const { "metrics-port": port, "metrics-host": hostname = "127.0.0.1" } = options;
    const metrics = port === undefined
      ? undefined
      : stack.use(await openMetrics({ hostname, port, token, onError }));
    const starting = startWorker({
      ...means,
      signal: stopping.signal,
      database,
      dataDir,
      concurrency: options.concurrency ?? 1,
      maxJobConcurrency: options["max-job-concurrency"] ?? navigator.hardwareConcurrency,
      onEvent: metrics?.onEvent,
      onJob: (job) => log.job(job),
      onOutput: (job, line) => log.output(job, line),
      onNote: (note) => log.note(note),
      onError,
    });
    const worker = stack.use(await unlessInterrupted(starting, stopping.signal));
    if (worker === undefined) return 130;
    const own = means.allowSource ? ["those that jobs bring"] : [];
    log.working({ tasks: [...worker.tasks, ...own], metrics: metrics?.url });
    await stopped.promise;
    log.stopping();
    await stack.disposeAsync();
    log.stopped();
    return 0;
  },
});

/** Serves metrics of the runs whose events it is given. */
async function openMetrics(options: Omit<ServeMetricsOptions, "operations">): Promise<
  & AsyncDisposable
  & { readonly url: string; readonly onEvent: NonNullable<WorkerOptions["onEvent"]> }
> {
  const [{ Operations }, { serveMetrics }] = await Promise.all([
    import("../../server/operations.ts"),
    import("../../server/metrics/serve_metrics.ts"),
  ]);
  await using stack = new AsyncDisposableStack();
  const operations = stack.use(new Operations());
  const { url } = stack.use(serveMetrics({ ...options, operations }));
  const parts = stack.move();
  return {
    url: `${url}metrics`,
    onEvent: (job, event) => operations.see(job, event),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
