/**
 * Shows a run to its end, stops it when asked, and tells what came of it.
 *
 * @module
 */
import type { Run } from "../run/run.ts";
import type { RunView } from "../run/run_view.ts";
import type { Budget, EventOf } from "../trainer/event.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import type { Display } from "./display/display.ts";
import { endingLines } from "./display/ending.ts";
import { costText, countText } from "./display/text.ts";
import { onInterrupt } from "./interrupt.ts";
import { errorText } from "./print_error.ts";

/** How a run is shown. */
export interface WatchOptions {
  readonly display: Display;
  /** Whether the lines at the end are printed. */
  readonly hasEnding: boolean;
  /** What the log of a resumed run says already; the run's events are added to it. */
  readonly view: RunView;
  /** Limits said anew. */
  readonly budget: Partial<Budget>;
  /** The command that continues the run. */
  readonly resume: string;
  readonly context: CommandContext;
}

/** Watches a run; gives the exit code. */
export async function watchRun(run: Run, options: WatchOptions): Promise<ExitCode> {
  const { display, view, context: { terminal, isVerbose } } = options;
  using _interrupts = onInterrupt(() => {
    run.stop();
    display.note("Stopping; what there is will be saved. Once more ends at once.");
  });
  if (view.started !== undefined) tellCost(view.started, options);
  for await (const event of run) {
    view.apply(event);
    if (event.type === "started") tellCost(event, options);
    display.show(event, view);
  }
  display.close();
  try {
    const { stopReason, summary } = await run.result;
    if (options.hasEnding) {
      terminal.out(`${endingLines(view, { summary, resume: options.resume }).join("\n")}\n`);
    }
    if (stopReason !== "interrupted") return 0;
    if (!options.hasEnding) terminal.err(`Saved. To go on: ${options.resume}\n`);
    return 130;
  } catch (error) {
    terminal.err(errorText(error, { isVerbose }));
    return exitCodeAfter(error, view);
  }
}

/** Before the first paid call: what it may come to. */
function tellCost(started: EventOf<"started">, { budget: anew, display }: WatchOptions): void {
  const { model } = started;
  if (model === null) return;
  const budget = { ...started.budget, ...anew };
  const limits = [
    budget.calls === null ? undefined : `${countText(budget.calls)} calls`,
    budget.tokens === null ? undefined : `${countText(budget.tokens)} tokens`,
    budget.usd === null ? undefined : costText(budget.usd),
  ].filter((limit) => limit !== undefined);
  const price = budget.usd === null ? "; its price is not known" : "";
  display.note(
    `${model} is asked for at most ${limits.join(", ") || "as long as the run lasts"}${price}.`,
  );
}

/** Wrong usage or a wrong task is told by 2 as long as the run has not begun. */
function exitCodeAfter(error: unknown, { started }: RunView): ExitCode {
  const code = (error as { code?: unknown } | null)?.code; // as: read as unknown
  return started === undefined && (code === "usage" || code === "task") ? 2 : 1;
}
