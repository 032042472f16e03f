/**
 * The header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that a client sends again makes no
 * second job.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { Job } from "../jobs/job.ts";
import type { JobContent } from "../jobs/job_store.ts";
import { fieldsOf } from "../jobs/new_job.ts";
import { Problem } from "./problem.ts";

/** A string of structured fields (RFC 9651), or the same characters without quotes. */
const pattern = /^(?:"(?:[ !#-[\]-~]|\\["\\]){1,255}"|[!#-+\--[\]-~]{1,255})$/;

/** The header of a request that may come again. */
export const idempotencyHeader = z.object({
  "idempotency-key": z.string()
    .regex(pattern, "Expected 1 to 255 printable characters of ASCII, in quotes")
    .optional()
    .openapi({
      description: "Chosen by the client, unique for each job, best a UUID in quotes. A request " +
        "with the same key and body gives the same job; one with another body is refused. A key " +
        "is kept as long as its job.",
      example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    }),
});

/** The key in a valid header. */
export function idempotencyKey(header: string): string {
  return header.startsWith('"') ? header.slice(1, -1).replaceAll(/\\(.)/g, "$1") : header;
}

/** @throws {Problem} `key-reused` when a job was not made by this request */
export function requireSameRequest(job: Job, request: JobContent): void {
  const { name, task, sourceHash } = fieldsOf(request);
  // Both have passed the same schema, which orders the fields.
  const before = JSON.stringify([job.name, job.task, job.sourceHash, job.options]);
  if (before === JSON.stringify([name, task, sourceHash, request.options])) return;
  throw new Problem("key-reused", {
    detail: `It belongs to the job ${job.id}, which was requested with another body.`,
  });
}
