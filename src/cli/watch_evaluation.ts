/**
 * Shows an evaluation until it ends, stops it on interrupt, and prints the scores.
 *
 * @module
 */
import { printable } from "../printable.ts";
import { failedScore, type SplitScore } from "../run/split_score.ts";
import type { EvaluateRequest, TaskDescription } from "../supervise/message.ts";
import { superviseTask } from "../supervise/supervise_task.ts";
import type { EventOf } from "../trainer/event.ts";
import { jsonText } from "../trainer/json_text.ts";
import type { CommandContext, ExitCode } from "./command.ts";
import { evaluationLines } from "./display/evaluation.ts";
import { plural } from "../run/amount_text.ts";
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
  /** The database over whose workers evaluations are spread. */
  readonly database?: string | undefined;
}

/** Scores in a process of its own and returns the exit code. */
export async function watchEvaluation(
  request: EvaluateRequest,
  { isJson, isQuiet, minScore, database, context: { terminal, runner } }: WatchEvaluationOptions,
): Promise<ExitCode> {
  const stopping = new AbortController();
  using _interrupts = onInterrupt(() => stopping.abort());
  /** Lines of the counter on the screen. */
  let counterLines = 0;
  const output = new TaskOutput((line) => {
    terminal.err(lines([line]));
    counterLines = 0; // it is above this line now
  });
  const evaluated: EventOf<"evaluated">[] = [];
  const isCounted = terminal.isLive && !isJson && !isQuiet;
  let task: TaskDescription | undefined;
  let result: SplitScore;
  try {
    const given = await superviseTask({
      request,
      runner,
      env: database === undefined ? {} : { OPTO_DATABASE: database },
      signal: stopping.signal,
      hasInput: true,
      onOutput: (line) => output.add(line),
      onMessage(message) {
        if (message.type === "described") task = message.task;
        if (message.type !== "event") return;
        if (isJson) terminal.out(`${jsonText(message.event)}\n`);
        if (message.event.type !== "evaluated") return;
        if (isCounted) {
          const count = plural(evaluated.length + 1, "example");
          terminal.redraw(counterLines, [dim(`${count} evaluated`)]);
          counterLines = 1;
        }
        evaluated.push(message.event);
      },
    });
    result = given as SplitScore; // as: made by our own process
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    if (isJson) terminal.out(`${JSON.stringify({ ...failedScore(error), error: interrupted })}\n`);
    terminal.err(`Interrupted after ${plural(evaluated.length, "example")}; nothing is saved.\n`);
    return 130;
  }
  if (isCounted) terminal.redraw(counterLines, []);
  const { source } = request.options;
  if (isJson) terminal.out(`${printable(JSON.stringify(result))}\n`);
  else terminal.out(lines(evaluationLines({ task, source, result, evaluated, minScore, isQuiet })));
  const { score } = result;
  return minScore === undefined || (score !== null && score >= minScore) ? 0 : 1;
}

const interrupted = { code: "interrupted", message: "The evaluation was interrupted" };
