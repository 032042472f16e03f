/**
 * Shows a run to its end, stops it when asked, and tells what came of it.
 *
 * @module
 */
import type { Run } from "../run/run.ts";
import { RunView } from "../run/run_view.ts";
import type { Task } from "../task/task.ts";
import type { FinishedEvent, RunEvent } from "../trainer/event.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import type { Display } from "./display/display.ts";
import { endingLines } from "./display/ending.ts";
import { divertConsole } from "./divert_console.ts";
import { onInterrupt } from "./interrupt.ts";
import { errorText } from "./print_error.ts";

/** How a run is shown. */
export interface WatchOptions {
  readonly display: Display;
  /** Whether the lines at the end are printed. */
  readonly hasEnding: boolean;
  readonly task: Pick<Task, "summarize">;
  readonly context: CommandContext;
}

/** Watches a run; gives the exit code. */
export async function watchRun(run: Run, options: WatchOptions): Promise<ExitCode> {
  const { display, context: { terminal, isVerbose } } = options;
  const view = new RunView();
  using _console = divertConsole((line) => display.note(line));
  using interrupts = onInterrupt(() => {
    display.note("Stopping; what there is will be saved. Once more ends at once.");
    run.stop();
  });
  for await (const event of run) {
    view.apply(event);
    display.show(event, view);
  }
  display.close();
  const failure = await run.result.then(() => undefined, (error: unknown) => ({ error }));
  if (failure !== undefined) {
    terminal.err(errorText(failure.error, { isVerbose }));
    return exitCodeAfter(failure.error, view);
  }
  if (options.hasEnding) terminal.out(`${endingLines(view, options.task).join("\n")}\n`);
  return interrupts.isRequested ? 130 : 0;
}

/** The last event of a run that failed before it could tell one of its own. */
export function failedBeforeStart(error: unknown, runDir: string): FinishedEvent {
  const { code, advice } = error as { code?: unknown; advice?: unknown }; // as: both are looked at below
  return {
    type: "finished",
    stopReason: "failed",
    initial: { score: null },
    best: { score: null, step: 0, parameters: {} },
    test: null,
    usage: { calls: 0, promptTokens: 0, completionTokens: 0, usd: 0 },
    evaluations: 0,
    seconds: 0,
    runDir,
    error: {
      code: typeof code === "string" ? code : "internal",
      message: error instanceof Error ? error.message : String(error),
      ...(typeof advice === "string" ? { advice } : {}),
    },
  } satisfies RunEvent;
}

/** Wrong usage or a wrong task is told by 2 as long as the run has not begun. */
function exitCodeAfter(error: unknown, view: RunView): ExitCode {
  const code = (error as { code?: unknown } | null)?.code; // as: read as unknown
  return view.started === undefined && (code === "usage" || code === "task") ? 2 : 1;
}
