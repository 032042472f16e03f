/**
 * Asks a task's guide, and holds it to its word.
 *
 * @module
 */
import { OptoError, TaskError } from "../errors.ts";
import { printValue } from "../trace/print_value.ts";
import type { ExampleRef } from "../trainer/evaluator.ts";
import type { Example, Task } from "./task.ts";

/** A guide's word, complete. */
export interface Verdict {
  /** Null when a failed run could not be judged. */
  readonly score: number | null;
  readonly feedback: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Why an output could not be judged. */
  readonly error?: string;
}

/** What is judged. */
export interface Judged {
  readonly ref: ExampleRef;
  readonly example: Example;
  /** An output, or the error of a failed run. */
  readonly output: unknown;
  /** Whether the author's own values made the output. */
  readonly isInitial: boolean;
}

/**
 * Asks the guide.
 *
 * Of a failed run it need not know what to say, and no guide can be ready for every output that a candidate comes up with:
 * then the score is null. But of what the author's own values give it must say something.
 *
 * @throws {TaskError} when it throws, or gives no finite score, for an output of the initial values
 */
export async function judge(guide: Task["guide"], judged: Judged): Promise<Verdict> {
  const { ref, example, output, isInitial } = judged;
  const isFailed = output instanceof Error;
  let problem: string;
  let cause: unknown;
  try {
    const said: unknown = await guide(example, output);
    const verdict = verdictOf(said);
    if (verdict !== undefined) return verdict;
    problem = `received ${printValue(said, 200)}`;
  } catch (error) {
    if (error instanceof OptoError && error.code !== "execution") throw error; // a judge's model, a budget
    problem = `it threw ${
      error instanceof Error ? `${error.name}: ${error.message}` : printValue(error, 200)
    }`;
    cause = error;
  }
  if (isFailed) return unjudged;
  if (!isInitial) {
    const error = `The output ${printValue(output, 200)} cannot be judged: ${problem}`;
    return { ...unjudged, feedback: error, error };
  }
  throw new TaskError(
    `Cannot use the guide's word on ${ref.split} example ${ref.index} as a judgement: ${problem}` +
      ` (the output was ${printValue(output, 200)})`,
    {
      ...(cause === undefined ? {} : { cause }),
      advice: "A guide returns a finite number, or { score, feedback?, metrics? }.",
    },
  );
}

const unjudged: Verdict = { score: null, feedback: "", metrics: {} };

function verdictOf(said: unknown): Verdict | undefined {
  if (typeof said === "number") return verdictOf({ score: said });
  if (typeof said !== "object" || said === null) return undefined;
  const { score, feedback, metrics } = said as Readonly<Record<string, unknown>>; // as: each is looked at
  if (typeof score !== "number" || !Number.isFinite(score)) return undefined;
  return {
    score,
    feedback: typeof feedback === "string" ? feedback : "",
    metrics: numbersOf(metrics),
  };
}

/** Metrics that are numbers; a log has no word for others. */
function numbersOf(metrics: unknown): Readonly<Record<string, number>> {
  if (typeof metrics !== "object" || metrics === null) return {};
  const isNumber = (entry: [string, unknown]): entry is [string, number] =>
    typeof entry[1] === "number" && Number.isFinite(entry[1]);
  return Object.fromEntries(Object.entries(metrics).filter(isNumber));
}
