/**
 * Reflective search: proposes from the winners, candidates that are the best on some example, and merges them.
 *
 * (After GEPA, Agrawal et al. 2025, arXiv 2507.19457. Its winners are found on the validation split; here on train
 * examples, since scores of the validation split choose nothing but the best of the run.)
 *
 * @module
 */
import type { Candidate } from "../candidate.ts";
import { dominates } from "../dominance.ts";
import type { EvaluatedCandidate, Trainer, TrainerContext } from "../trainer.ts";
import { type Member, membersOf, metricsOf } from "./archive.ts";
import { expand } from "./expand.ts";
import { isAhead, isBetter } from "./gains.ts";
import { drawByWins, winnersOf } from "./winners.ts";
import { type Descent, type Merge, mergeProposer, mergesWith } from "./merge.ts";

/** Settings of the trainer. */
export interface ParetoOptions {
  /** Whether winners are merged, where a task has several parameters. @default true */
  readonly merges?: boolean;
}

/** The archive between two steps. */
export interface ParetoMemory {
  /** Its members, oldest first. */
  readonly members: readonly Descent[];
  /** Ids of the merges that were proposed, oldest first: one that was refused, in whole or in part, is not met. */
  readonly merges: readonly string[];
}

/** Maximum members of the archive; those that win no example leave first. */
const maxMembers = 50;

/** Maximum merges that are remembered; as many are possible among few members. */
const maxMerges = 200;

/**
 * A trainer for tasks whose examples need different things. Each step draws a parent from the winners, the more often the
 * more examples it wins, and proposes from its feedback on one batch. A proposal that is better there than its parent goes
 * on to further examples, and joins the archive. Two winners that changed a common ancestor in different
 * ways are merged, which costs no model call.
 *
 * @example
 * ```ts
 * import { pareto } from "@opto/opto/trainer";
 * import { toyRun } from "@opto/opto/testing";
 *
 * const { best } = await toyRun({ trainer: pareto({ merges: false }), steps: 10 }).result;
 * console.log(best.score);
 * ```
 */
export function pareto({ merges = true }: ParetoOptions = {}): Trainer {
  return {
    name: merges ? "pareto" : "pareto(no merges)",
    initialMemory: { members: [], merges: [] },
    async step(context) {
      const descents = withCurrent(context.memory.members, context.current);
      const known = describedIn(context, descents);
      const winners = winnersOf(known, context.metrics);
      const drawn = drawByWins(winners, context.random());
      const parent = drawn?.candidate ?? context.current;
      const partners = winners.map(({ member }) => member).filter((member) => member !== drawn);
      const tried = new Set(context.memory.merges);
      const merge = merges && drawn !== undefined
        ? mergesWith(drawn, partners, known).find(({ candidate }) =>
          !context.hasMet(candidate) && !tried.has(candidate.id)
        )
        : undefined;
      let onBatch: EvaluatedCandidate | undefined;
      let made: readonly Candidate[] | undefined;
      const { parents: [base], children } = await expand(context, {
        parents: [parent],
        more: async (parents) => {
          onBatch = parents[0];
          made = await merged(context, onBatch, merge);
          return made ?? [];
        },
        isWorth: (challenger) => onBatch === undefined || isAhead(context, challenger, onBatch),
      });
      const from = base?.candidate.id ?? parent.id;
      const parentsOf = ({ id }: Candidate) =>
        merge !== undefined && made?.some((each) => each.id === id)
          ? [merge.one.candidate.id, merge.other.candidate.id]
          : [from];
      const joined = children.filter(({ id }) => isBetter(context, id, from));
      await offerTradeOffs(context, joined, known);
      return {
        members: bounded(context, [
          ...descents,
          ...joined.map((candidate) => ({ id: candidate.id, parents: parentsOf(candidate) })),
        ]),
        merges: [
          ...tried,
          ...(merge === undefined || made === undefined ? [] : [merge.candidate.id]),
        ]
          .slice(-maxMerges),
      };
    },
  } satisfies Trainer<ParetoMemory>;
}

/** The members with the current candidate, which may come from elsewhere. */
function withCurrent(members: readonly Descent[], { id }: Candidate): readonly Descent[] {
  return members.some((member) => member.id === id) ? members : [...members, { id, parents: [] }];
}

function describedIn(
  context: TrainerContext,
  members: readonly Descent[],
): readonly (Member & Descent)[] {
  return members.flatMap((descent) =>
    membersOf(context, [descent.id]).map((member) => ({ ...member, ...descent }))
  );
}

/** What comes of the merge as a proposal from its first candidate; undefined when that is not the parent of the step. */
async function merged(
  context: TrainerContext,
  parent: EvaluatedCandidate | undefined,
  merge: Merge | undefined,
): Promise<readonly Candidate[] | undefined> {
  if (merge === undefined || parent?.candidate.id !== merge.one.candidate.id) return undefined;
  return await context.propose(parent, { by: mergeProposer(merge) });
}

/**
 * Offers new members that no member dominates on train examples, where metrics count: the rule of acceptance is about the
 * score alone. The last evaluations of a budget are left for the best of the run.
 */
async function offerTradeOffs(
  context: TrainerContext,
  joined: readonly Candidate[],
  known: readonly Member[],
): Promise<void> {
  const { metrics, examples: { train, validation } } = context;
  if (Object.keys(metrics).length === 0) return;
  const vectorOf = ({ trial }: Member) => ({ score: trial.score, metrics: metricsOf(trial) });
  const members = membersOf(context, joined.map(({ id }) => id));
  for (const member of members) {
    const isOutdone = [...known, ...members].some((other) =>
      other !== member && dominates(vectorOf(other), vectorOf(member), metrics)
    );
    if (isOutdone || context.evaluationsLeft < 2 * (validation > 0 ? validation : train)) continue;
    await context.offer(member.candidate);
  }
}

/** At most as many members as are kept: those that win no example leave first, the oldest first. */
function bounded(context: TrainerContext, members: readonly Descent[]): readonly Descent[] {
  const excess = members.length - maxMembers;
  if (excess <= 0) return members;
  const winners = new Set(
    winnersOf(describedIn(context, members), context.metrics).map(({ member }) =>
      member.candidate.id
    ),
  );
  const byWorth = [...members].sort((one, other) =>
    Number(winners.has(one.id)) - Number(winners.has(other.id))
  );
  const leaving = new Set(byWorth.slice(0, excess));
  return members.filter((member) => !leaving.has(member));
}
