/**
 * What a server or worker prints of its jobs.
 *
 * @module
 */
import type { Job } from "../../jobs/job.ts";
import { plainText } from "../../printable.ts";
import { scoreTexts } from "../../run/score_text.ts";
import { TaskOutput } from "../task_output.ts";

/** `job 1b4e28ba  bin-packing  done  0.9510 → 0.9599`. */
export function jobLine({ id, name, state, result, error }: Job): string {
  const scores = result === null
    ? ""
    : scoreTexts([result.initial.score, result.best.score]).join(" → ");
  return [`job ${id.slice(0, 8)}`, plainText(name), state, scores, plainText(error?.message ?? "")]
    .filter(Boolean).join("  ");
}

/** Shows what the processes of jobs print, within the limits of each job. */
export function outputOfJobs(
  show: (job: Job, line: string) => void,
): (job: Job, line: string) => void {
  const outputs = new WeakMap<Job, TaskOutput>();
  return (job, line) => {
    const output = outputs.get(job) ?? new TaskOutput((text) => show(job, text));
    outputs.set(job, output);
    output.add(line);
  };
}
