/**
 * Circle packing: 26 circles in the unit square whose radii add up to as much as possible. AlphaEvolve reported 2.635
 * (2025, arXiv:2506.13131); the best known sum is 2.63598.
 *
 * Run it with `deno run -A mod.ts optimize examples/circles/task.ts`; it needs no model. The report draws the circles.
 * `deno task experiment circles` compares methods: with the slacks of the guide the search comes to 2.62 and more in 12,000
 * evaluations, half a minute.
 *
 * The 78 numbers are one parameter, and the search knows nothing of circles. The guide tells it how near each constraint is to
 * being broken (`relaxed`), and scores the circles after shrinking them, so that only packings count that are strictly valid.
 *
 * @module
 */
import { defineTask, parameter } from "@opto/opto";
import { z } from "zod";
import { fitted, type Packing, slacksOf, sumOf } from "./packing.ts";

/** Number of circles. */
const count = 26;

const list = (most: number) => z.array(z.number().min(0).max(most)).length(count);

/** Centers and radii. */
const packing = z.object({ x: list(1), y: list(1), r: list(0.5) });

/** Six columns and five rows, with room between the circles. */
export const grid: Packing = {
  x: Array.from({ length: count }, (_, i) => (i % 6 + 0.5) / 6),
  y: Array.from({ length: count }, (_, i) => (Math.floor(i / 6) + 0.5) / 5),
  r: Array.from({ length: count }, () => 0.06),
};

export default defineTask({
  name: "circles",
  description: "Packs 26 circles into the unit square.",
  objective:
    "Make the sum of the radii as large as possible; circles must not overlap nor leave the square.",
  agent: () => {
    const circles = parameter(grid, {
      name: "circles",
      description: "centers (x, y) and radii r of the circles",
      schema: packing,
    });
    return { circles, forward: () => circles };
  },
  examples: { train: [{ input: null }] },
  output: packing,

  guide(_example, output) {
    if (output instanceof Error) return { score: 0, feedback: output.message };
    const slacks = slacksOf(output);
    const [valid, broken] = [fitted(output), slacks.filter((slack) => slack < 0).length];
    const score = sumOf(valid);
    return {
      score,
      feedback: broken === 0
        ? `The radii add up to ${score}.`
        : `${broken} constraints are broken; shrunk until they hold, the radii add up to ${score}.`,
      relaxed: { score: sumOf(output), slacks },
    };
  },

  draw(_example, output) {
    const { x, y, r } = fitted(output);
    return {
      width: 1,
      height: 1,
      shapes: [
        { kind: "rectangle", x: 0, y: 0, width: 1, height: 1, tone: "quiet" },
        ...r.map((radius, i) =>
          ({ kind: "circle", x: x[i]!, y: y[i]!, radius, tone: "accent", isFilled: true }) as const // one for each
        ),
      ],
    };
  },

  trainer: { name: "racing", steps: 2_000 },
});
