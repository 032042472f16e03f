/**
 * Islands of programs: populations that begin one after the other, each when the one before stands still.
 *
 * (Restarts as in the island model of Cohoon, Hegde, Martin and Richards, 1987, but in turn, so that a short run has one large
 * population rather than several small ones.)
 *
 * @module
 */
import { pick, type Random } from "../draw.ts";
import type { Member } from "./members.ts";
import { frontOf } from "./select_parent.ts";

/** A population, by the ids of its members. */
export interface Island {
  readonly members: readonly string[];
  /** The best one when it was last much better than before; null before the first generation. */
  readonly best: string | null;
  /** Children since then. */
  readonly stalled: number;
}

/** All islands, of which one has children. */
export interface Islands {
  readonly all: readonly Island[];
  /** The place of that one. */
  readonly active: number;
}

/** Most islands that are kept. */
const mostIslands = 4;

/** Most members of an island. */
export const islandSize = 40;

/** Children without a much better one after which another island begins. */
export const patience = 480;

/** A member is much better when it adds this share to what the island gained over the first candidate of the run. */
const leastGain = 0.03;

/** From half the patience on, an island gets a member of another one in each generation: the two may have more in common. */
const migrationFrom = patience / 2;

/** An island before its first generation. */
export const freshIsland: Island = { members: [], best: null, stalled: 0 };

/** The first island. */
export const firstIslands: Islands = { all: [freshIsland], active: 0 };

/** The active island. */
export function activeIsland({ all, active }: Islands): Island {
  return all[active] ?? freshIsland;
}

/** The islands with another active one. */
export function withActive({ all, active }: Islands, island: Island): Islands {
  return { all: all.with(active, island), active };
}

/** An island with its members, after those that are not wanted have gone. @param founder the first candidate of the run */
export function settled(
  island: Island,
  byId: ReadonlyMap<string, Member>,
  founder: Member | undefined,
): Island {
  const found = [...new Set(island.members)].flatMap((id) => byId.get(id) ?? []);
  const different = [...Map.groupBy(found, ({ signature }) => signature).values()]
    .map((alike) => alike.reduce((one, other) => other.size < one.size ? other : one));
  const fittest = [...Map.groupBy(different, ({ form }) => form).values()]
    .map((alike) => alike.reduce((one, other) => other.rating > one.rating ? other : one));
  const kept = frontsOf(fittest, islandSize);
  const [best] = kept;
  const before = byId.get(island.best ?? "");
  const gain = (best?.rating ?? 0) - (founder?.rating ?? 0);
  const isSame = best !== undefined && before !== undefined &&
    (best === before || best.rating - before.rating < leastGain * gain);
  return {
    members: kept.map(({ id }) => id),
    best: isSame ? island.best : best?.id ?? null,
    stalled: isSame ? island.stalled : 0,
  };
}

/** Whole fronts of better and smaller members, then of those behind them, up to a number. */
function frontsOf(members: readonly Member[], most: number): readonly Member[] {
  const kept: Member[] = [];
  for (let left = members; left.length > 0 && kept.length < most;) {
    const front = new Set(frontOf(left));
    kept.push(...front);
    left = left.filter((member) => !front.has(member));
  }
  return kept.slice(0, most);
}

/**
 * The islands of the next generation: where the active one stands still, a member of another comes to it, and in the end another
 * island begins, in the place of the poorest when there are many.
 */
export function moved(
  islands: Islands,
  byId: ReadonlyMap<string, Member>,
  random: Random,
): Islands {
  const { all, active } = islands;
  const island = activeIsland(islands);
  if (island.stalled >= patience) {
    if (all.length < mostIslands) return { all: [...all, freshIsland], active: all.length };
    const ratings = all.map(({ best }) => byId.get(best ?? "")?.rating ?? -Infinity);
    const poorest = ratings.indexOf(Math.min(...ratings));
    return { all: all.with(poorest, freshIsland), active: poorest };
  }
  if (island.stalled < migrationFrom) return islands;
  const other = pick(random, all.filter((_, place) => place !== active));
  const front = frontOf((other?.members ?? []).flatMap((id) => byId.get(id) ?? []));
  const migrant = pick(random, front);
  if (!migrant || island.members.includes(migrant.id)) return islands;
  return withActive(islands, { ...island, members: [...island.members, migrant.id] });
}
