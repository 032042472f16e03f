/**
 * `serve`: starts a server for optimization jobs, with a web page.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { plainText } from "../../printable.ts";
import { scoreTexts } from "../../run/score_text.ts";
import type { Job } from "../../jobs/job.ts";
import { openModel } from "../../model/open_model.ts";
import { type Command, defineCommand } from "../command.ts";
import { onInterrupt } from "../interrupt.ts";
import { errorText } from "../error_text.ts";
import { missingLimitsText } from "../missing_limits_text.ts";
import { TaskOutput } from "../task_output.ts";
import { bold, cyan, dim, lines, styled } from "../terminal_text.ts";

const details = `Jobs are kept in the data directory. After a restart, running jobs are resumed.
Without a token, only programs on this machine can use the server. OPTO_TOKEN keeps the token out
of the list of processes. A job may use a model only when --model offers it; its calls cost money.`;

/** Serves until it is interrupted. */
export const serveCommand: Command = defineCommand({
  usage: "",
  words: [0, 0],
  details,
  options: {
    task: { kind: "list", value: "FILE", help: "Task that jobs may use; may be repeated" },
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
    concurrency: {
      kind: "integer",
      value: "N",
      min: 1,
      help: "Jobs at the same time",
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
    model: { kind: "list", value: "NAME", help: "Model that jobs may use; may be repeated" },
    "base-url": {
      kind: "string",
      value: "URL",
      help: "URL of the model server; or set OPENAI_BASE_URL",
    },
  },
  async run({ options }, { terminal, env, isVerbose }) {
    if (options.task.length === 0) {
      throw new UsageError("Cannot serve: received no task", {
        advice: "Write: serve --task examples/quickstart.ts.",
      });
    }
    const { enforcementHere } = await import("../../code/child/enforcement.ts");
    const warning = missingLimitsText((await enforcementHere()).missing);
    if (warning !== undefined) terminal.err(lines([warning]));
    const where = {
      baseUrl: options["base-url"] ?? env("OPENAI_BASE_URL"),
      apiKey: env("OPENAI_API_KEY"),
      env,
    };
    for (const name of options.model) await openModel(name, where); // throws without key and server
    const models = options.model.map((name) => ({ name, baseUrl: where.baseUrl }));
    const { startServer } = await import("../../server/serve.ts");
    const { version } = await import("../../run/version.ts");
    const stopped = Promise.withResolvers<void>();
    using _interrupts = onInterrupt(() => stopped.resolve());
    const token = options.token ?? env("OPTO_TOKEN");
    await using server = await startServer({
      tasks: options.task,
      models,
      dataDir: options.data ?? "opto-data",
      hostname: options.host,
      port: options.port,
      token,
      tokens: options.tokens,
      cors: options.cors,
      version,
      concurrency: options.concurrency,
      limits: {
        maxQueued: options["max-queued"],
        maxJobConcurrency: options["max-job-concurrency"],
        maxConnections: options["max-connections"],
        maxStreams: options["max-streams"],
        maxJobStreams: options["max-job-streams"],
        maxBodyBytes: options["max-body"],
        maxSourceBytes: options["max-source"],
      },
      onJob: (job) => terminal.out(`${jobLine(job)}\n`),
      onOutput: outputOfJobs((line) => terminal.err(lines([line]))),
      onError: (error) => terminal.err(errorText(error, { isVerbose })),
    });
    terminal.out(
      styled`${bold("Opto")} listens on ${cyan(server.url)}  ${
        dim(
          (token ?? options.tokens) === undefined
            ? "for this machine only"
            : "for requests with a token",
        )
      }\n  tasks: ${server.tasks.map(plainText).join(", ")}\n`,
    );
    await stopped.promise;
    terminal.out("Stopping. Running jobs are saved and continue at the next start.\n");
    return 0;
  },
});

/** An option that limits what clients may use. */
function limit(value: string, help: string, byDefault: string) {
  return { kind: "integer", value, min: 1, help, default: byDefault } as const;
}

/** `job 1b4e28ba  bin-packing  done  0.9510 → 0.9599`. */
function jobLine({ id, name, state, result, error }: Job): string {
  const scores = result === null
    ? ""
    : scoreTexts([result.initial.score, result.best.score]).join(" → ");
  return [`job ${id.slice(0, 8)}`, plainText(name), state, scores, plainText(error?.message ?? "")]
    .filter(Boolean).join("  ");
}

/** Shows what the processes of jobs print, each line with its job. */
function outputOfJobs(show: (line: string) => void): (job: Job, line: string) => void {
  const outputs = new WeakMap<Job, TaskOutput>();
  return (job, line) => {
    const name = job.id.slice(0, 8);
    const output = outputs.get(job) ?? new TaskOutput((text) => show(`job ${name}  ${text}`));
    outputs.set(job, output);
    output.add(line);
  };
}
