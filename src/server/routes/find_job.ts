/**
 * The job that a path names.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Job } from "../../jobs/job.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import { currentHolder, type RequestEnv } from "../access/access.ts";
import { onlyHolder } from "../access/holder.ts";
import { Problem } from "../problem.ts";

/** The parameters of a path below `/v1/jobs/{id}`. */
export const jobPath = z.object({ id: z.string().openapi({ format: "uuid" }) });

/** Whether a text may be the id of a job; others are not shown to the store. */
export function isJobId(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}

/**
 * The job that a path names, one of those that the holder may see.
 *
 * @throws {Problem} `unknown-job`, also for a job of another holder
 */
export function findJob(
  c: Context<RequestEnv, string>,
  store: Pick<JobStore, "get">,
): Promise<Job> {
  return jobOf(c, store, c.req.param("id") ?? "");
}

/** As `findJob`, of an id that is elsewhere in the request. */
export async function jobOf(
  c: Context<RequestEnv, string>,
  store: Pick<JobStore, "get">,
  id: string,
): Promise<Job> {
  const job = isJobId(id) ? await store.get(id, onlyHolder(currentHolder(c))) : undefined;
  if (job === undefined) throw new Problem("unknown-job");
  return job;
}
