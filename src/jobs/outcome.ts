/**
 * How jobs end: their errors, and what clients read of them.
 *
 * @module
 */
import { OptoError } from "../errors.ts";
import type { JobError } from "./job.ts";
import type { JobOutcome } from "./job_store.ts";
import { withoutPaths } from "./without_paths.ts";

/** An outcome as clients read it. */
export function shownOutcome(outcome: JobOutcome, id: string): JobOutcome {
  return JSON.parse(withoutPaths(JSON.stringify(outcome), id));
}

/** The error of a job that ended its server each time. @param attempts its starts */
export function tooManyAttempts(attempts: number): JobError {
  return {
    code: "given-up",
    message:
      `The job was started ${attempts} times, and each time the server ended before the job did`,
    advice: "Read the log of the server, then create the job again.",
  };
}

/** The error of a run as its job keeps it. */
export function jobErrorOf(error: unknown): JobError {
  if (!(error instanceof OptoError)) return { code: "internal", message: String(error) };
  const { code, message, advice } = error;
  return { code, message, ...(advice === undefined ? {} : { advice }) };
}
