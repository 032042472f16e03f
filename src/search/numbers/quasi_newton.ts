/**
 * The direction of a quasi-Newton method with limited memory (L-BFGS: Nocedal, 1980; Liu and Nocedal, 1989).
 *
 * @module
 */

/** A step that was taken, and how the slope of the score fell along it. */
export interface Curvature {
  readonly step: Float64Array;
  /** Slope before the step less that after it. */
  readonly fall: Float64Array;
}

/** Most steps that are remembered. */
const maxMemory = 10;

/** The memory with a further step; one along which the slope did not fall says nothing about a maximum. */
export function remembered(
  memory: readonly Curvature[],
  latest: Curvature,
): readonly Curvature[] {
  const { step, fall } = latest;
  const isCurved = dot(step, fall) > 1e-10 * Math.sqrt(dot(step, step) * dot(fall, fall));
  return isCurved ? [...memory, latest].slice(-maxMemory) : memory;
}

/** The step to the maximum of the parabola that the memory describes; `slope` itself without a memory. */
export function newtonStep(slope: Float64Array, memory: readonly Curvature[]): Float64Array {
  const direction = slope.slice();
  const shares = memory.toReversed().map(({ step, fall }) => {
    const share = dot(step, direction) / dot(step, fall);
    add(direction, fall, -share);
    return share;
  }).reverse();
  const last = memory.at(-1);
  if (last !== undefined) {
    const scale = dot(last.step, last.fall) / dot(last.fall, last.fall);
    for (let place = 0; place < direction.length; place++) direction[place]! *= scale;
  }
  for (const [place, { step, fall }] of memory.entries()) {
    const share = dot(fall, direction) / dot(step, fall);
    add(direction, step, shares[place]! - share); // one for each
  }
  return direction;
}

/** The inner product. */
export function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, place) => sum + value * other[place]!, 0); // of the same length
}

function add(to: Float64Array, vector: Float64Array, factor: number): void {
  for (let place = 0; place < to.length; place++) to[place]! += factor * vector[place]!; // as above
}
