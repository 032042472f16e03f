/**
 * What a holder's jobs spend in all: amounts, limits over some days, and what is left of them for a new job.
 *
 * @module
 */
import { callsOfEvaluations, defaultBudget } from "../run/budget.ts";
import type { Spent } from "../trainer/event.ts";
import type { JobBudget, JobOptions } from "./job.ts";

/** An amount of each kind that a budget limits. */
export type Amounts = Readonly<Record<keyof JobBudget, number>>;

/** The kinds of amounts. */
export const amountNames = ["calls", "tokens", "usd", "seconds", "evaluations"] as const;

/** What the jobs of a holder may spend together in a window of time that moves on; an absent amount has no limit. */
export interface SpendingLimit extends JobBudget {
  /** Length of the window in days, 1 to `maxDays`. */
  readonly days: number;
}

/** Longest window of a limit, in days; spending is kept for as long. */
export const maxDays = 31;

/** What an ended job has spent. */
export interface Spending extends Amounts {
  /** Id of the job. */
  readonly job: string;
  readonly holder: string | null;
  /** Time at which it counts: the end of the job, ISO 8601. */
  readonly endedAt: string;
}

/** What counts against the limit of a holder. */
export interface Account {
  /** Spent by the jobs that ended in the window. */
  readonly spent: Amounts;
  /** The budgets of the jobs that have not ended, and of those whose spending is not booked yet. */
  readonly reserved: Amounts;
}

/** What a holder's jobs have spent, and what is left, as the endpoint shows it. */
export interface HolderSpending {
  /** Length of the window: what ended longer ago does not count. */
  readonly days: number;
  /** What the jobs may spend together in the window; an absent amount has no limit. */
  readonly limit: JobBudget;
  /** Spent by the jobs that ended in the window. */
  readonly spent: Amounts;
  /** The budgets of the jobs that have not ended; null where one has no limit. */
  readonly reserved: Readonly<Record<keyof JobBudget, number | null>>;
  /** The most that the budget of a new job may be. */
  readonly left: JobBudget;
}

/** Most spendings in a list. */
export const mostListed = 10_000;

/** Records of spending, which outlive their jobs. */
export interface SpendingRecords {
  /** What counts since a time. @param holder null for the operator */
  account(holder: string | null, since: Date): Promise<Account>;
  /** At most `mostListed` spendings since a time, those first that ended first. */
  list(holder: string | null, since: Date): Promise<readonly Spending[]>;
  /** The ids of ended jobs that may still count and whose spending is not booked. */
  unbooked(holder: string | null): Promise<readonly string[]>;
  /** Keeps the spending of an ended job until it can no longer count; the first for a job is kept. */
  book(spending: Spending): Promise<void>;
}

/** Thrown where a holder has nothing left of an amount that a new job asks for. */
export class SpentError extends Error {
  override readonly name = "SpentError";
  /** The amounts of which nothing is left. */
  readonly amounts: readonly (keyof JobBudget)[];
  readonly account: Account;

  /** @param amounts those of which nothing is left @param account what counts against the limit */
  constructor(amounts: readonly (keyof JobBudget)[], account: Account) {
    super(`Nothing is left of: ${amounts.join(", ")}`);
    this.amounts = amounts;
    this.account = account;
  }
}

/** The beginning of the window of a limit. @param now in milliseconds of `Date` */
export function windowStart({ days }: Pick<SpendingLimit, "days">, now: number): Date {
  return new Date(now - days * dayMs);
}

/** The time before which no spending can count any more. */
export function keptSince(now: Date): Date {
  return windowStart({ days: maxDays }, now.getTime());
}

const dayMs = 86_400_000;

/** The part of a limit that a job has at most, of an amount that neither the job nor the library bounds. */
const unnamedShare = 1 / 4;

/** What a job may spend at most: its budget, with the defaults of the library; Infinity for no limit. */
export function mostOf({ budget = {}, agentModel }: JobOptions): Amounts {
  const calls = agentModel === undefined ? defaultBudget.calls : callsOfEvaluations;
  const absent = { ...defaultBudget, calls };
  return amountsOf((name) => budget[name] ?? absent[name] ?? Infinity);
}

/** The options with the smaller of what a job may spend and what it is allowed, for each amount that is allowed. */
export function withBudgetWithin(options: JobOptions, allowed: JobBudget): JobOptions {
  const names = amountNames.filter((name) => allowed[name] !== undefined);
  if (names.length === 0) return options;
  const most = mostOf(options);
  const within = names.map((name) => [name, Math.min(most[name], allowed[name] ?? Infinity)]);
  return { ...options, budget: { ...options.budget, ...Object.fromEntries(within) } };
}

