/**
 * The steps of a game in the trace that nobody trains.
 *
 * @module
 */
import { bundle } from "@opto/opto";
import { z } from "zod";
import { afterMove, type Game, type View, viewOf } from "./game.ts";

const moveSchema = z.object({
  accept: z.boolean(),
  take: z.array(z.number()).length(3),
  message: z.string(),
});

/** The view of the player whose turn it is. */
export const look = bundle(function look(game: Game): View {
  return viewOf(game);
}, { description: "What the player whose turn it is sees: its own values, not the other's." });

/** A turn; `answered` plays on until it is the turn of a trainable player again. */
export function turnStep(answered: (game: Game) => Game = (game) => game) {
  return bundle(function turn(game: Game, move: unknown): Game {
    return answered(afterMove(game, moveSchema.parse(move)));
  }, { description: "Does a turn." });
}
