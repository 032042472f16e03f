/**
 * A language model that bargains: its prompt is trainable. It meets the scripted players, as the policy in `policy.ts` does.
 *
 * Run it with `deno run -A mod.ts optimize examples/bargaining/talk.ts --model NAME --agent-model NAME`; without `--agent-model`
 * one model does both.
 *
 * @module
 */
import {
  ask,
  bundle,
  defineTask,
  type MaybeNode,
  Module,
  type Node,
  node,
  parameter,
} from "@opto/opto";
import { z } from "zod";
import { type Game, isOver, type Move, type View } from "./game.ts";
import policy, { answered, type Match } from "./policy.ts";
import { look, turnStep } from "./turns.ts";

const describe = bundle(function describe(view: View): string {
  const [books = 0, hats = 0, balls = 0] = view.pool;
  const [book = 0, hat = 0, ball = 0] = view.values;
  const offers = view.offers.map(({ by, take, message }) =>
    `${by === "you" ? "You" : "The other"} asked for [${take.join(", ")}]: ${message}`
  );
  return [
    `There are ${books} books, ${hats} hats and ${balls} balls. To you a book is worth ${book}, a hat ${hat}, a ball ${ball}.`,
    ...offers,
    `${view.turnsLeft} turns are left, this one among them.`,
    `Answer with ACCEPT, or with OFFER [books, hats, balls] that you take, and one sentence.`,
  ].join("\n");
}, { description: "The game in words, from the side of the player." });

const read = bundle(function read(answer: string): Move {
  if (/\bACCEPT\b/.test(answer)) return { accept: true, take: [0, 0, 0], message: "" };
  const [all, a, b, c] = /OFFER\s*\[\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\]/.exec(answer) ?? [];
  if (all === undefined) {
    throw new RangeError(`Expected ACCEPT or OFFER [books, hats, balls], received: ${answer}`);
  }
  const message = answer.slice(answer.indexOf(all) + all.length).trim();
  return { accept: false, take: [Number(a), Number(b), Number(c)], message };
}, { description: "Reads ACCEPT or OFFER [books, hats, balls], and the sentence behind it." });

class Talker extends Module<Match, Game> {
  instructions = parameter("You bargain over things.", {
    name: "instructions",
    description: "The system prompt of the model that plays.",
    schema: z.string().max(1_000),
  });

  async forward(input: MaybeNode<Match>) {
    const match = node(input).peek();
    const turn = turnStep((game) => answered(game, match));
    let game: Node<Game> = node(answered({ deal: match.deal, offers: [] }, match), {
      name: "start",
    });
    while (!isOver(game.peek())) {
      const answer = await ask(describe(look(game)), {
        system: this.instructions,
        temperature: 0,
        maxTokens: 60,
      });
      game = turn(game, read(answer));
    }
    return game;
  }
}

export default defineTask({
  ...policy,
  name: "bargaining-talk",
  description: "The prompt of a language model that bargains over items with private values.",
  agent: () => new Talker(),
  trainer: { steps: 5, batchSize: 4 },
});
