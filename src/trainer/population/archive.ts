/**
 * The archive of candidates: those that were compared, with their evidence. A trainer's memory names its members by id;
 * values and scores are those of the run's history.
 *
 * @module
 */
import type { Trial } from "../../problem/trial.ts";
import { exampleScores, leadOf, usualScores } from "../../problem/trial_lead.ts";
import { differenceOf } from "../../propagate/mean.ts";
import type { Candidate } from "../candidate.ts";
import { meanMetrics } from "../scores.ts";
import type { TrainerContext } from "../trainer.ts";

/** A member of the archive. */
export interface Member {
  /** The candidate. */
  readonly candidate: Candidate;
  /** What it did on train examples. */
  readonly trial: Trial;
}

/** A member with what its train examples say. */
export interface RankedMember {
  readonly member: Member;
  /** Its lead on the examples that it met, as in the history; null when it failed. */
  readonly lead: number | null;
}

/** The members of these ids, each once; those that the history has dropped are left out. */
export function membersOf(
  context: Pick<TrainerContext, "trial">,
  ids: readonly string[],
): readonly Member[] {
  return [...new Set(ids)].flatMap((id) => {
    const trial = context.trial(id);
    return trial === undefined ? [] : [{ candidate: { id, values: trial.values }, trial }];
  });
}

/** The mean of each metric of a trial. @param examples ids of those that count @default all that it met */
export function metricsOf(
  { scores, metricsByExample = {} }: Trial,
  examples: readonly string[] = Object.keys(scores),
): Readonly<Record<string, number>> {
  return meanMetrics(examples.map((example) => ({ metrics: metricsByExample[example] ?? {} })));
}

/** The members, best first; failed ones come last. */
export function ranked(members: readonly Member[]): readonly RankedMember[] {
  const measured = members.map((member) => ({
    member,
    trial: member.trial,
    scores: exampleScores(member.trial),
  }));
  const usual = usualScores(measured.filter(({ scores }) => scores.length > 0));
  return measured
    .map(({ member, scores }) => ({
      member,
      lead: scores.length === 0 ? null : leadOf(scores, usual),
    }))
    .sort((one, other) => differenceOf(other.lead ?? -Infinity, one.lead ?? -Infinity) || 0);
}

/** The best members, best first; at most `count`. */
export function bestOf<Some extends Member>(
  members: readonly Some[],
  count = Infinity,
): readonly Some[] {
  // as: the same members in another order
  return ranked(members).slice(0, count).map(({ member }) => member as Some);
}

/** The candidates of members. */
export function candidatesOf(members: readonly Member[]): readonly Candidate[] {
  return members.map(({ candidate }) => candidate);
}

/** The ids of members. */
export function idsOf(members: readonly Member[]): readonly string[] {
  return members.map(({ candidate }) => candidate.id);
}
