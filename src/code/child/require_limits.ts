/**
 * Refuses to run code of strangers where the machine does not enforce the limits that hold against it.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { childLimits, type Enforcement, enforcementHere } from "./enforcement.ts";

/** The limits without which a child can take memory and processor time of the whole machine. */
const hard = [childLimits.memory.limit, childLimits.processorTime.limit] as const;

/** Options of the check. */
export interface RequireLimitsOptions {
  /** Whether the user accepts weaker limits. */
  readonly isAccepted: boolean;
  /** What the machine enforces. @default that of this machine */
  readonly enforcement?: Enforcement | undefined;
}

/**
 * Checks that the system itself limits memory and processor time of children.
 *
 * @param option what needs them: `--untrusted`
 * @throws {UsageError} when one is missing, and weaker limits are not accepted
 */
export async function requireHardLimits(
  option: string,
  { isAccepted, enforcement }: RequireLimitsOptions,
): Promise<void> {
  if (isAccepted) return;
  const { missing } = enforcement ?? await enforcementHere();
  const weak = missing.filter(({ limit }) => hard.some((name) => name === limit));
  if (weak.length === 0) return;
  const words = weak.map(({ limit, otherwise }) => `${limit} (${otherwise})`).join("; ");
  throw new UsageError(
    `Cannot use ${option} on this machine: it does not enforce the limits of ${words}`,
    {
      advice: "Run it on Linux with /bin/sh, or add --accept-weak-limits.",
    },
  );
}
