/**
 * `serve`: starts a server for optimization jobs, with a web page.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { type Command, defineCommand } from "../command.ts";
import { databaseOption, databaseUrl, passwordOf } from "../database_option.ts";
import { jobMeans, jobOptions } from "../job_options.ts";
import { onInterrupt, unlessInterrupted } from "../interrupt.ts";
import { missingLimitsText } from "../missing_limits_text.ts";
import { logOf, logOption } from "../serve_log.ts";
import { lines } from "../terminal_text.ts";

const details = `Jobs are kept in the data directory. After a restart, running jobs are resumed.
Without a token, only programs on this machine can use the server. OPTO_TOKEN keeps the token out
of the list of processes. A job may use a model only when --model offers it; its calls cost money.
With --database, jobs are kept in PostgreSQL, and \`work\` carries them out on any number of machines.`;

/** Serves until it is interrupted. */
export const serveCommand: Command = defineCommand({
  usage: "",
  words: [0, 0],
  details,
  options: {
    ...jobOptions,
    port: { kind: "integer", value: "N", help: "Port; 0 for any free port", default: "8787" },
    host: { kind: "string", value: "ADDRESS", help: "Address to listen on", default: "127.0.0.1" },
    token: {
      kind: "string",
      value: "T",
      help: "Token of the operator, who may do everything; or set OPTO_TOKEN",
    },
    tokens: {
      kind: "string",
      value: "FILE",
      help: "Tokens of others, as token create writes them; read again when it changes",
    },
    cors: {
      kind: "list",
      value: "ORIGIN",
      help: "Origin whose pages may use the server from a browser; may be repeated",
    },
    data: { kind: "string", value: "DIR", help: "Data directory", default: "opto-data" },
    "keep-days": {
      kind: "number",
      value: "N",
      help: "Days for which ended jobs are kept",
      default: "for ever",
    },
    "keep-bytes": {
      kind: "integer",
      value: "N",
      help: "Bytes of ended jobs' runs that are kept; the oldest go first",
      default: "all",
    },
    database: databaseOption,
    concurrency: {
      kind: "integer",
      value: "N",
      min: 0,
      help: "Jobs at the same time; 0 leaves them to workers",
      default: "1",
    },
    "max-queued": limit("N", "Jobs that may wait", "100"),
    "max-job-concurrency": limit("N", "Evaluations at the same time in one job", "cores"),
    "max-connections": limit(
      "N",
      "Connections at the same time; by default at most half of the descriptors",
      "512",
    ),
    "max-streams": limit("N", "Event streams at the same time", "256"),
    "max-job-streams": limit("N", "Event streams of one job at the same time", "64"),
    "max-body": limit("BYTES", "Size of a request's body, besides a source", "65536"),
    "max-source": limit("BYTES", "Size of the source that a job brings", "1048576"),
    "max-task-memory": limit("MB", "Heap of a task that a job brings", "256"),
    "max-task-time": limit("MS", "Processor time of one evaluation in such a task", "10000"),
    log: logOption,
  },
  async run({ options }, { terminal, env, isVerbose }) {
    const means = await jobMeans("serve", options, env);
    const database = databaseUrl(options.database, env);
    if (options.concurrency === 0 && database === undefined) {
      throw new UsageError("Cannot serve with --concurrency 0: nobody else would run the jobs", {
        advice: "Name the database of the workers with --database, or leave --concurrency out.",
      });
    }
    const { startServer } = await import("../../server/serve.ts");
    const { version } = await import("../../run/version.ts");
    const stopping = new AbortController();
    const stopped = Promise.withResolvers<void>();
    using _interrupts = onInterrupt(() => {
      stopping.abort();
      stopped.resolve();
    });
    const token = options.token ?? env("OPTO_TOKEN");
    const secrets = [token, env("OPENAI_API_KEY"), passwordOf(database)]
      .filter((secret) => secret !== undefined);
    const log = logOf(options.log ?? "text", {
      terminal,
      secrets,
      hasToken: (token ?? options.tokens) !== undefined,
      isShared: database !== undefined,
      isVerbose,
    });
    const starting = startServer({
      ...means,
      dataDir: options.data ?? "opto-data",
      signal: stopping.signal,
      database,
      hostname: options.host,
      port: options.port,
      token,
      tokens: options.tokens,
      cors: options.cors,
      version,
      concurrency: options.concurrency,
      retention: { keepDays: options["keep-days"], keepBytes: options["keep-bytes"] },
      limits: {
        maxQueued: options["max-queued"],
        maxJobConcurrency: options["max-job-concurrency"],
        maxConnections: options["max-connections"],
        maxStreams: options["max-streams"],
        maxJobStreams: options["max-job-streams"],
        maxBodyBytes: options["max-body"],
        maxSourceBytes: options["max-source"],
        maxTaskMemoryMb: options["max-task-memory"],
        maxTaskProcessorMs: options["max-task-time"],
      },
      onJob: (job) => log.job(job),
      onRemove: (job) => log.removed(job),
      onOutput: (job, line) => log.output(job, line),
      onError: (error) => log.error(error),
    });
    await using server = await unlessInterrupted(starting, stopping.signal);
    if (server === undefined) return 130;
    const own = means.allowSource ? ["those that jobs bring"] : [];
    log.listening({ url: server.url, tasks: [...server.tasks, ...own] });
    const { enforcementHere } = await import("../../code/child/enforcement.ts");
    const warning = missingLimitsText((await enforcementHere()).missing);
    if (warning !== undefined) terminal.err(lines([warning]));
    await stopped.promise;
    log.stopping();
    await server[Symbol.asyncDispose]();
    log.stopped();
    return 0;
  },
});

/** An option that limits what clients may use. */
function limit(value: string, help: string, byDefault: string) {
  return { kind: "integer", value, min: 1, help, default: byDefault } as const;
}
