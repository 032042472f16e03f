/**
 * Adds jobs within what their holder may spend.
 *
 * @module
 */
import { bookSpending } from "../jobs/book_spending.ts";
import type { Job } from "../jobs/job.ts";
import type { JobStore, NewJob } from "../jobs/job_store.ts";
import { leftAgainAt, type SpendingLimit, SpentError, windowStart } from "../jobs/spending.ts";
import { type BookingParts, rounded, windowText } from "./holder_spending.ts";
import { Problem } from "./problem.ts";
import { observedJobs, secondsToPlace } from "./queue_places.ts";

/** Store and logs of the jobs. */
export interface SpendingParts extends BookingParts {
  readonly store: Pick<JobStore, "add" | "get" | "list" | "spending">;
}

/**
 * Adds a job whose budget is at most what its holder has left.
 *
 * @throws {Problem} `spending-reached`, with the time in which something is left again
 */
export async function addWithinSpending(job: NewJob, parts: SpendingParts): Promise<Job> {
  const { holder = null, spending: limit } = job;
  if (limit === undefined) return await parts.store.add(job);
  await bookSpending(parts, holder, parts.onError);
  try {
    return await parts.store.add(job);
  } catch (error) {
    if (!(error instanceof SpentError)) throw error;
    const seconds = await secondsUntilLeft(error, { holder, limit, store: parts.store });
    throw new Problem("spending-reached", {
      detail: detailOf(error, limit),
      headers: { "retry-after": String(seconds) },
    });
  }
}

/** Seconds until spending leaves the window or, where unfinished jobs hold the rest, until one of them should end. */
async function secondsUntilLeft(error: SpentError, { holder, limit, store }: {
  readonly holder: string | null;
  readonly limit: SpendingLimit;
  readonly store: SpendingParts["store"];
}): Promise<number> {
  const now = Date.now();
  const spendings = await store.spending.list(holder, windowStart(limit, now));
  const leftAt = leftAgainAt(limit, error, spendings);
  if (leftAt !== undefined) return Math.max(1, Math.ceil((leftAt - now) / 1000));
  return secondsToPlace(
    await store.list({ limit: observedJobs, holder: holder ?? undefined }),
    now,
  );
}

function detailOf({ amounts, account }: SpentError, limit: SpendingLimit): string {
  const texts = amounts.map((name) =>
    `Of ${limit[name]} ${name} in ${windowText(limit.days)}, ${rounded(account.spent[name])} are ` +
    `spent and ${reservedText(account.reserved[name])} reserved by jobs that have not ended.`
  );
  return texts.join(" ");
}

/** A job without a limit reserves all. */
function reservedText(amount: number): string {
  return amount < Infinity ? String(rounded(amount)) : "all the others";
}
