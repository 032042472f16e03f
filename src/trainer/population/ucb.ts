/**
 * A bandit over candidates: proposes from the one with the highest upper confidence bound.
 *
 * (UCB1 of Auer, Cesa-Bianchi and Fischer, 2002; on candidates as in OpenTrace, `UCBSearchAlgorithm`.)
 *
 * @module
 */
import type { Trainer } from "../trainer.ts";
import { type Member, membersOf, ranked } from "./archive.ts";
import { expand } from "./expand.ts";

/** A candidate that the bandit may choose. */
interface CountedCandidate {
  readonly id: string;
  /** Number of batches it met: that of the step that proposed it, and those of steps in which it was the parent. */
  readonly batches: number;
}

/** The archive between two steps. */
export interface UcbMemory {
  /** Its candidates. */
  readonly candidates: readonly CountedCandidate[];
}

/** Maximum number of candidates; those with the lowest bound leave first. */
const maxCandidates = 10;

/**
 * A trainer that balances good candidates against those that few proposals came from. Each step proposes from the candidate
 * of its archive with the highest upper bound, and evaluates it on the next batch, which lowers the bound.
 */
export const ucb: Trainer = {
  name: "ucb",
  initialMemory: { candidates: [] },
  async step(context) {
    const known = withNew(context.memory.candidates, [context.current.id]);
    const [first] = byBound(known, membersOf(context, known.map(({ id }) => id)));
    const { parents: [parent], children } = await expand(context, {
      parents: [first?.candidate ?? context.current],
    });
    const pulled = known.map((each) =>
      each.id === parent?.candidate.id ? { ...each, batches: each.batches + 1 } : each
    );
    const all = withNew(pulled, children.map(({ id }) => id));
    const kept = new Set(
      byBound(all, membersOf(context, all.map(({ id }) => id))).slice(0, maxCandidates)
        .map(({ candidate }) => candidate.id),
    );
    return { candidates: all.filter(({ id }) => kept.has(id)) };
  },
} satisfies Trainer<UcbMemory>;

function withNew(
  candidates: readonly CountedCandidate[],
  ids: readonly string[],
): readonly CountedCandidate[] {
  const known = new Set(candidates.map(({ id }) => id));
  return [...candidates, ...ids.filter((id) => !known.has(id)).map((id) => ({ id, batches: 1 }))];
}

/** The members by upper bound, highest first. Leads are scaled to [0, 1], as the bound assumes of rewards. */
function byBound(
  candidates: readonly CountedCandidate[],
  members: readonly Member[],
): readonly Member[] {
  const batches = new Map(candidates.map(({ id, batches }) => [id, batches]));
  const measured = ranked(members).map(({ member, lead }) => ({
    member,
    lead,
    count: batches.get(member.candidate.id) ?? 1,
  }));
  const leads = measured.flatMap(({ lead }) => lead ?? []);
  const [least, most] = [Math.min(...leads), Math.max(...leads)];
  const total = measured.reduce((sum, { count }) => sum + count, 0);
  const bound = ({ lead, count }: typeof measured[number]) =>
    lead === null ? -Infinity : (most > least ? (lead - least) / (most - least) : 0) +
      Math.sqrt(2 * Math.log(total) / count);
  return measured.map((each) => ({ ...each, bound: bound(each) }))
    .sort((one, other) => other.bound === one.bound ? 0 : other.bound - one.bound)
    .map(({ member }) => member);
}
