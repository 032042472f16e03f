/**
 * The HTTP endpoint as a library: optimization jobs of registered tasks, with a web page.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { startServer } from "@opto/opto/server";
 *
 * const dataDir = await Deno.makeTempDir();
 * {
 *   await using server = await startServer({ tasks: [], dataDir, port: 0 });
 *   const response = await fetch(server.url);
 *   assertStringIncludes(await response.text(), "<title>Opto</title>");
 * }
 * await Deno.remove(dataDir, { recursive: true });
 * ```
 *
 * @module
 */
import "./install_host_services.ts";

export type { GivenLimits, ServerLimits } from "../server/limits.ts";
export { type ServedModel, type ServeOptions, startServer } from "../server/serve.ts";
export type { Server } from "../server/job_server.ts";
export type { RetentionLimits } from "../jobs/retention.ts";
export type { Job, JobBudget, JobError, JobOptions, JobState, JobTaskLimits } from "../jobs/job.ts";
