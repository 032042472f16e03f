/**
 * Islands: several populations that evolve apart, each a grid of features, with migration between them.
 *
 * (Islands as in FunSearch, Romera-Paredes et al. 2023, and OpenEvolve; the grid is MAP-Elites.)
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Trainer } from "../trainer.ts";
import { bestOf, candidatesOf, idsOf, membersOf } from "./archive.ts";
import { expand } from "./expand.ts";
import { elitesOf, type Feature, usualFeatures } from "./grid.ts";

/** Settings of islands. */
export interface IslandsOptions {
  /** Number of islands. @default 4 */
  readonly count?: number;
  /**
   * The features of the grid; each takes a candidate with its trial. @default the length of code and text, then metrics, at
   * most two; for a task with neither its numbers
   */
  readonly features?: readonly Feature[];
}

/** The islands between two steps. */
export interface IslandsMemory {
  /** Number of steps so far. */
  readonly turn: number;
  /** Ids of each island's candidates, best first. */
  readonly islands: readonly (readonly string[])[];
}

/** Number of islands by default. */
const usualCount = 4;

/** Maximum candidates of an island. */
const maxElites = 40;

/** Steps of each island between two migrations. */
const period = 4;

/**
 * A trainer with populations that share nothing but their start and a migrant now and then, so that a run does not depend on
 * one early success. Islands take turns. A step proposes from a candidate drawn from all cells of the island's grid; its
 * proposals start from the candidates of the island alone. Every fourth turn the best of each island moves to the next.
 *
 * @throws {UsageError} when the count is no whole number from 1 upward, or the features are no functions
 *
 * @example
 * ```ts
 * import { islands } from "@opto/opto/trainer";
 * import { toyRun } from "@opto/opto/testing";
 *
 * const { best } = await toyRun({ trainer: islands({ count: 2 }), steps: 10 }).result;
 * console.log(best.score);
 * ```
 */
export function islands(
  { count = usualCount, features }: IslandsOptions = {},
): Trainer {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(
      `Cannot use "${count}" as the number of islands: received no whole number from 1 upward`,
      { advice: "Give count a whole number, 1 or more." },
    );
  }
  if (features !== undefined && !isFeatures(features)) {
    throw new UsageError("Cannot use the features of islands: received no list of functions", {
      advice: "Write features: [(member) => member.candidate.values.size, …].",
    });
  }
  const isUsual = count === usualCount && features === undefined;
  return {
    name: isUsual ? "islands" : `islands(${count}${features === undefined ? "" : ", features"})`,
    initialMemory: { turn: 0, islands: [] },
    async step(context) {
      const settled = Array.from(
        { length: count },
        (_, place) => context.memory.islands[place] ?? [context.current.id],
      );
      const turn = context.memory.turn + 1;
      const place = (turn - 1) % count;
      const own = membersOf(context, settled[place] ?? []);
      const drawn = own[Math.floor(context.random() * own.length)];
      const { children } = await expand(context, {
        parents: [drawn?.candidate ?? context.current],
        populationOf: () => candidatesOf(own),
      });
      const grown = settled.map((ids, other) =>
        other === place ? [...ids, ...children.map(({ id }) => id)] : ids
      );
      const isMigration = turn % (count * period) === 0;
      const moved = isMigration ? withMigrants(context, grown) : grown;
      const all = membersOf(context, moved.flat());
      const grid = { features: features ?? usualFeatures(all), all };
      return {
        turn,
        islands: moved.map((ids) =>
          idsOf(elitesOf(membersOf(context, ids), grid).slice(0, maxElites))
        ),
      };
    },
  } satisfies Trainer<IslandsMemory>;
}

function isFeatures(features: unknown): boolean {
  return Array.isArray(features) && features.every((feature) => typeof feature === "function");
}

/** The islands, each with the best candidate of the one before it. */
function withMigrants(
  context: Parameters<typeof membersOf>[0],
  islands: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  return islands.map((ids, place) => {
    const before = islands.at(place - 1) ?? [];
    return [...ids, ...idsOf(bestOf(membersOf(context, before), 1))];
  });
}
