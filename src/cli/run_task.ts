/**
 * Runs a task for `optimize` and `resume`: starts or continues the run, shows it.
 *
 * @module
 */
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { plainText } from "../printable.ts";
import { toldFailures } from "./failure_line.ts";
import { failedEvent } from "../run/finished_event.ts";
import { RunView } from "../run/run_view.ts";
import type { LoadedFacts } from "../supervise/message.ts";
import type { RunEvent } from "../trainer/event.ts";
import { modelsOfCommand } from "./model_settings.ts";
import { databaseUrl } from "./database_option.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import { chooseDisplay } from "./display/choose_display.ts";
import type { Display } from "./display/display.ts";
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
import { untrustedLimits } from "./untrusted_limits.ts";
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

/** Runs the task in a process of its own and returns the exit code. */
export async function runTask(given: RunRequest, context: CommandContext): Promise<ExitCode> {
  const { isResumed } = given;
  const chosen = chooseDisplay(context.terminal, given.options);
  let hasEvents = false;
  const display: Display = {
    ...chosen,
    show(event, view) {
      hasEvents = true;
      chosen.show(event, view);
    },
  };
  try {
    const view = new RunView();
    const { begun, isEmpty } = isResumed ? await readLog(given, view) : newLog;
    const request = { ...given, options: withRemembered(given.options, begun) };
    const { options } = request;
    const { started } = view;
    const taskSource = request.taskSource ?? started?.taskSource;
    if (taskSource === undefined) throw noTask(request, isEmpty);
    const runOptions = toRunOptions(options);
    const model = modelsOfCommand(options, { env: context.env, started, isResumed });
    const database = databaseUrl(given.options.database, context.env);
    return await watchRun({
      kind: "run",
      isSpread: database !== undefined,
      taskSource,
      untrusted: await untrustedLimits(options),
      options: {
        ...runOptions,
        commandOptions: rememberedOptions(given.options, { baseUrl: model.baseUrl }),
        ...(request.runDir === undefined ? {} : { runDir: request.runDir }),
        resume: isResumed,
      },
      hasRunDir: true,
      model,
    }, {
      display,
      view,
      budget: runOptions.budget ?? {},
      resume: (runDir) => resumeCommand(runDir, request),
      hasEnding: !options.json,
      context,
      database,
      onLoaded(facts) {
        if (options.quiet || options.json) return;
        const { terminal } = context;
        const width = terminal.isLive ? terminal.columns() : Infinity;
        terminal.out(lines(heading(facts, request).flatMap((line) => wrapped(line, width))));
      },
    });
  } catch (error) {
    display.close();
    if (given.options.json && !hasEvents) showFailure(display, error, given.runDir ?? "");
    toldFailures.add(error);
    throw error;
  }
}

/** What the command needs of a log. */
interface ReadLog {
  /** The events with which the run began, and went on. */
  readonly begun: readonly RunEvent[];
  readonly isEmpty: boolean;
}

const newLog: ReadLog = { begun: [], isEmpty: true };

/**
 * Reads the log of the run to resume, which may be larger than memory; of a damaged one that is to be repaired, what was
 * before the damage.
 *
 * @param view takes all events
 */
async function readLog(
  { runDir = "", options: { repair = false } }: RunRequest,
  view: RunView,
): Promise<ReadLog> {
  const { streamEventLog } = await import("../trainer/event_log.ts");
  const begun: RunEvent[] = [];
  let isEmpty = true;
  for (const event of streamEventLog(join(runDir, "events.jsonl"), { repair })) {
    isEmpty = false;
    view.apply(event);
    if (event.type === "started" || event.type === "resumed") begun.push(event);
  }
  return { begun, isEmpty };
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

function heading(
  { name: taskName, description, model, proposer }: LoadedFacts,
  { isResumed, options }: RunRequest,
): readonly TerminalText[] {
  const name = styled`${bold(plainText(taskName))}${
    description === undefined ? "" : `: ${plainText(description)}`
  }${isResumed ? dim(" (resumed)") : ""}`;
  if (model !== null) return [name];
  if (options.optimizer === undefined && proposer !== undefined) {
    return [name, styled`The task's own optimizer "${plainText(proposer)}" proposes.`];
  }
  return [
    name,
    styled`No model is named: the built-in search proposes. ${
      dim("--model NAME asks a language model.")
    }`,
  ];
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
