/**
 * Shows a run until it ends, stops it on interrupt, and prints the result.
 *
 * @module
 */
import { plainText } from "../printable.ts";
import { sendsText } from "../run/sends.ts";
import type { LoadedFacts, RunTaskRequest } from "../supervise/message.ts";
import { superviseRun } from "../supervise/supervise_run.ts";
import type { RunView } from "../run/run_view.ts";
import type { Budget, EventOf } from "../trainer/event.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import type { Display } from "./display/display.ts";
import { endingLines } from "./display/ending.ts";
import { costText, countText } from "../run/amount_text.ts";
import { onInterrupt } from "./interrupt.ts";
import { errorText } from "./error_text.ts";
import { missingLimitsText } from "./missing_limits_text.ts";
import { TaskOutput } from "./task_output.ts";
import { lines } from "./terminal_text.ts";

/** Display and texts of a run. */
export interface WatchOptions {
  readonly display: Display;
  /** Whether the result is printed. */
  readonly hasEnding: boolean;
  /** The state of a resumed run, from its log; the events of the run are added to it. */
  readonly view: RunView;
  /** New limits of a resumed run. */
  readonly budget: Partial<Budget>;
  /** The command that continues the run in a directory. */
  readonly resume: (runDir: string) => string;
  /** Called once, when the task is loaded. */
  readonly onLoaded: (facts: LoadedFacts) => void;
  readonly context: CommandContext;
  /** The database over whose workers evaluations are spread. */
  readonly database?: string | undefined;
}

/** Runs a task, watches it and returns the exit code. */
export async function watchRun(request: RunTaskRequest, options: WatchOptions): Promise<ExitCode> {
  const { display, view, context: { terminal, isVerbose, runner } } = options;
  const stopping = new AbortController();
  using _interrupts = onInterrupt(() => {
    display.note("Stopping and saving. Press Ctrl-C again to end without waiting.");
    stopping.abort();
  });
  let runDir = "";
  let hasBegun = false;
  const output = new TaskOutput((line) => display.note(line));
  try {
    const { stopReason, budget, summary, error } = await superviseRun(request, {
      runner,
      env: options.database === undefined ? {} : { OPTO_DATABASE: options.database },
      signal: stopping.signal,
      hasInput: true,
      onOutput: (line) => output.add(line),
      onLoaded(facts) {
        ({ runDir } = facts);
        options.onLoaded(facts);
        if (view.started !== undefined) showLimits(view.started, options);
      },
      onEvent(event) {
        hasBegun ||= event.type !== "finished";
        view.apply(event);
        if (event.type === "started") showLimits(event, options);
        if (event.type === "started" || event.type === "resumed") {
          showSends(event, options);
          const warning = missingLimitsText(event.missingLimits ?? []);
          if (warning !== undefined) display.note(warning);
        }
        display.show(event, view);
      },
    });
    display.close();
    const resume = [options.resume(runDir), ...raisedLimit(budget, options)].join(" ");
    if (options.hasEnding && view.started !== undefined) {
      terminal.out(lines(endingLines(view, { summary, resume })));
    }
    if (stopReason !== "interrupted") return 0;
    if (error !== undefined) terminal.err(`${error.message}\n`);
    if (!options.hasEnding && view.started !== undefined) {
      terminal.err(`Saved. To continue: ${resume}\n`);
    }
    return 130;
  } catch (error) {
    display.close();
    if (view.started === undefined) throw error;
    terminal.err(errorText(error, { isVerbose }));
    const code = (error as { code?: unknown } | null)?.code; // as: read as unknown
    if (hasBegun) terminal.err(`To continue: ${options.resume(runDir)}\n`);
    return exitCodeAfter(code, hasBegun);
  }
}

/** The flag for twice the limit that ended a run: with the same limit it would end again at once. */
function raisedLimit(
  name: string | undefined,
  { view: { started }, budget: changed }: WatchOptions,
): readonly string[] {
  const limits: Readonly<Record<string, number | null>> = { ...started?.budget, ...changed };
  const limit = name === undefined ? undefined : limits[name];
  return limit ? [`--budget-${name}`, String(2 * limit)] : [];
}

/** Prints, before the first paid call, the limits on the use of the model. */
function showLimits(started: EventOf<"started">, { budget: changed, display }: WatchOptions): void {
  const { model, agentModel } = started;
  const names = [...new Set([model, agentModel])].filter((name) =>
    name !== null && name !== undefined
  );
  if (names.length === 0) return;
  const budget = { ...started.budget, ...changed };
  const limits = [
    budget.calls === null ? undefined : `${countText(budget.calls)} calls`,
    budget.tokens === null ? undefined : `${countText(budget.tokens)} tokens`,
    budget.usd === null ? undefined : costText(budget.usd),
  ].filter((limit) => limit !== undefined);
  const price = budget.usd === null ? "; its price is unknown" : "";
  display.note(
    `${names.join(" and ")} may use ${
      limits.length === 0 ? "calls without limit" : `at most ${limits.join(", ")}`
    }${price}.`,
  );
}

/** Prints, before the first paid call, which data goes where. */
function showSends(
  { sends }: EventOf<"started" | "resumed">,
  { display, view }: WatchOptions,
): void {
  const text = sends === undefined ? "" : sendsText(sends, view.started?.model ?? "");
  if (text !== "") display.note(plainText(text));
}

/** 2 for wrong usage or a wrong task before the run has begun or gone on, else 1. */
function exitCodeAfter(code: unknown, hasBegun: boolean): ExitCode {
  return !hasBegun && (code === "usage" || code === "task") ? 2 : 1;
}
