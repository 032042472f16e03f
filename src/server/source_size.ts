/**
 * The size of a source that a job brings.
 *
 * @module
 */
import { byteLength } from "../byte_length.ts";
import type { JobRequest } from "../jobs/job.ts";
import type { Holder } from "./access/holder.ts";
import type { ServerLimits } from "./limits.ts";
import { Problem } from "./problem.ts";

/** @throws {Problem} `source-too-large` when a source has more bytes than the server or its holder may bring */
export function requireSourceSize(
  source: JobRequest["source"],
  { limits }: Pick<Holder, "limits">,
  { maxSourceBytes }: Pick<ServerLimits, "maxSourceBytes">,
): void {
  if (source === undefined) return;
  const files = typeof source === "string" ? { "": source } : source.files;
  const most = Math.min(maxSourceBytes, limits.sourceBytes ?? Infinity);
  const bytes = Object.entries(files)
    .reduce((sum, [path, text]) => sum + byteLength(path) + byteLength(text), 0);
  if (bytes <= most) return;
  throw new Problem("source-too-large", {
    detail: `Received ${bytes} bytes of paths and texts; at most ${most} are allowed.`,
  });
}
