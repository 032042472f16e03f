/**
 * The job that a path names.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { Job } from "../../jobs/job.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import { Problem } from "../problem.ts";

/** The parameters of a path below `/v1/jobs/{id}`. */
export const jobPath = z.object({ id: z.string().openapi({ format: "uuid" }) });

/** The job with an id. @throws {Problem} `unknown-job` */
export async function findJob(store: JobStore, id: string): Promise<Job> {
  const job = await store.get(id);
  if (job === undefined) throw new Problem("unknown-job");
  return job;
}
