/**
 * Two agents that bargain, both trainable: what counts is the product of their points, so neither wins alone. Values are private;
 * what one says of them must be understood by the other. A change of one player is worth little without the other's.
 *
 * Run it with `deno run -A mod.ts optimize examples/bargaining/pair.ts`; with `--model NAME` a language model proposes.
 *
 * @module
 */
import { defineTask, type MaybeNode, Module, type Node, node, trainable } from "@opto/opto";
import {
  bestSplit,
  type Deal,
  drawDeal,
  type Game,
  isOver,
  type Move,
  outcome,
  type View,
} from "./game.ts";
import { look, turnStep } from "./turns.ts";
import { gameWords } from "./words.ts";

const turn = turnStep();

class Pair extends Module<Deal, Game> {
  first = trainable(function first(view: View): Move {
    return { accept: false, take: view.pool.map((count) => Math.ceil(count / 2)), message: "" };
  }, {
    description:
      "A turn of the player who begins: accepts the other's last offer, or says what it would take, [books, hats, balls], with a message of at most 80 characters.",
  });

  second = trainable(function second(_view: View): Move {
    return { accept: true, take: [0, 0, 0], message: "" };
  }, {
    description: "A turn of the player who answers; its view has the same form.",
  });

  async forward(deal: MaybeNode<Deal>) {
    let game: Node<Game> = node({ deal: node(deal).peek(), offers: [] } as Game, { name: "start" }); // as: of the type that turns give
    while (!isOver(game.peek())) {
      const isFirst = game.peek().offers.length % 2 === 0;
      const move = isFirst ? await this.first(look(game)) : await this.second(look(game));
      game = turn(game, move);
    }
    return game;
  }
}

export default defineTask({
  name: "bargaining-pair",
  description: "Two players who bargain over items with private values.",
  objective:
    "Deals with the largest product of both players' points. Each knows its own values alone; without a deal after eight turns both have nothing.",
  agent: () => new Pair(),

  examples(random) {
    const deals = (count: number) =>
      Array.from({ length: count }, () => ({ input: drawDeal(random) }));
    return { train: deals(24), validation: deals(24), test: deals(80) };
  },

  guide({ input }, game) {
    if (game instanceof Error) return { score: 0, feedback: game.message };
    const [first, second] = outcome(game);
    const [best, other] = bestSplit(input);
    return {
      score: Math.sqrt((first * second) / (best * other)),
      feedback: gameWords(game, ["first player", "second player"]),
      metrics: { first, second },
    };
  },
  trainer: { steps: 20, batchSize: 4 },
});
