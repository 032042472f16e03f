/**
 * Online bin packing: items arrive one by one, and each must go into a bin immediately. Fewer bins are better.
 *
 * Run it with `deno run -A mod.ts optimize examples/quickstart.ts`. It needs no model and no key: the built-in
 * search rewrites `priority` and keeps versions that need fewer bins.
 *
 * @module
 */
import { defineTask, sandboxed, trainable } from "@opto/opto";
import { z } from "zod";

const capacity = 150;

/** An agent for bins of a capacity. */
export const packerFor = (capacity: number) => () => {
  /** The trainable part. It starts as "best fit": the tightest bin first. */
  const priority = trainable(function priority(item: number, room: number): number {
    return item - room;
  }, {
    description: "Priority of a bin for an item, given the room left in the bin. The highest wins.",
  });

  /** The fixed part: the loop around it. It runs in the sandbox too, because it calls `priority` very often. */
  return sandboxed(function pack({ priority, capacity }, items: number[]): number[] {
    const rooms: number[] = [];
    return items.map((item) => {
      let choice = rooms.length;
      let highest = -Infinity;
      // Oldest bin first, a new bin last; the first of equal bins is taken.
      for (let bin = 0; bin <= rooms.length; bin++) {
        const room = rooms[bin] ?? capacity;
        if (room < item) continue;
        const wish = priority(item, room);
        if (wish > highest) [choice, highest] = [bin, wish];
      }
      rooms[choice] = (rooms[choice] ?? capacity) - item;
      return choice;
    });
  }, { uses: { priority, capacity } });
};

/** 500 items with sizes uniform from 20 to 100. */
const instance = (random: () => number) => ({
  input: Array.from({ length: 500 }, () => 20 + Math.floor(random() * 81)),
});

export default defineTask({
  name: "bin-packing",
  description: "Packs items into bins of capacity 150, online.",
  objective: "Use as few bins as possible. Items are integers, uniform from 20 to 100.",
  agent: packerFor(capacity),

  // The search uses `train`; `validation` chooses the best; `test` is evaluated once, at the end.
  examples: (random) => ({
    train: Array.from({ length: 48 }, () => instance(random)),
    validation: Array.from({ length: 32 }, () => instance(random)),
    test: Array.from({ length: 20 }, () => instance(random)),
  }),

  // Whatever comes out of the sandbox, the guide gets a list of whole numbers or an error.
  output: z.array(z.int()),

  // Runs outside the sandbox and trusts no result: it packs the items again by the returned assignment.
  guide: ({ input: items }, assignment) => judge(items, assignment, capacity),

  trainer: { steps: 150, proposals: 16, batchSize: 2 },

  summarize({ initialMetrics: before, bestMetrics: after }) {
    const saved = (100 * (1 - (after.bins ?? 0) / (before.bins ?? 1))).toFixed(2);
    const change = Number(saved) === 0 ? "as many as before" : `${saved} % fewer`;
    return `${before.bins?.toFixed(1)} bins before, ${after.bins?.toFixed(1)} after ` +
      `(${change}); the lower bound is ${before.lowerBound?.toFixed(1)}`;
  },
});

/** Scores an assignment of items to bins by the share of the bins that no packing can do without. */
export function judge(
  items: readonly number[],
  assignment: readonly number[] | Error,
  capacity: number,
) {
  if (assignment instanceof Error) return { score: 0, feedback: assignment.message };
  const mistake = mistakeIn(assignment, items, capacity);
  if (mistake) return { score: 0, feedback: mistake };
  const bins = new Set(assignment).size;
  const lowerBound = Math.ceil(items.reduce((sum, item) => sum + item, 0) / capacity);
  return {
    score: lowerBound / bins,
    feedback: `Used ${bins} bins; no packing can use fewer than ${lowerBound}.`,
    metrics: { bins, lowerBound },
  };
}

/** The first mistake in an assignment of items to bins, as text. */
function mistakeIn(
  assignment: readonly number[],
  items: readonly number[],
  capacity: number,
): string | undefined {
  if (assignment.length !== items.length) return `Each of the ${items.length} items needs one bin.`;
  const loads = new Map<number, number>();
  for (const [place, bin] of assignment.entries()) {
    const item = items[place] ?? 0;
    const load = (loads.get(bin) ?? 0) + item;
    if (load > capacity) return `Bin ${bin} holds ${load}, over its capacity of ${capacity}.`;
    loads.set(bin, load);
  }
}
