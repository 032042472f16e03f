/**
 * The options `--untrusted` and `--accept-weak-limits`.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { TaskLimits } from "../untrusted/task_limits.ts";

/** Options of commands that run tasks. */
export const untrustedOptions = {
  untrusted: {
    kind: "flag",
    help: "Run the task without any permission: it may be written by a stranger",
  },
  "accept-weak-limits": {
    kind: "flag",
    help: "Use --untrusted also where the system does not limit memory and processor time",
  },
} as const;

/** The limits of an untrusted task; undefined for a trusted one. @throws {UsageError} when this machine enforces none */
export async function untrustedLimits(
  options: { readonly untrusted?: boolean; readonly "accept-weak-limits"?: boolean },
): Promise<Partial<TaskLimits> | undefined> {
  if (!options.untrusted) return undefined;
  const { requireHardLimits } = await import("../code/child/require_limits.ts");
  await requireHardLimits("--untrusted", { isAccepted: options["accept-weak-limits"] ?? false });
  return {};
}

/** @throws {UsageError} for a check of the types of an untrusted task, which would fetch what it imports */
export function refuseCheck(untrusted: unknown): void {
  if (!untrusted) return;
  throw new UsageError(
    "Cannot use --check together with --untrusted: it would fetch what the task imports",
    {
      advice: "Leave --check out.",
    },
  );
}
