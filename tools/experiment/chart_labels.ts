/**
 * Places labels beside the ends of lines, so that they do not cover each other.
 *
 * @module
 */

/**
 * The heights of labels, in the order given: each as near to its wish as its neighbours allow.
 *
 * @param wishes where each would be best, downwards
 * @param options `distance` between two labels, at least; `low` and `high` are the bounds, exceeded only where all do not fit
 */
export function spreadLabels(
  wishes: readonly number[],
  { distance, low, high }: {
    readonly distance: number;
    readonly low: number;
    readonly high: number;
  },
): readonly number[] {
  const order = [...wishes.keys()].sort((one, other) => wishes[one]! - wishes[other]!); // !: its keys
  const heights = [...wishes];
  let least = low;
  for (const place of order) {
    heights[place] = Math.max(least, heights[place]!); // !: here and below, its keys
    least = heights[place] + distance;
  }
  let most = high;
  for (const place of order.toReversed()) {
    heights[place] = Math.min(most, heights[place]!);
    most = heights[place] - distance;
  }
  return heights;
}
