/**
 * `serve`: runs optimization jobs over HTTP, with a live page.
 *
 * @module
 */
import { bold, cyan, dim } from "@std/fmt/colors";
import { UsageError } from "../../errors.ts";
import { scoreTexts } from "../../run/score_text.ts";
import type { Job } from "../../server/job.ts";
import type { Task } from "../../task/task.ts";
import { openModel } from "../chosen_model.ts";
import { type Command, defineCommand } from "../command.ts";
import { plainText } from "../display/text.ts";
import { onInterrupt } from "../interrupt.ts";
import { errorText } from "../print_error.ts";

const details =
  `Jobs are kept in the data directory and survive a restart: what was running is resumed.
Without a token the server answers this machine only; OPTO_TOKEN keeps it off the command line.
A job may name a model only when --model offers it; asking it spends your money.`;

/** Serves until it is interrupted. */
export const serveCommand: Command = defineCommand({
  usage: "",
  words: [0, 0],
  summary: "Run optimization jobs over HTTP, with a live page",
  details,
  options: {
    task: { kind: "list", value: "FILE", help: "A task that jobs may name; may be repeated" },
    port: { kind: "integer", value: "N", help: "Port, 0 for any", default: "8787" },
    host: { kind: "string", value: "ADDRESS", help: "Where to listen", default: "127.0.0.1" },
    token: { kind: "string", value: "T", help: "Ask for this token; also OPTO_TOKEN" },
    data: { kind: "string", value: "DIR", help: "Where jobs are kept", default: "opto-data" },
    concurrency: {
      kind: "integer",
      value: "N",
      min: 1,
      help: "Jobs at the same time",
      default: "1",
    },
    model: { kind: "list", value: "NAME", help: "A model that jobs may name; may be repeated" },
    "base-url": {
      kind: "string",
      value: "URL",
      help: "Server of the models; also OPENAI_BASE_URL",
    },
  },
  async run({ options }, { terminal, env, isVerbose }) {
    if (options.task.length === 0) {
      throw new UsageError("Cannot serve: no task is named", {
        advice: "Write serve --task examples/quickstart.ts.",
      });
    }
    const tasks = await loadTasks(options.task);
    const where = {
      baseUrl: options["base-url"] ?? env("OPENAI_BASE_URL"),
      apiKey: env("OPENAI_API_KEY"),
    };
    for (const name of options.model) await openModel(name, where); // says now what would be wrong later
    const { startServer } = await import("../../server/serve.ts");
    const { version } = await import("../version.ts");
    const { runRegisteredTask } = await import("../../server/run_registered_task.ts");
    const asked = Promise.withResolvers<void>();
    using _interrupts = onInterrupt(() => asked.resolve());
    const token = options.token ?? env("OPTO_TOKEN");
    await using server = await startServer({
      tasks: [...tasks.values()],
      models: options.model,
      makeRunJob: (events) =>
        runRegisteredTask({ tasks, events, openModel: (name) => openModel(name, where) }),
      dataDir: options.data ?? "opto-data",
      hostname: options.host ?? "127.0.0.1",
      port: options.port ?? 8787,
      token,
      version,
      concurrency: options.concurrency,
      onJob: (job) => terminal.out(`${jobLine(job)}\n`),
      onError: (error) => terminal.err(errorText(error, { isVerbose })),
    });
    terminal.out(
      `${bold("Opto")} listens on ${cyan(server.url)}  ${
        dim(token === undefined ? "for this machine only" : "and asks for the token")
      }\n  tasks: ${[...tasks.keys()].map(plainText).join(", ")}\n`,
    );
    await asked.promise;
    terminal.out("Stopping; running jobs are saved and go on with the next start.\n");
    return 0;
  },
});

/** `job 1b4e28ba  bin-packing  done  0.9510 → 0.9599`. */
function jobLine({ id, task, state, result, error }: Job): string {
  const scores = result === null
    ? ""
    : scoreTexts([result.initial.score, result.best.score]).join(" → ");
  return [`job ${id.slice(0, 8)}`, plainText(task), state, scores, plainText(error?.message ?? "")]
    .filter(Boolean).join("  ");
}

async function loadTasks(paths: readonly string[]): Promise<ReadonlyMap<string, Task>> {
  const { loadTask } = await import("../../task/load_task.ts");
  const tasks = new Map<string, Task>();
  for (const path of paths) {
    const { task } = await loadTask(path);
    if (tasks.has(task.name)) {
      throw new UsageError(`Cannot offer "${path}": another task is named "${task.name}" too`, {
        advice: "Give each task a name of its own.",
      });
    }
    tasks.set(task.name, task);
  }
  return tasks;
}
