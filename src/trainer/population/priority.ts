/**
 * Priority search: proposes from the best candidates that were not expanded yet, and from the best of all.
 *
 * (After `PrioritySearch` of OpenTrace, with its short and long memory.)
 *
 * @module
 */
import type { Trainer } from "../trainer.ts";
import { bestOf, candidatesOf, idsOf, membersOf } from "./archive.ts";
import { expand } from "./expand.ts";

/** The two memories between two steps. */
export interface PriorityMemory {
  /** Number of steps so far. */
  readonly turn: number;
  /** Ids of recent candidates that were not expanded yet, the best first. */
  readonly short: readonly string[];
  /** Ids of the best candidates of all steps, the best first. */
  readonly long: readonly string[];
}

/** Maximum candidates of the short memory, and of the long one. */
const maxShort = 12;
const maxLong = 10;

/** Candidates of the short memory that are expanded in one step. */
const explored = 2;

/** Steps after which the short memory is emptied into the long one. */
const period = 5;

/**
 * A trainer with a queue of candidates. Each step proposes from the best candidate of the long memory and from the two best
 * of the short one, which then leave the queue. Their priority is the lead on train examples, which grows surer with each
 * batch. Every fifth step begins a new queue, so that it never holds on to one branch.
 */
export const priority: Trainer = {
  name: "priority",
  initialMemory: { turn: 0, short: [], long: [] },
  async step(context) {
    const { short, long } = context.memory;
    const [best = context.current] = candidatesOf(
      bestOf(membersOf(context, [...long, context.current.id]), 1),
    );
    const queue = bestOf(membersOf(context, short.filter((id) => id !== best.id)));
    const next = candidatesOf(queue.slice(0, explored));
    const { parents, children } = await expand(context, { parents: [best, ...next] });
    const expanded = new Set(parents.map(({ candidate }) => candidate.id));
    const waiting = [...short, ...children.map(({ id }) => id)].filter((id) => !expanded.has(id));
    const turn = context.memory.turn + 1;
    const isFull = turn % period === 0;
    const kept = [...long, context.current.id, ...expanded, ...(isFull ? waiting : [])];
    return {
      turn,
      short: isFull ? [] : idsOf(bestOf(membersOf(context, waiting), maxShort)),
      long: idsOf(bestOf(membersOf(context, kept), maxLong)),
    };
  },
} satisfies Trainer<PriorityMemory>;
