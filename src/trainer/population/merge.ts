/**
 * Merges two candidates of a common ancestor, parameter by parameter.
 *
 * (After the system-aware merge of GEPA, Agrawal et al. 2025, appendix F.)
 *
 * @module
 */
import type { Proposer } from "../../problem/proposer.ts";
import { equalValues } from "../../trace/equal_values.ts";
import { type Candidate, candidateOf } from "../candidate.ts";
import { bestOf, type Member } from "./archive.ts";

/** A member of a population with the ids of those that it was made from. */
export interface Descent {
  readonly id: string;
  readonly parents: readonly string[];
}

/** Two candidates, and one that both come from. */
export interface Kin {
  readonly one: Member;
  readonly other: Member;
  readonly ancestor: Member;
}

/** A merge of two candidates. */
export interface Merge extends Kin {
  readonly candidate: Candidate;
}

/**
 * The candidate with the changes of both: of each parameter the value that differs from the ancestor's; where both do, that
 * of the better candidate. Undefined when that is one of the two.
 */
export function mergeOf({ one, other, ancestor }: Kin): Merge | undefined {
  const [better] = bestOf([one, other], 1);
  const values = Object.fromEntries(
    Object.entries(one.candidate.values).map(([name, value]) => {
      const [second, first] = [other.candidate.values[name], ancestor.candidate.values[name]];
      if (equalValues(value, first)) return [name, second];
      return [name, equalValues(second, first) ? value : better?.candidate.values[name]];
    }),
  );
  const candidate = candidateOf(values);
  const isOneOfThem = [one, other].some((member) => member.candidate.id === candidate.id);
  return isOneOfThem ? undefined : { one, other, ancestor, candidate };
}

/**
 * The possible merges of a candidate with partners that are neither its ancestors nor its descendants, the best partner
 * first, each with their latest common ancestor.
 */
export function* mergesWith(
  one: Member,
  partners: readonly Member[],
  known: readonly (Member & Descent)[],
): Generator<Merge> {
  const byId = new Map(known.map((member) => [member.id, member]));
  const own = ancestorsOf(one.candidate.id, byId);
  for (const other of bestOf(partners)) {
    const theirs = ancestorsOf(other.candidate.id, byId);
    if (own.has(other.candidate.id) || theirs.has(one.candidate.id)) continue;
    const ancestor = known.findLast(({ id }) => own.has(id) && theirs.has(id));
    const merge = ancestor && mergeOf({ one, other, ancestor });
    if (merge !== undefined) yield merge;
  }
}

/** Proposes a merge, so that its values are checked and logged as those of any proposal. */
export function mergeProposer({ one, other, ancestor, candidate }: Merge): Proposer {
  const changed = Object.entries(candidate.values).filter(([name, value]) =>
    !equalValues(value, one.candidate.values[name])
  );
  const names = changed.map(([name]) => name).join(", ");
  return {
    name: "merge",
    propose: () =>
      Promise.resolve({
        kind: "suggestion",
        values: Object.fromEntries(changed),
        reasoning: `A merge: ${names} as in a candidate of step ${other.trial.step}, ` +
          `the rest as in one of step ${one.trial.step}; both come from step ${ancestor.trial.step}.`,
      }),
  };
}

function ancestorsOf(id: string, byId: ReadonlyMap<string, Descent>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...byId.get(id)?.parents ?? []];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...byId.get(next)?.parents ?? []);
  }
  return found;
}
