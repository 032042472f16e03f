/**
 * Bargaining over items with private values, after "Deal or No Deal?" (Lewis and others 2017, arXiv 1706.05125): a few things of
 * three kinds, worth 10 points in all to each of two players, who know their own values alone. They take turns; each accepts the
 * last offer or makes another, with a message. After eight turns without a deal both have nothing.
 *
 * @module
 */

/** Kinds of things. */
export const kinds = ["book", "hat", "ball"] as const;

/** Turns of a game, of both players together. */
export const maxTurns = 8;

/** Points that all things together are worth to each player. */
export const totalPoints = 10;

/** Longest message that arrives, in characters. */
export const maxMessage = 80;

/** A number for each kind, in the order of `kinds`: [books, hats, balls]. */
export type Counts = readonly [number, number, number];

/** What a game is played with. */
export interface Deal {
  readonly pool: Counts;
  /** Points that one thing of each kind is worth to the players. */
  readonly values: readonly [Counts, Counts];
}

/** An offer: what its maker would take; the other player would have the rest. */
export interface Offer {
  readonly by: "you" | "other";
  readonly take: number[];
  readonly message: string;
}

/** What a player sees. */
export interface View {
  readonly pool: number[];
  /** Points that one thing of each kind is worth to this player. */
  readonly values: number[];
  /** All offers so far, the oldest first. */
  readonly offers: readonly Offer[];
  /** Turns left, this one among them; when none is left both have nothing. */
  readonly turnsLeft: number;
}

/** A turn: `accept` takes the other's last offer, else `take` and `message` make an offer. */
export interface Move {
  readonly accept: boolean;
  readonly take: readonly number[];
  readonly message: string;
}

/** A game under way or at its end. Players are 0, who begins, and 1. */
export interface Game {
  readonly deal: Deal;
  /** Offers by turn. */
  readonly offers: readonly { readonly take: Counts; readonly message: string }[];
  /** What each player has at the end; absent before it, and without a deal. */
  readonly shares?: readonly [Counts, Counts];
}

/** Points of some things. */
export function points(values: Counts, things: Counts): number {
  return things.reduce((sum, count, kind) => sum + count * values[kind]!, 0); // !: three kinds
}

/** The rest of the pool. */
export function rest(pool: Counts, taken: Counts): Counts {
  return [pool[0] - taken[0], pool[1] - taken[1], pool[2] - taken[2]];
}

/** Every way to take things from a pool. */
export function takings(pool: Counts): readonly Counts[] {
  const upTo = (count: number) => Array.from({ length: count + 1 }, (_, i) => i);
  return upTo(pool[0]).flatMap((a) =>
    upTo(pool[1]).flatMap((b) => upTo(pool[2]).map((c): Counts => [a, b, c]))
  );
}

/** What the player whose turn it is sees. */
export function viewOf({ deal, offers }: Game): View {
  const player = offers.length % 2;
  return {
    pool: [...deal.pool],
    values: [...deal.values[player as 0 | 1]], // as: a remainder of 2
    offers: offers.map(({ take, message }, turn) => ({
      by: turn % 2 === player ? "you" : "other",
      take: [...take],
      message,
    })),
    turnsLeft: maxTurns - offers.length,
  };
}

/** Whether no turn follows. */
export function isOver({ offers, shares }: Game): boolean {
  return shares !== undefined || offers.length >= maxTurns;
}

/** The game after a turn. @throws {RangeError} for a move against the rules */
export function afterMove(game: Game, move: Move): Game {
  const { deal, offers } = game;
  if (move.accept) {
    const last = offers.at(-1);
    if (last === undefined) throw new RangeError("Cannot accept: there is no offer yet");
    const shares = [last.take, rest(deal.pool, last.take)] as const;
    const maker = (offers.length - 1) % 2;
    return { ...game, shares: maker === 0 ? shares : [shares[1], shares[0]] };
  }
  const [a = NaN, b = NaN, c = NaN] = move.take;
  const take: Counts = [a, b, c];
  const isTaking = move.take.length === kinds.length &&
    take.every((count, kind) => Number.isInteger(count) && count >= 0 && count <= deal.pool[kind]!); // !: three kinds
  if (!isTaking) {
    throw new RangeError(
      `Cannot offer [${move.take}]: expected three whole numbers from 0 to those of the pool, [${deal.pool}]`,
    );
  }
  return { ...game, offers: [...offers, { take, message: move.message.slice(0, maxMessage) }] };
}

/** Points of both players at the end; none without a deal. */
export function outcome({ deal, shares }: Game): readonly [number, number] {
  if (shares === undefined) return [0, 0];
  return [points(deal.values[0], shares[0]), points(deal.values[1], shares[1])];
}

/** The split with the largest product of points: Nash's bargaining solution among whole things. */
export function bestSplit({ pool, values }: Deal): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  for (const take of takings(pool)) {
    const split = [points(values[0], take), points(values[1], rest(pool, take))] as const;
    if (split[0] * split[1] > best[0] * best[1]) best = split;
  }
  return best;
}

/** A game to play: five to seven things, worth ten points to each player, each kind worth something to one of them. */
export function drawDeal(random: () => number): Deal {
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  for (;;) { // ends: about one in three pools has enough values
    const pool: Counts = [between(1, 4), between(1, 4), between(1, 4)];
    const things = pool[0] + pool[1] + pool[2];
    if (things < 5 || things > 7) continue;
    const values = takings([10, 10, 10]).filter((value) => points(value, pool) === totalPoints);
    const one = values[between(0, values.length - 1)];
    const fitting = values.filter((value) =>
      one !== undefined && value.some((v, kind) => v !== one[kind]) &&
      value.every((v, kind) => v + one[kind]! > 0) // !: three kinds
    );
    const other = fitting[between(0, fitting.length - 1)];
    if (one !== undefined && other !== undefined) return { pool, values: [one, other] };
  }
}
