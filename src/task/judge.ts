/**
 * Calls a task's guide and checks its judgement.
 *
 * @module
 */
import { readableThrow } from "../message_of.ts";
import { OptoError, TaskError } from "../errors.ts";
import type { RelaxedScore } from "../problem/trial.ts";
import { isRecord } from "../record.ts";
import { printValue } from "../trace/print_value.ts";
import type { ExampleRef } from "../trainer/evaluator.ts";
import { EvaluationTimeout } from "./evaluation_timeout.ts";
import { withOwnCalls } from "./own_calls.ts";
import { placeText } from "./place_text.ts";
import type { Example, Task } from "./task.ts";

/** A judgement with all members set. */
export interface FullJudgement {
  /** Null when a failed run could not be judged. */
  readonly score: number | null;
  readonly feedback: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** The score taken apart, where constraints decide it. */
  readonly relaxed?: RelaxedScore;
  /** The reason why an output could not be judged. */
  readonly error?: string;
  /** Set when the guide took longer than it may. */
  readonly isByClock?: boolean;
  /** Names of the functions whose calls the guide did not wait for. @default none */
  readonly unawaited?: readonly string[];
}

/** An output to judge. */
export interface JudgeRequest {
  readonly ref: ExampleRef;
  readonly example: Example;
  /** An output, or the error of a failed run. */
  readonly output: unknown;
  /** Whether the output comes from the initial values. */
  readonly isInitial: boolean;
  /** Ends the wait for the guide. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time of the guide, in milliseconds. @default none */
  readonly timeoutMs?: number | undefined;
}

/**
 * Calls the guide.
 *
 * A guide need not judge failed runs, nor every output of a candidate: the score is null then. It must judge the
 * outputs of the initial values.
 *
 * @throws {TaskError} when it throws, takes too long, or returns no finite score, for an output of the initial values
 * @throws the signal's reason when it is aborted
 */
export async function judge(guide: Task["guide"], judged: JudgeRequest): Promise<FullJudgement> {
  const { ref, example, output, isInitial, signal, timeoutMs } = judged;
  const isFailed = output instanceof Error;
  let problem: string;
  let cause: unknown;
  try {
    const { value: given, unawaited } = await withOwnCalls<unknown>(() => guide(example, output), {
      signal,
      limitMs: timeoutMs,
      overdue: () => new EvaluationTimeout("guide", timeoutMs ?? 0),
    });
    const judgement = judgementOf(given);
    if (judgement !== undefined) {
      return unawaited.length === 0 ? judgement : { ...judgement, unawaited };
    }
    problem = `received ${printValue(given, 200)}`;
  } catch (thrown) {
    signal?.throwIfAborted();
    const error = readableThrow(thrown);
    if (error instanceof OptoError && error.code !== "execution") throw error; // from a model judge, or a spent budget
    problem = error instanceof EvaluationTimeout
      ? error.message
      : `it threw ${
        error instanceof Error ? `${error.name}: ${error.message}` : printValue(error, 200)
      }${placeText(error)}`;
    cause = error;
  }
  const isByClock = cause instanceof EvaluationTimeout ? { isByClock: true } : {};
  if (isFailed) return { ...unjudged, ...isByClock };
  if (!isInitial) {
    const error = `The output ${printValue(output, 200)} cannot be judged: ${problem}`;
    return { ...unjudged, feedback: error, error, ...isByClock };
  }
  throw new TaskError(
    `Cannot use the guide's result for ${ref.split} example ${ref.index} as a judgement: ${problem}` +
      ` (the output was ${printValue(output, 200)})`,
    {
      ...(cause === undefined ? {} : { cause }),
      advice: cause instanceof EvaluationTimeout
        ? cause.advice
        : "A guide returns a finite number, or { score, feedback?, metrics?, relaxed? }; `relaxed` is { score, slacks }" +
          ` with at most ${
            maxSlacks.toLocaleString("en-US")
          } slacks, all finite numbers, also as 32-bit floats.`,
    },
  );
}

const unjudged: FullJudgement = { score: null, feedback: "", metrics: {} };

function judgementOf(given: unknown): FullJudgement | undefined {
  if (typeof given === "number") return judgementOf({ score: given });
  if (typeof given !== "object" || given === null) return undefined;
  const { score, feedback, metrics, relaxed } = given as Readonly<Record<string, unknown>>; // as: each is checked below
  if (typeof score !== "number" || !Number.isFinite(score)) return undefined;
  if (relaxed !== undefined && !isRelaxed(relaxed)) return undefined;
  return {
    score,
    feedback: typeof feedback === "string" ? feedback : "",
    metrics: numbersOf(metrics),
    ...(relaxed === undefined ? {} : { relaxed }),
  };
}

/** Most slacks of a judgement. */
const maxSlacks = 2_000;

function isRelaxed(given: unknown): given is RelaxedScore {
  if (!isRecord(given)) return false;
  const { score, slacks } = given;
  return Number.isFinite(score) &&
    (Array.isArray(slacks) || slacks instanceof Float64Array || slacks instanceof Float32Array) &&
    slacks.length <= maxSlacks && Array.from<unknown>(slacks).every(isShortNumber);
}

/** Whether a value is a number that is finite with four bytes too, as the log has slacks. */
function isShortNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(Math.fround(value));
}

/** The metrics that are finite numbers; a log cannot store others. */
function numbersOf(metrics: unknown): Readonly<Record<string, number>> {
  if (typeof metrics !== "object" || metrics === null) return {};
  const isNumber = (entry: [string, unknown]): entry is [string, number] =>
    typeof entry[1] === "number" && Number.isFinite(entry[1]);
  return Object.fromEntries(Object.entries(metrics).filter(isNumber));
}
