/**
 * Holders of tokens: who may do what, and how much of it.
 *
 * @module
 */
import type { JobBudget, JobTaskLimits } from "../../jobs/job.ts";
import type { SpendingLimit } from "../../jobs/spending.ts";

/** What a token may be for: `submit` creates and cancels jobs, `read` shows them, `admin` does both for the jobs of all. */
export const scopes = ["submit", "read", "admin"] as const;

/** One right of a token. */
export type Scope = typeof scopes[number];

/** How much a holder may use; an absent limit is the server's. */
export interface HolderLimits {
  /** Jobs that wait. */
  readonly queued?: number;
  /** Jobs that run at the same time. */
  readonly running?: number;
  /** Event streams at the same time. */
  readonly streams?: number;
  /** Requests in a minute. @default 600 */
  readonly requestsPerMinute?: number;
  /** Bytes of the source that a job brings. */
  readonly sourceBytes?: number;
  /** Largest limits of the process of a task that a job brings. */
  readonly taskLimits?: JobTaskLimits;
  /** Largest budget of one job. */
  readonly budget?: JobBudget;
  /** What all jobs may spend together in some days. */
  readonly spending?: SpendingLimit;
}

/** Who sends a request. */
export interface Holder {
  /** Null for the operator, whose jobs belong to nobody in particular. */
  readonly id: string | null;
  readonly scopes: readonly Scope[];
  readonly limits: HolderLimits;
  /** Aborted when the token is no longer valid. */
  readonly signal: AbortSignal;
}

/** The holder of the server's own token, and of every request to a server without tokens. */
export const operator: Holder = {
  id: null,
  scopes,
  limits: {},
  signal: new AbortController().signal,
};

/** Whether a holder has a scope; `admin` includes the others. */
export function hasScope({ scopes }: Holder, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes("admin");
}

/** The id of the holder whose jobs alone are visible; undefined when all are. */
export function onlyHolder(holder: Holder): string | undefined {
  return hasScope(holder, "admin") ? undefined : holder.id ?? undefined;
}
