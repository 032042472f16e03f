/**
 * What is said of a game when it is over.
 *
 * @module
 */
import { bestSplit, type Counts, type Game, kinds, outcome } from "./game.ts";

/** A game turn by turn, and how it ended, for one who knows both sides. */
export function gameWords(game: Game, names: readonly [string, string]): string {
  const { deal, offers, shares } = game;
  const turns = offers.map(({ take }, turn) =>
    `Turn ${turn + 1}: the ${names[turn % 2]} asks for ${things(take)}.`
  );
  const [first, second] = outcome(game);
  const [best, other] = bestSplit(deal);
  const end = shares === undefined
    ? "No deal: both have nothing."
    : `Deal: the ${names[0]} has ${things(shares[0])}, ${first} points; the ${names[1]} ${second}.`;
  const possible = first * second === best * other
    ? "No split has a larger product of points."
    : `A split of ${best} and ${other} points was possible.`;
  return [...turns, end, possible].join("\n");
}

/** "2 books, 1 hat". */
export function things(counts: Counts): string {
  const parts = counts.flatMap((count, kind) =>
    count === 0 ? [] : [`${count} ${kinds[kind]}${count === 1 ? "" : "s"}`]
  );
  return parts.join(", ") || "nothing";
}
