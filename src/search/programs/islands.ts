/**
 * Islands of programs: separate populations that exchange a few members, and begin anew when they stand still.
 *
 * @module
 */
import { pick, type Random } from "../draw.ts";
import { frontOf } from "./select_parent.ts";
import type { Member } from "./members.ts";

/** A population, by the ids of its members. */
export interface Island {
  readonly members: readonly string[];
  /** The best one at the last generation; null before the first. */
  readonly best: string | null;
  /** Generations since it changed. */
  readonly stalled: number;
  /** Generations since it began. */
  readonly age: number;
}

/** Number of islands. */
export const islandCount = 4;

/** Most members of an island. */
export const islandSize = 40;

/** Generations without a better member after which an island begins anew. */
const patience = 25;

/** Generations between two migrations. */
const migrationInterval = 10;

/** An island before its first generation. */
export const freshIsland: Island = { members: [], best: null, stalled: 0, age: 0 };

/** An island with its members, after those that are not wanted have gone. */
export function settled(island: Island, byId: ReadonlyMap<string, Member>): Island {
  const found = [...new Set(island.members)].flatMap((id) => byId.get(id) ?? []);
  const different = [...Map.groupBy(found, ({ signature }) => signature).values()]
    .map((alike) => alike.reduce((one, other) => other.size < one.size ? other : one));
  const fittest = [...Map.groupBy(different, ({ form }) => form).values()]
    .map((alike) => alike.reduce((one, other) => other.rating > one.rating ? other : one));
  const kept = frontsOf(fittest, islandSize);
  const best = kept[0]?.id ?? null;
  return {
    members: kept.map(({ id }) => id),
    best,
    stalled: best === island.best ? island.stalled + 1 : 0,
    age: island.age + 1,
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

/** The islands of the next generation: the one that stands still longest may begin anew, and fronts migrate around the ring. */
export function moved(
  islands: readonly Island[],
  byId: ReadonlyMap<string, Member>,
  { generation, random }: { readonly generation: number; readonly random: Random },
): readonly Island[] {
  const restarted = islands.map((island) => island.stalled >= patience ? freshIsland : island);
  if (generation % migrationInterval !== 0) return restarted;
  return restarted.map((island, place) => {
    const from = restarted[(place + 1) % restarted.length];
    if (!from || island.age < migrationInterval) return island; // it is to find something of its own
    const front = frontOf(from.members.flatMap((id) => byId.get(id) ?? []));
    const migrant = pick(random, front);
    return migrant ? { ...island, members: [...island.members, migrant.id] } : island;
  });
}
