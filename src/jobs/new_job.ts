/**
 * What a new job has of its request: its task or the hash of its source, and its name.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { TaskSource } from "../task/task_source.ts";
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

/** SHA-256 of a source, as hexadecimal digits; the order of its files has no influence. */
export function sourceHash({ files, entry }: TaskSource): string {
  const ordered = Object.entries(files).toSorted(([a], [b]) => a < b ? -1 : 1);
  return createHash("sha256").update(JSON.stringify([entry, ordered])).digest("hex");
}
