/**
 * Particle swarm optimization with the constriction factor (Clerc and Kennedy, "The Particle Swarm: Explosion, Stability, and
 * Convergence", IEEE Transactions on Evolutionary Computation 2002).
 *
 * Size of the swarm and treatment of bounds are those of the Standard PSO 2006 (Clerc): 10 + 2 √D particles; a particle that
 * leaves the box stops at its border.
 *
 * @module
 */
import type { NumericProblem, NumericTrial } from "../numeric.ts";
import { fromUnit, trialAt, within } from "./box.ts";

/** The constriction factor and the pulls of both attractors, from φ = 4.1. */
const inertia = 2 / Math.abs(2 - 4.1 - Math.sqrt(4.1 ** 2 - 4 * 4.1));
const pull = inertia * 4.1 / 2;

interface Particle {
  place: readonly number[];
  velocity: readonly number[];
  best: NumericTrial;
}

/** The first particle begins at the start, the others anywhere. */
export async function* particleSwarm(
  problem: NumericProblem,
  random: () => number,
): AsyncGenerator<NumericTrial> {
  const { bounds, start } = problem;
  const anywhere = () => fromUnit(bounds.map(random), bounds);
  const size = 10 + Math.floor(2 * Math.sqrt(bounds.length));
  const swarm: Particle[] = [];
  for (let count = 0; count < size; count++) {
    const place = count === 0 ? start : anywhere();
    const other = anywhere();
    const best = await trialAt(problem, place);
    yield best;
    swarm.push({ place, velocity: place.map((value, i) => (other[i]! - value) / 2), best }); // !: as long
  }
  let leader = swarm.map(({ best }) => best).reduce(lesser);
  for (;;) {
    for (const particle of swarm) {
      move(particle, { leader, bounds, random });
      const trial = await trialAt(problem, particle.place);
      yield trial;
      particle.best = lesser(particle.best, trial);
      leader = lesser(leader, trial);
    }
  }
}

/** Moves a particle by its velocity, towards its own best place and that of the swarm. */
function move(
  particle: Particle,
  { leader, bounds, random }: {
    readonly leader: NumericTrial;
    readonly bounds: NumericProblem["bounds"];
    readonly random: () => number;
  },
): void {
  const { place, velocity, best } = particle;
  const moved = place.map((value, i) => {
    const [low, high] = bounds[i]!; // !: here and below, as many numbers
    const own = pull * random() * (best.point[i]! - value);
    const common = pull * random() * (leader.point[i]! - value);
    const speed = inertia * velocity[i]! + own + common;
    const next = within(value + speed, low, high);
    return { next, speed: next === value + speed ? speed : 0 };
  });
  particle.place = moved.map(({ next }) => next);
  particle.velocity = moved.map(({ speed }) => speed);
}

function lesser(one: NumericTrial, other: NumericTrial): NumericTrial {
  return other.loss < one.loss ? other : one;
}
