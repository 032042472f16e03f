/**
 * `work`: carries out the jobs of servers that share a database, and evaluates for runs on other machines.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { plainText } from "../../printable.ts";
import { type Command, defineCommand } from "../command.ts";
import { databaseOption, databaseUrl } from "../database_option.ts";
import { jobMeans, jobOptions } from "../job_options.ts";
import { jobLine, outputOfJobs } from "../display/job_line.ts";
import { errorText } from "../error_text.ts";
import { onInterrupt } from "../interrupt.ts";
import { missingLimitsText } from "../missing_limits_text.ts";
import { TaskOutput } from "../task_output.ts";
import { bold, dim, lines, styled } from "../terminal_text.ts";

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
    const { startWorker } = await import("../../jobs/start_worker.ts");
    const stopped = Promise.withResolvers<void>();
    using _interrupts = onInterrupt(() => stopped.resolve());
    await using stack = new AsyncDisposableStack();
    const dataDir = options.data ?? await Deno.makeTempDir({ prefix: "opto-work-" });
    if (options.data === undefined) {
      stack.defer(() => Deno.remove(dataDir, { recursive: true }));
    }
    const notes = new TaskOutput((line) => terminal.err(lines([line])));
    const worker = stack.use(
      await startWorker({
        ...means,
        database,
        dataDir,
        concurrency: options.concurrency ?? 1,
        maxJobConcurrency: options["max-job-concurrency"] ?? navigator.hardwareConcurrency,
        onJob: (job) => terminal.out(`${jobLine(job)}\n`),
        onOutput: outputOfJobs((job, line) =>
          terminal.err(lines([`job ${job.id.slice(0, 8)}  ${line}`]))
        ),
        onNote: (note) => notes.add(note),
        onError: (error) => terminal.err(errorText(error, { isVerbose })),
      }),
    );
    const tasks = [
      ...worker.tasks.map(plainText),
      ...(means.allowSource ? ["those that jobs bring"] : []),
    ]
      .join(
        ", ",
      );
    terminal.out(
      styled`${bold("Opto")} waits for jobs  ${dim("Ctrl-C ends it")}\n  tasks: ${tasks}\n`,
    );
    await stopped.promise;
    terminal.out("Stopping. Running jobs are saved and continue on another machine.\n");
    return 0;
  },
});
