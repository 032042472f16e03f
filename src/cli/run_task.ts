/**
 * Runs a task for `optimize` and `resume`: loads it, opens the model, starts or continues the run, shows it.
 *
 * @module
 */
import { bold, dim } from "@std/fmt/colors";
import { join } from "@std/path";
import { UsageError } from "../errors.ts";
import { failedEvent } from "../run/finished_event.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { RunView } from "../run/run_view.ts";
import type { Task } from "../task/task.ts";
import type { EventOf, RunEvent } from "../trainer/event.ts";
import { chooseModel } from "./chosen_model.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import { chooseDisplay } from "./display/choose_display.ts";
import type { Display } from "./display/display.ts";
import { plainText } from "./display/text.ts";
import { divertConsole } from "./divert_console.ts";
import { programName } from "./program_name.ts";
import { quoted } from "./quoted.ts";
import { type RunOptionValues, toRunOptions } from "./run_options.ts";
import { watchRun } from "./watch_run.ts";

/** A run that is asked for on the command line. */
export interface RunRequest {
  /** The task's module; left out, a resumed run knows it from its log. */
  readonly taskSource?: string | undefined;
  readonly options: RunOptionValues;
  /** @default a new directory below `opto-runs`, named after task and time */
  readonly runDir?: string | undefined;
  readonly isResumed: boolean;
}

/** Runs it; gives the exit code. */
export async function runTask(request: RunRequest, context: CommandContext): Promise<ExitCode> {
  const { options } = request;
  const display = chooseDisplay(context.terminal, options);
  using _console = divertConsole((line) => display.note(line));
  let isRunning = false;
  try {
    const runOptions = toRunOptions(options);
    const view = new RunView(request.isResumed ? await readLog(request.runDir ?? "") : []);
    const { started } = view;
    const taskSource = request.taskSource ?? started?.taskSource;
    if (taskSource === undefined) {
      throw new UsageError("Cannot find the task of the run: its log names none", {
        advice: "Name the task's file too: optimize TASK --resume RUN.",
      });
    }
    const { loadTask } = await import("../task/load_task.ts");
    const { optimize } = await import("../run/optimize.ts");
    const { task, url } = await loadTask(taskSource);
    await using chosen = await chooseModel(modelChoice(request, task, started, context));
    const runDir = request.runDir ?? newRunDir(task.name);
    const resume = resumeCommand(runDir, request);
    if (!options.quiet && !options.json) {
      context.terminal.out(heading(task, chosen.model, request.isResumed));
    }
    const run = optimize(task, {
      ...runOptions,
      model: chosen.model,
      runDir,
      resume: request.isResumed,
      taskSource: url,
    });
    isRunning = true;
    return await watchRun(run, {
      display,
      view,
      budget: runOptions.budget ?? {},
      resume,
      hasEnding: !options.json,
      context,
    });
  } catch (error) {
    display.close();
    if (options.json && !isRunning) tellFailure(display, error, request.runDir ?? "");
    throw error;
  }
}

async function readLog(runDir: string): Promise<Iterable<RunEvent>> {
  const { streamEventLog } = await import("../trainer/event_log.ts");
  return streamEventLog(join(runDir, "events.jsonl"));
}

/** Named by option, environment or task; a resumed run goes on with the model it began with. */
function modelChoice(
  { options, isResumed }: RunRequest,
  task: Task,
  started: EventOf<"started"> | undefined,
  { env }: CommandContext,
): Parameters<typeof chooseModel>[0] {
  const named = options.model ?? env("OPTO_MODEL");
  const own = typeof task.model === "object" ? task.model : undefined;
  const logged = started?.model === own?.name ? undefined : started?.model ?? undefined;
  return {
    model: isResumed ? options.model ?? logged : named ?? (own ? undefined : taskModelName(task)),
    own,
    baseUrl: options["base-url"] ?? env("OPENAI_BASE_URL"),
    apiKey: env("OPENAI_API_KEY"),
    replay: options.replay,
    record: options.record,
    isResumed,
  };
}

function taskModelName({ model }: Task): string | undefined {
  return typeof model === "string" ? model : undefined;
}

function heading(task: Task, model: LanguageModel | null, isResumed: boolean): string {
  const name = `${bold(plainText(task.name))}${
    task.description === undefined ? "" : `: ${plainText(task.description)}`
  }${isResumed ? dim(" (resumed)") : ""}`;
  if (model !== null) return `${name}\n`;
  return `${name}\nNo model is named: the built-in search proposes. ${
    dim("--model NAME asks a language model.")
  }\n`;
}

/** `opto-runs/quickstart-20261120-153012`: sorts by time, says what it is. */
function newRunDir(taskName: string): string {
  const name = taskName.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "run";
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  for (let count = 1;; count++) {
    const path = join("opto-runs", `${name}-${time}${count === 1 ? "" : `-${count}`}`);
    if (!isThere(path)) return path;
  }
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false; // whatever else is wrong with it, the run itself says when it makes it
  }
}

function resumeCommand(runDir: string, { options }: RunRequest): string {
  const server = options["base-url"];
  return [
    programName(),
    "resume",
    quoted(runDir),
    ...(server ? ["--base-url", quoted(server)] : []),
  ]
    .join(" ");
}

function tellFailure(display: Display, error: unknown, runDir: string): void {
  const event = failedEvent(error, runDir);
  display.show(event, new RunView([event]));
}
