/**
 * The figures of a job in a list: from its last event, or from its run so far.
 *
 * @module
 */
import type { Job } from "../../jobs/job.ts";
import type { RunView } from "../../run/run_view.ts";

/** Scores and spending of a job. */
export interface JobFigures {
  readonly initial: number | null;
  readonly best: number | null;
  readonly evaluations: number;
  readonly tokens: number;
  /** Null where a price is not known. */
  readonly usd: number | null;
  /** Wall seconds of the run. */
  readonly seconds: number;
}

/** The figures of a job; undefined before its run has begun. @param run of a job that has no last event yet */
export function figuresOf(
  { result }: Pick<Job, "result">,
  run: RunView | undefined,
): JobFigures | undefined {
  if (result !== null) {
    const { initial, best, usage, evaluations, seconds } = result;
    return { initial: initial.score, best: best.score, evaluations, seconds, ...paid(usage) };
  }
  if (run?.started === undefined) return undefined;
  const { initialScore: initial, best, spent } = run;
  const { evaluations, seconds } = spent;
  return { initial, best: best?.score ?? initial, evaluations, seconds, ...paid(spent) };
}

function paid(
  { promptTokens, completionTokens, usd }: RunView["spent"] | NonNullable<Job["result"]>["usage"],
) {
  return { tokens: promptTokens + completionTokens, usd };
}
