/**
 * Runs a task for `optimize` and `resume`: loads it, opens the model, starts or continues the run, shows it.
 *
 * @module
 */
import { join } from "@std/path";
import { UsageError } from "../errors.ts";
import { plainText } from "../printable.ts";
import { failedEvent } from "../run/finished_event.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { isProposer } from "../optimizer/optimizers.ts";
import { RunView } from "../run/run_view.ts";
import type { Task } from "../task/task.ts";
import type { EventOf, RunEvent } from "../trainer/event.ts";
import { chooseModel } from "../model/chosen_model.ts";
import { modelSettings } from "./model_settings.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import { chooseDisplay } from "./display/choose_display.ts";
import type { Display } from "./display/display.ts";
import { redirectConsole } from "./redirect_console.ts";
import { programName } from "./program_name.ts";
import { shellQuoted } from "./shell_quoted.ts";
import {
  rememberedOptions,
  type RunOptionValues,
  toRunOptions,
  withRemembered,
} from "./run_options.ts";
import { wrapped } from "./display/columns.ts";
import { bold, dim, lines, styled, type TerminalText } from "./terminal_text.ts";
import { watchRun } from "./watch_run.ts";

/** A run, as the command line describes it. */
export interface RunRequest {
  /** File of the task. @default the one in the log of the resumed run */
  readonly taskSource?: string | undefined;
  readonly options: RunOptionValues;
  /** @default a new directory below `opto-runs`, named after task and time */
  readonly runDir?: string | undefined;
  readonly isResumed: boolean;
}

/** Runs the task and returns the exit code. */
export async function runTask(given: RunRequest, context: CommandContext): Promise<ExitCode> {
  const display = chooseDisplay(context.terminal, given.options);
  using _console = redirectConsole((text) => display.note(text));
  let isRunning = false;
  try {
    const recorded = given.isResumed ? await readLog(given) : [];
    const request = { ...given, options: withRemembered(given.options, recorded) };
    const { options } = request;
    const runOptions = toRunOptions(options);
    const view = new RunView(recorded);
    const { started } = view;
    const taskSource = request.taskSource ?? started?.taskSource;
    if (taskSource === undefined) throw noTask(request, recorded.length === 0);
    const { loadTask } = await import("../task/load_task.ts");
    const { optimize } = await import("../run/optimize.ts");
    const { task, url } = await loadTask(taskSource);
    const choice = modelChoice(request, task, started, context);
    const exchanges = recorded.filter((event) => event.type === "exchange");
    await using chosen = await chooseModel({
      ...choice,
      logged: request.isResumed ? exchanges : undefined,
    });
    const runDir = request.runDir ?? newRunDir(task.name);
    const resume = resumeCommand(runDir, request);
    if (!options.quiet && !options.json) {
      const { terminal } = context;
      const width = terminal.isLive ? terminal.columns() : Infinity;
      terminal.out(
        lines(heading(task, chosen.model, request).flatMap((line) => wrapped(line, width))),
      );
    }
    const run = optimize(task, {
      ...runOptions,
      commandOptions: rememberedOptions(given.options, {
        baseUrl: chosen.model === null ? undefined : choice.baseUrl,
      }),
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
    if (given.options.json && !isRunning) showFailure(display, error, given.runDir ?? "");
    throw error;
  }
}

/** The events of the run to resume; of a damaged log that is to be repaired, those before the damage. */
async function readLog({ runDir = "", options }: RunRequest): Promise<readonly RunEvent[]> {
  const { eventsBeforeDamage, readEventLog } = await import("../trainer/event_log.ts");
  const path = join(runDir, "events.jsonl");
  return options.repair ? [...eventsBeforeDamage(path)] : readEventLog(path);
}

/** The error for a log that does not say what to resume. */
function noTask({ runDir = "" }: RunRequest, isEmpty: boolean): UsageError {
  const dir = shellQuoted(runDir);
  return isEmpty
    ? new UsageError(`Cannot resume "${runDir}": it ended before its first event was logged`, {
      advice: `Nothing is lost, start it again: optimize TASK --run-dir ${dir}.`,
    })
    : new UsageError("Cannot find the task of the run: its log does not name one", {
      advice: "Give the file of the task too: optimize TASK --resume RUN.",
    });
}

/** The model of the option, the environment or the task; a resumed run keeps its model. */
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
    ...modelSettings(options, env),
    replay: options.replay,
    record: options.record,
  };
}

function taskModelName({ model }: Task): string | undefined {
  return typeof model === "string" ? model : undefined;
}

function heading(
  task: Task,
  model: LanguageModel | null,
  { isResumed, options }: RunRequest,
): readonly TerminalText[] {
  const name = styled`${bold(plainText(task.name))}${
    task.description === undefined ? "" : `: ${plainText(task.description)}`
  }${isResumed ? dim(" (resumed)") : ""}`;
  if (model !== null) return [name];
  if (options.optimizer === undefined && isProposer(task.optimizer)) {
    return [name, styled`The task's own optimizer "${plainText(task.optimizer.name)}" proposes.`];
  }
  return [
    name,
    styled`No model is named: the built-in search proposes. ${
      dim("--model NAME asks a language model.")
    }`,
  ];
}

/** A path such as `opto-runs/quickstart-20261120-153012` that does not exist yet. */
function newRunDir(taskName: string): string {
  const name = taskName.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "run";
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  for (let count = 1;; count++) {
    const path = join("opto-runs", `${name}-${time}${count === 1 ? "" : `-${count}`}`);
    if (!exists(path)) return path;
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false; // other errors are reported when the run creates the directory
  }
}

function resumeCommand(runDir: string, { options }: RunRequest): string {
  const { "base-url": server, record } = options;
  return [
    programName(),
    "resume",
    shellQuoted(runDir),
    ...(server ? ["--base-url", shellQuoted(server)] : []),
    ...(record ? ["--record", shellQuoted(record)] : []),
  ]
    .join(" ");
}

function showFailure(display: Display, error: unknown, runDir: string): void {
  const event = failedEvent(error, runDir);
  display.show(event, new RunView([event]));
}
