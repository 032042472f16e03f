/**
 * A small beam search as a trainer: it keeps the best few candidates of all steps in its memory.
 *
 * @module
 */
import {
  type Candidate,
  type EvaluatedCandidate,
  meanScore,
  type Trainer,
} from "@opto/opto/trainer";

/** The beam, best first. */
interface Beam {
  readonly candidates: readonly Candidate[];
}

/** A trainer that asks for proposals of each candidate of its beam, on batches that grow with the steps. */
export function toyBeam(width = 3): Trainer<Beam> {
  return {
    name: "toy-beam",
    initialMemory: { candidates: [] },
    async step(context) {
      const batch = context.nextBatch(context.settings.batchSize + Math.min(3, context.step));
      const beam = context.memory.candidates.length > 0
        ? context.memory.candidates
        : [context.current];
      const evaluated = await context.evaluate(beam, batch);
      const proposed = await Promise.all(
        evaluated.map((parent) => context.propose(parent, { count: 2 })),
      );
      const children = await context.evaluate(proposed.flat(), batch);
      const ranked = [...evaluated, ...children]
        .toSorted((one, other) => score(other) - score(one))
        .filter(({ candidate }, place, all) =>
          all.findIndex((other) => other.candidate.id === candidate.id) === place
        );
      const best = ranked[0];
      if (best === undefined) return;
      context.challenge(evaluated[0]!, children); // a beam is never empty
      context.select(best.candidate);
      await context.offer(best.candidate);
      return { candidates: ranked.slice(0, width).map(({ candidate }) => candidate) };
    },
  };
}

function score({ reports }: EvaluatedCandidate): number {
  return meanScore(reports.map((report) => report.score)) ?? -Infinity;
}