/** What is left of each amount that a limit names. */
export function leftOf(limit: SpendingLimit, { spent, reserved }: Account): JobBudget {
  const named = amountNames.flatMap((name) => {
    const most = limit[name];
    return most === undefined ? [] : [[name, Math.max(0, most - spent[name] - reserved[name])]];
  });
  return Object.fromEntries(named);
}

/** The account of a holder as the endpoint shows it. @param limit none when undefined */
export function shownSpending(limit: SpendingLimit | undefined, account: Account): HolderSpending {
  const { days, ...most } = limit ?? { days: maxDays };
  const { spent, reserved } = account;
  const finite = amountNames.map((
    name,
  ) => [name, reserved[name] < Infinity ? reserved[name] : null]);
  return {
    days,
    limit: most,
    spent,
    reserved: Object.fromEntries(finite) as HolderSpending["reserved"], // as: of all names
    left: leftOf({ days, ...most }, account),
  };
}

/** The options of a new job, whose budget is within what is left. @throws {SpentError} when nothing is left of what it asks for */
export function withBudgetOfRest(
  options: JobOptions,
  limit: SpendingLimit,
  account: Account,
): JobOptions {
  const left = leftOf(limit, account);
  const most = mostOf(options);
  // A limit of 0 is a budget of 0, with which a job may do without: no time gives it more. Each job takes seconds.
  const spent = amountNames.filter((name) =>
    left[name] === 0 && (name === "seconds" || limit[name] !== 0 && most[name] > 0)
  );
  if (spent.length > 0) throw new SpentError(spent, account);
  const shares = amountNames.filter((name) => most[name] === Infinity && left[name] !== undefined)
    .map((name) => [name, Math.min(left[name] ?? 0, Math.ceil((limit[name] ?? 0) * unnamedShare))]);
  return withBudgetWithin(options, { ...left, ...Object.fromEntries(shares) });
}

/**
 * When something of each amount is left again because spending has left the window, in milliseconds of `Date`; undefined where
 * that takes the end of a job.
 *
 * @param spendings those in the window, first the one that ended first
 */
export function leftAgainAt(
  limit: SpendingLimit,
  { amounts, account: { spent, reserved } }: Pick<SpentError, "amounts" | "account">,
  spendings: readonly Spending[],
): number | undefined {
  const times = amounts.map((name) => {
    let excess = spent[name] + reserved[name] - (limit[name] ?? Infinity);
    const last = spendings.find((spending) => (excess -= spending[name]) < 0);
    return last === undefined ? Infinity : Date.parse(last.endedAt) + limit.days * dayMs;
  });
  const latest = Math.max(...times);
  return latest < Infinity ? latest : undefined;
}

/**
 * What a run has spent; where the price of a call is not known, its dollars are the whole budget of its job.
 *
 * @param options of the job
 */
export function amountsSpent(spent: Omit<Spent, "byRole">, options: JobOptions): Amounts {
  const { promptTokens, completionTokens, usd, ...others } = spent;
  const amounts: Amounts = {
    ...others,
    tokens: promptTokens + completionTokens,
    usd: usd ?? mostOf(options).usd,
  };
  return amountsOf((name) => Math.max(0, amounts[name]) || 0); // a log may hold another number
}

/** The sum of amounts. */
export function sumOf(all: readonly Amounts[]): Amounts {
  return amountsOf((name) => all.reduce((sum, amounts) => sum + amounts[name], 0));
}

/** The amounts in a row of a store; 0 for null, the sum of nothing. */
export function readAmounts(row: Row | undefined): Amounts {
  return amountsOf((name) => Number(row?.[name] ?? 0));
}

/** The spending in a row of a store. */
export function readSpending(row: Row): Spending {
  const { job, holder, ended_at: endedAt } = row;
  return {
    ...readAmounts(row),
    job: String(job),
    holder: String(holder) || null,
    endedAt: endedAt instanceof Date ? endedAt.toISOString() : String(endedAt),
  };
}

type Row = Readonly<Record<string, unknown>>;

/** The sum of what jobs may spend at most. @param options those of each, as JSON */
export function reservedBy(options: readonly unknown[]): Amounts {
  return sumOf(options.map((json) => mostOf(JSON.parse(String(json)))));
}

function amountsOf(amount: (name: keyof JobBudget) => number): Amounts {
  const entries = amountNames.map((name) => [name, amount(name)]);
  return Object.fromEntries(entries) as Amounts; // as: of all names
}
