/**
 * What a holder has spent and has left, as data and in words.
 *
 * @module
 */
import { type BookedJobs, bookSpending } from "../jobs/book_spending.ts";
import {
  amountNames,
  type HolderSpending,
  maxDays,
  shownSpending,
  windowStart,
} from "../jobs/spending.ts";
import type { Holder } from "./access/holder.ts";

/** Store and logs of jobs whose spending is booked. */
export interface BookingParts extends BookedJobs {
  /** Receives the error of a job whose spending cannot be booked. */
  readonly onError: (error: unknown) => void;
}

/** What the jobs of a holder have spent, up to date, and what is left. */
export async function holderSpending(
  { id, limits: { spending: limit } }: Pick<Holder, "id" | "limits">,
  jobs: BookingParts,
): Promise<HolderSpending> {
  await bookSpending(jobs, id, jobs.onError);
  const since = windowStart(limit ?? { days: maxDays }, Date.now());
  return shownSpending(limit, await jobs.store.spending.account(id, since));
}

/** What a holder has left: `3.2 of 5 usd, 900 of 1000 evaluations in 24 hours`; undefined without a limit. */
export async function leftToSpend(
  holder: Pick<Holder, "id" | "limits">,
  jobs: BookingParts,
): Promise<string | undefined> {
  if (holder.limits.spending === undefined) return undefined;
  const { days, limit, left } = await holderSpending(holder, jobs);
  const texts = amountNames.filter((name) => limit[name] !== undefined)
    .map((name) => `${rounded(left[name] ?? 0)} of ${limit[name]} ${name}`);
  return `${texts.join(", ")} in ${windowText(days)}`;
}

/** A window in words. */
export function windowText(days: number): string {
  return days === 1 ? "24 hours" : `${days} days`;
}

/** An amount without the noise of sums. */
export function rounded(amount: number): number {
  return Math.round(amount * 1e4) / 1e4;
}
