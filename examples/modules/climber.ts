/**
 * Hill climbing on choices: the baseline that everybody writes first.
 *
 * @module
 */
import type { NumericProblem, NumericTrial } from "../../tools/experiment/numeric.ts";

/** Changes one number to another whole number of its range, and goes on from there unless the loss rose: (1+1), equals kept. */
export async function* climber(
  { bounds, start, loss }: NumericProblem,
  random: () => number,
): AsyncGenerator<NumericTrial> {
  const below = (limit: number) => Math.floor(limit * random());
  let best: NumericTrial = { point: start, loss: await loss(start) };
  for (;;) {
    const place = below(bounds.length);
    const [low, high] = bounds[place]!; // !: one of its places
    const others = Array.from({ length: Math.ceil(high - low) }, (_, step) => low + step)
      .filter((value) => value !== best.point[place]);
    const point = best.point.with(place, others[below(others.length)]!); // !: within
    const trial = { point, loss: await loss(point) };
    if (trial.loss <= best.loss) best = trial;
    yield trial;
  }
}
