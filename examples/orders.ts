/**
 * Tools: a trainable function that looks things up while it decides. The tools run outside the sandbox, with a limit on their
 * calls; the function gets what they answer, and nothing else of the shop.
 *
 * Run it with `deno run -A mod.ts optimize examples/orders.ts`; the built-in search varies the numbers, a model finds the rule.
 *
 * @module
 */
import { defineTask, trainable } from "@opto/opto";
import { z } from "zod";

/** The shop, which the function does not see: pieces there, and pieces sold in a week. */
const shop: Readonly<Record<string, readonly [stock: number, weekly: number]>> = {
  bolts: [120, 50],
  nuts: [8, 40],
  washers: [0, 30],
  screws: [60, 45],
  hooks: [3, 2],
  nails: [10, 90],
  rings: [18, 20],
  pins: [35, 30],
};

/** Tools: what the function may call, and how often for one item. */
const stockOf = { run: (item: string) => shop[item]?.[0] ?? 0, maxCalls: 3, deadlineMs: 1_000 };
const salesOf = { run: (item: string) => shop[item]?.[1] ?? 0, maxCalls: 3, deadlineMs: 1_000 };

const order = trainable(
  async function order({ stockOf, salesOf }, item: string): Promise<number> {
    const stock = await stockOf(item);
    const weekly = await salesOf(item);
    return stock < 10 ? weekly : 0;
  },
  {
    uses: { stockOf, salesOf },
    description: "Number of pieces to order now, so that the stock lasts until the next order.",
  },
);

/** Days until the next order arrives, which the feedback lets a reader find out. */
const days = 14;

function needed(item: string): number {
  const [stock, weekly] = shop[item] ?? [0, 0];
  return Math.max(0, weekly * days / 7 - stock);
}

export default defineTask({
  name: "orders",
  description: "Decides how much to order, with tools that know the stock.",
  objective: "Order what will be missing before the next order, and not more.",
  agent: () => order,
  examples: {
    train: Object.keys(shop).slice(0, 5).map((input) => ({ input })),
    validation: Object.keys(shop).slice(5).map((input) => ({ input })),
  },
  output: z.number().min(0),

  guide({ input }, output) {
    if (output instanceof Error) return { score: -100, feedback: output.message };
    const missing = needed(input) - output;
    const words = missing === 0
      ? "Exactly what was needed."
      : `${Math.abs(missing)} ${missing > 0 ? "too few" : "too many"} after ${days} days.`;
    return { score: -Math.abs(missing), feedback: words };
  },
  trainer: { steps: 10, target: 0 },
});
