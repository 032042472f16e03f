/**
 * Scripted players. Each is a function from what it sees to its turn, without chance or memory.
 *
 * @module
 */
import {
  afterMove,
  type Counts,
  type Deal,
  type Game,
  isOver,
  type Move,
  points,
  rest,
  takings,
  type View,
  viewOf,
} from "./game.ts";

/** A player that follows a script. */
export type Player = (view: View) => Move;

const accept: Move = { accept: true, take: [0, 0, 0], message: "Agreed." };

/** Wants a certain number of points in each turn; `least` says how many by the turns that are left. */
function wanting(least: (turnsLeft: number) => number): Player {
  return (view) => {
    const wanted = least(view.turnsLeft);
    if (offered(view) >= wanted) return accept;
    return { accept: false, take: cheapest(view, wanted), message: wordsOf(view) };
  };
}

/** Starts with nearly all and wants a point less in each of its turns. */
export const conceder: Player = wanting((turnsLeft) => 3 + turnsLeft * 0.75);

/** Half of the points, from first to last. */
export const fair: Player = wanting(() => 5);

/** Eight points until its last turn, in which it takes what it gets. */
export const stubborn: Player = wanting((turnsLeft) => turnsLeft <= 2 ? 1 : 8);

/** Gives in by as many points as the other did, as far as it can see: it counts things. */
export const mirror: Player = (view) => {
  const demands = view.offers.filter(({ by }) => by === "other").map(({ take }) => sum(take));
  const given = Math.max(0, (demands[0] ?? 0) - (demands.at(-1) ?? 0));
  const wanted = Math.max(view.turnsLeft <= 2 ? 3 : 4, 8 - 2 * given);
  if (offered(view) >= wanted) return accept;
  return { accept: false, take: cheapest(view, wanted), message: wordsOf(view) };
};

/** The scripted players by name. */
export const players = { conceder, fair, stubborn, mirror } as const satisfies Record<
  string,
  Player
>;

/** Name of a scripted player. */
export type PlayerName = keyof typeof players;

/** A whole game between two scripted players. */
export function playedBy(deal: Deal, [first, second]: readonly [PlayerName, PlayerName]): Game {
  let game: Game = { deal, offers: [] };
  while (!isOver(game)) {
    const player = players[game.offers.length % 2 === 0 ? first : second];
    game = afterMove(game, player(viewOf(game)));
  }
  return game;
}

/** Points of what the last offer of the other leaves; -1 before there is one. */
function offered({ offers, pool, values }: View): number {
  const last = offers.at(-1);
  return last === undefined ? -1 : points(counts(values), rest(counts(pool), counts(last.take)));
}

/** The fewest things that are worth at least so many points; among such the ones that are worth most. */
function cheapest({ pool, values }: View, wanted: number): Counts {
  const worth = (take: Counts) => points(counts(values), take);
  const enough = takings(counts(pool)).filter((take) => worth(take) >= wanted);
  return enough.reduce(
    (best, take) =>
      sum(take) < sum(best) || (sum(take) === sum(best) && worth(take) > worth(best)) ? take : best,
    counts(pool),
  );
}

/** An honest message: the kind that it values most. */
function wordsOf({ values }: View): string {
  const most = values.indexOf(Math.max(...values));
  return `I care most for the ${["books", "hats", "balls"][most]}.`;
}

function counts([a = 0, b = 0, c = 0]: readonly number[]): Counts {
  return [a, b, c];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
