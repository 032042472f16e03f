/**
 * The methods compared on two tasks of bargaining, and their measures on 80 test games: the share of all points that a trained
 * player gets from scripted ones, and the product of both sides' points beside the largest possible one where two players are
 * trained together.
 *
 * The search sees scores alone; a step of it is 20 evaluations, that is games, 400 in all.
 */
import type { Task } from "@opto/opto";
import { examplesOf } from "../../src/task/examples.ts";
import type { Anchor, Experiment, Method } from "../../tools/experiment/experiment.ts";
import { paperMethods } from "../../tools/experiment/methods.ts";
import { optimizedMethod } from "../../tools/experiment/optimized_method.ts";
import { perStep } from "../../tools/experiment/per_step.ts";
import { type Game, totalPoints } from "./game.ts";
import pair from "./pair.ts";
import { playedBy } from "./players.ts";
import policy, { type Match, pointsOf } from "./policy.ts";

const seeds = [1, 2, 3];

/** All methods on a task. */
function methodsOn<In>(
  name: string,
  task: Task<In, Game, undefined>,
): Readonly<Record<string, Method>> {
  const options = { task, measure: { on: { task, split: "test" } } } as const;
  const methods: Readonly<Record<string, Method>> = {
    ...paperMethods(options),
    search: perStep(optimizedMethod({ ...options, optimizer: "search" }), 20),
  };
  return Object.fromEntries(
    Object.entries(methods).map(([method, run]) => [`${name}-${method}`, run]),
  );
}

/** What the scripted player that gives in gets in the place of the trained one. */
async function concederPoints(): Promise<Anchor> {
  const games = await Promise.all(seeds.map((seed) => examplesOf(policy, { seed })));
  const shares = games.flatMap(({ test }) =>
    test.map((example) => {
      const input = example.input as Match; // as: an example of the task
      const others = [input.opponent, "conceder"] as const;
      const [first, second] = input.isFirst ? [others[1], others[0]] : others;
      return pointsOf(playedBy(input.deal, [first, second]), input)[0] / totalPoints;
    })
  );
  return {
    name: "scripted conceder (policy)",
    value: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    source: "the conceder of `players.ts` in the place of the trained player, on the same games",
  };
}

export default {
  title: "Bargaining: points on test games by step",
  unit: "share of the points that are possible",
  isMaximized: true,
  axis: "steps",
  points: [0, 1, 2, 3, 5, 10, 15, 20],
  seeds,
  sources: ["game.ts", "players.ts", "policy.ts", "pair.ts", "turns.ts", "words.ts"],
  methods: { ...methodsOn("policy", policy), ...methodsOn("pair", pair) },
  anchors: [await concederPoints()],
} satisfies Experiment;
