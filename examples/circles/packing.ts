/**
 * Circles in the unit square: their distances, and how far they must shrink so that none overlaps another one or leaves the
 * square.
 *
 * @module
 */

/** Circles by their numbers: the centers and the radii, of one length. */
export interface Packing {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly r: readonly number[];
}

/** Shrinking is rounded down by this share, so that no circle is too large by a rounding. */
const rounding = 1e-14;

/** The slack of every constraint: each circle's distance from the four sides, then from each earlier circle. */
export function slacksOf({ x, y, r }: Packing): number[] {
  return x.flatMap((_, i) => [
    ...[x[i]!, 1 - x[i]!, y[i]!, 1 - y[i]!].map((room) => room - r[i]!), // here and below: one for each circle
    ...x.slice(0, i).map((_, j) => distance({ x, y }, i, j) - r[i]! - r[j]!),
  ]);
}

/** The same centers with radii that fit: each is shrunk as much as the tightest of its constraints asks for. */
export function fitted(packing: Packing): Packing {
  const { x, y, r } = packing;
  const shares = r.map(() => 1);
  const shrink = (i: number, room: number, needed: number) => {
    if (needed > room) {
      shares[i] = Math.min(shares[i]!, Math.max(0, room / needed) * (1 - rounding));
    }
  };
  for (let i = 0; i < r.length; i++) {
    shrink(i, Math.min(x[i]!, 1 - x[i]!, y[i]!, 1 - y[i]!), r[i]!);
    for (let j = 0; j < i; j++) {
      const room = distance(packing, i, j);
      shrink(i, room, r[i]! + r[j]!);
      shrink(j, room, r[i]! + r[j]!);
    }
  }
  return { x, y, r: r.map((radius, i) => radius * shares[i]!) };
}

/** Whether no circle leaves the square or overlaps another one, without any tolerance. */
export function isStrict(packing: Packing): boolean {
  const { x, y, r } = packing;
  return r.every((radius, i) =>
    radius >= 0 && radius <= x[i]! && radius <= y[i]! && x[i]! + radius <= 1 &&
    y[i]! + radius <= 1 &&
    r.slice(0, i).every((other, j) => radius + other <= distance(packing, i, j))
  );
}

/** The sum of the radii. */
export function sumOf({ r }: Packing): number {
  return r.reduce((sum, radius) => sum + radius, 0);
}

function distance({ x, y }: Pick<Packing, "x" | "y">, i: number, j: number): number {
  return Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!);
}
