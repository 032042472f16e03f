/**
 * What a new job has of its request: its task or the hash of its source, and its name.
 *
 * @module
 */
import { sourceHash } from "../untrusted/task_source.ts";
import type { Job } from "./job.ts";
import type { JobContent } from "./job_store.ts";

/** A request as the columns of a store. */
export interface NewJobFields extends Pick<Job, "name" | "task" | "sourceHash" | "holder"> {
  /** The source as JSON; null for a registered task. */
  readonly source: string | null;
}

/** The fields of a new job. */
export function fieldsOf({ name, task, holder = null }: JobContent): NewJobFields {
  if (typeof task === "string") {
    return { name: name ?? task, task, source: null, sourceHash: null, holder };
  }
  return {
    name: name ?? "untitled",
    task: null,
    source: JSON.stringify(task),
    sourceHash: sourceHash(task),
    holder,
  };
}
