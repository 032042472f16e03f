/**
 * A policy for bargaining: the code of one player, who meets four scripted ones and begins or answers in turn. The trace shows
 * each turn; the feedback says how the game went, with both sides' points.
 *
 * Run it with `deno run -A mod.ts optimize examples/bargaining/policy.ts`; with `--model NAME` a language model proposes.
 *
 * @module
 */
import { defineTask, type MaybeNode, Module, type Node, node, trainable } from "@opto/opto";
import {
  afterMove,
  type Deal,
  drawDeal,
  type Game,
  isOver,
  type Move,
  outcome,
  totalPoints,
  type View,
  viewOf,
} from "./game.ts";
import { type PlayerName, players } from "./players.ts";
import { look, turnStep } from "./turns.ts";
import { gameWords } from "./words.ts";

/** A game against a scripted player. */
export interface Match {
  readonly deal: Deal;
  readonly opponent: PlayerName;
  /** Whether the trainable player makes the first offer. */
  readonly isFirst: boolean;
}

/** Plays the scripted player's turn when it is due. */
export function answered(game: Game, { opponent, isFirst }: Match): Game {
  const isOurs = game.offers.length % 2 === (isFirst ? 0 : 1);
  return isOver(game) || isOurs ? game : afterMove(game, players[opponent](viewOf(game)));
}

class Bargainer extends Module<Match, Game> {
  move = trainable(function move(view: View): Move {
    const last = view.offers[view.offers.length - 1];
    if (last !== undefined && view.turnsLeft <= 2) {
      return { accept: true, take: [0, 0, 0], message: "" };
    }
    return { accept: false, take: view.pool, message: "" };
  }, {
    description:
      "One turn of a player: accepts the last offer of the other, or says what it would take itself, [books, hats, balls] from 0 to those of the pool. view.offers has all offers, with `take` as the part of who made it (`by`: you or other).",
  });

  async forward(input: MaybeNode<Match>) {
    const match = node(input).peek();
    const turn = turnStep((game) => answered(game, match));
    let game: Node<Game> = node(answered({ deal: match.deal, offers: [] }, match), {
      name: "start",
    });
    while (!isOver(game.peek())) game = turn(game, await this.move(look(game)));
    return game;
  }
}

/** Points of the trainable player, and of the other. */
export function pointsOf(game: Game, { isFirst }: Match): readonly [number, number] {
  const [first, second] = outcome(game);
  return isFirst ? [first, second] : [second, first];
}

export default defineTask({
  name: "bargaining-policy",
  description: "The policy of a player who bargains over items with private values.",
  objective:
    "Get as many points as possible, 10 being all. Each player knows its own values alone; without a deal after eight turns both have nothing.",
  agent: () => new Bargainer(),

  examples(random) {
    const names = Object.keys(players) as PlayerName[]; // as: keys of the table
    const matches = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        input: {
          deal: drawDeal(random),
          opponent: names[i % names.length]!, // !: a remainder
          isFirst: Math.floor(i / names.length) % 2 === 0,
        },
      }));
    return { train: matches(24), validation: matches(24), test: matches(80) };
  },

  guide({ input }, game) {
    if (game instanceof Error) return { score: 0, feedback: game.message };
    const [own] = pointsOf(game, input);
    const player = "trained player";
    const names = input.isFirst
      ? [player, input.opponent] as const
      : [input.opponent, player] as const;
    return { score: own / totalPoints, feedback: gameWords(game, names) };
  },
  trainer: { steps: 20, batchSize: 4 },
});
