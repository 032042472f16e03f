/**
 * Draws the crossing from above with its queues, for the report of a run.
 *
 * @module
 */
import type { Delay } from "./delay.ts";
import { type Direction, directions } from "./network.ts";

/** Where a direction's lane lies: the step from the crossing outwards, and from the road's middle to the lane. */
const lanes: Readonly<
  Record<
    Direction,
    { readonly out: readonly [number, number]; readonly aside: readonly [number, number] }
  >
> = {
  west: { out: [-1, 0], aside: [0, 1] },
  east: { out: [1, 0], aside: [0, -1] },
  north: { out: [0, -1], aside: [-1, 0] },
  south: { out: [0, 1], aside: [1, 0] },
};

/** Half the side of the drawing; a unit is a vehicle in a queue. */
const half = 130;

/** Half the width of a road. */
const road = 12;

/** Widths of the bars of the longest queue and of the queue at the end. */
const [narrow, wide] = [3, 8];

/**
 * The roads, and on each lane a narrow bar for its longest queue and a wide one for the queue at the end; one unit is one
 * vehicle. A queue that reaches beyond the drawing is cut.
 */
export function drawingOf({ from }: Delay) {
  const bar = (direction: Direction, queue: number, width: number) => {
    const { out: [x, y], aside: [right, down] } = lanes[direction];
    const end = Math.min(half, road + queue);
    const [x0, x1] = [x * road + right * (road - width) / 2, x * end + right * (road + width) / 2];
    const [y0, y1] = [y * road + down * (road - width) / 2, y * end + down * (road + width) / 2];
    return {
      kind: "rectangle",
      x: half + Math.min(x0, x1),
      y: half + Math.min(y0, y1),
      width: Math.abs(x1 - x0),
      height: Math.abs(y1 - y0),
      isFilled: true,
    } as const;
  };
  const line = (...points: readonly (readonly [number, number])[]) =>
    ({
      kind: "line",
      points: points.map(([x, y]) => [half + x, half + y] as const),
      tone: "quiet",
    }) as const;
  return {
    width: 2 * half,
    height: 2 * half,
    shapes: [
      // A curb in each corner of the crossing.
      ...[[-1, -1], [1, -1], [-1, 1], [1, 1]].map(([x = 1, y = 1]) =>
        line([x * road, y * half], [x * road, y * road], [x * half, y * road])
      ),
      ...directions.map((each) =>
        ({ ...bar(each, from[each].queueAtEnd, wide), tone: "bad" }) as const
      ),
      ...directions.map((each) =>
        ({ ...bar(each, from[each].longestQueue, narrow), tone: "accent" }) as const
      ),
      ...directions.map((each) => {
        const { out: [x, y], aside: [right, down] } = lanes[each];
        const text = `${each}: ${from[each].meanDelay.toFixed(0)} s`;
        return {
          kind: "text",
          x: half + x * half * 0.6 + right * 46,
          y: half + y * half * 0.6 + down * 24,
          text,
          size: 11,
        } as const;
      }),
      ...["narrow: longest queue", "wide: queue at the end"].map((text, line) =>
        ({
          kind: "text",
          x: half / 2 - 6,
          y: 2 * half - 22 + 13 * line,
          text,
          size: 9,
          tone: "quiet",
        }) as const
      ),
    ],
  };
}
