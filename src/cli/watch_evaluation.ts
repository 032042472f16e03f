/**
 * Shows an evaluation until it ends, stops it on interrupt, and prints the scores.
 *
 * @module
 */
import { printable } from "../printable.ts";
import type { SplitScore } from "../run/split_score.ts";
import type { EvaluateRequest, TaskDescription } from "../supervise/message.ts";
import { superviseTask } from "../supervise/supervise_task.ts";
import type { EventOf } from "../trainer/event.ts";
import { eventText } from "../trainer/event_log.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import { evaluationLines } from "./display/evaluation.ts";
import { plural } from "./display/amount_text.ts";
import { onInterrupt } from "./interrupt.ts";
import { TaskOutput } from "./task_output.ts";
import { dim, lines } from "./terminal_text.ts";

/** Display and threshold of an evaluation. */
export interface WatchEvaluationOptions {
  readonly isJson: boolean;
  /** Whether the table of examples is left out. */
  readonly isQuiet: boolean;
  /** The lowest score of exit code 0. */
  readonly minScore: number | undefined;
  readonly context: CommandContext;
}

/** Scores in a process of its own and returns the exit code. */
export async function watchEvaluation(
  request: EvaluateRequest,
  { isJson, isQuiet, minScore, context: { terminal } }: WatchEvaluationOptions,
): Promise<ExitCode> {
  const stopping = new AbortController();
  using _interrupts = onInterrupt(() => stopping.abort());
  const output = new TaskOutput((line) => terminal.err(lines([line])));
  const evaluated: EventOf<"evaluated">[] = [];
  const isCounted = terminal.isLive && !isJson && !isQuiet;
  let task: TaskDescription | undefined;
  let result: SplitScore;
  try {
    const given = await superviseTask({
      request,
      signal: stopping.signal,
      hasInput: true,
      onOutput: (line) => output.add(line),
      onMessage(message) {
        if (message.type === "described") task = message.task;
        if (message.type !== "event") return;
        if (isJson) terminal.out(`${eventText(message.event)}\n`);
        if (message.event.type !== "evaluated") return;
        if (isCounted) {
          terminal.redraw(Math.min(evaluated.length, 1), [
            dim(`${plural(evaluated.length + 1, "example")} evaluated`),
          ]);
        }
        evaluated.push(message.event);
      },
    });
    result = given as SplitScore; // as: made by our own process
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    if (isJson) await printInterrupted(terminal);
    terminal.err(`Interrupted after ${plural(evaluated.length, "example")}; nothing is saved.\n`);
    return 130;
  }
  if (isCounted) terminal.redraw(Math.min(evaluated.length, 1), []);
  if (isJson) terminal.out(`${printable(JSON.stringify(result))}\n`);
  else terminal.out(lines(evaluationLines({ task, result, evaluated, minScore, isQuiet })));
  const { score } = result;
  return minScore === undefined || (score !== null && score >= minScore) ? 0 : 1;
}

async function printInterrupted(terminal: CommandContext["terminal"]): Promise<void> {
  const { failedScore } = await import("../run/split_score.ts");
  const error = { code: "interrupted", message: "The evaluation was interrupted" };
  terminal.out(`${JSON.stringify({ ...failedScore(undefined), error })}\n`);
}
