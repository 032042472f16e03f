/**
 * The archive of candidates: those that were compared, with their evidence. A trainer's memory names its members by id;
 * values and scores are those of the run's history.
 *
 * @module
 */
import { bestTrials, type Trial } from "../../problem/trial.ts";
import type { Candidate } from "../candidate.ts";
import type { TrainerContext } from "../trainer.ts";

/** A member of the archive. */
export interface Member {
  readonly candidate: Candidate;
  readonly trial: Trial;
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

/**
 * The best members, best first; at most `count`. Each is measured by its lead on the examples that it met, as in the
 * history: failed ones come last.
 */
export function bestOf(members: readonly Member[], count = Infinity): readonly Member[] {
  const byTrial = new Map(members.map((member) => [member.trial, member]));
  const ranked = bestTrials([...byTrial.keys()], members.length)
    .flatMap((trial) => byTrial.get(trial) ?? []);
  const failed = members.filter((member) => !ranked.includes(member));
  return [...ranked, ...failed].slice(0, count);
}

/** The ids of members. */
export function idsOf(members: readonly Member[]): readonly string[] {
  return members.map(({ candidate }) => candidate.id);
}
