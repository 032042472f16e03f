import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  afterMove,
  bestSplit,
  type Deal,
  drawDeal,
  type Game,
  maxTurns,
  outcome,
  points,
  totalPoints,
} from "../../examples/bargaining/game.ts";
import pair from "../../examples/bargaining/pair.ts";
import policy from "../../examples/bargaining/policy.ts";
import { playedBy, type PlayerName, players } from "../../examples/bargaining/players.ts";
import talk from "../../examples/bargaining/talk.ts";
import { gameWords } from "../../examples/bargaining/words.ts";
import { optimize, type OptimizeOptions, type Task } from "../../mod.ts";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import { randomFrom } from "../../src/seeds.ts";

const names = Object.keys(players) as PlayerName[]; // as: keys of the table

const deals = (() => {
  const random = randomFrom(1);
  return Array.from({ length: 100 }, () => drawDeal(random));
})();

/** Two books and a hat; the first player wants books alone, the second one the hat above all. */
const deal: Deal = { pool: [2, 1, 0], values: [[5, 0, 0], [1, 8, 0]] };

Deno.test("all things of a game are worth ten points to each player, who differ", () => {
  for (const { pool, values } of deals) {
    const things = pool[0] + pool[1] + pool[2];
    assert(things >= 5 && things <= 7);
    assertEquals(values.map((value) => points(value, pool)), [totalPoints, totalPoints]);
    assert(values[0].some((value, kind) => value !== values[1][kind]));
  }
});

Deno.test("the shares of a deal are the pool, and no split has a larger product than the best one", () => {
  for (const deal of deals) {
    for (const first of names) {
      for (const second of names) {
        const game = playedBy(deal, [first, second]);
        const [a, b] = outcome(game);
        const [best, other] = bestSplit(deal);
        assert(a * b <= best * other);
        if (game.shares === undefined) assertEquals(game.offers.length, maxTurns);
        else {
          const [own, rest] = game.shares;
          assertEquals(own.map((count, kind) => count + rest[kind]!), [...deal.pool]); // !: three kinds
        }
      }
    }
  }
});

Deno.test("bestSplit() gives each player what it wants alone", () => {
  assertEquals(bestSplit(deal), [10, 8]);
});

Deno.test("afterMove() gives the maker of an accepted offer what it asked for", () => {
  const offered = afterMove({ deal, offers: [] }, {
    accept: false,
    take: [2, 0, 0],
    message: "Books for me.",
  });
  const game = afterMove(offered, { accept: true, take: [0, 0, 0], message: "" });
  assertEquals(outcome(game), [10, 8]);
  assertEquals(
    gameWords(game, ["one", "other"]),
    "Turn 1: the one asks for 2 books.\n" +
      "Deal: the one has 2 books, 10 points; the other 8.\n" +
      "No split has a larger product of points.",
  );
});

Deno.test("afterMove() refuses what is not in the pool, and to accept nothing", () => {
  const game: Game = { deal, offers: [] };
  for (const take of [[3, 0, 0], [-1, 0, 0], [0.5, 0, 0], [1], [NaN, 0, 0]]) {
    assertThrows(
      () => afterMove(game, { accept: false, take, message: "" }),
      RangeError,
      "expected three whole numbers from 0 to those of the pool",
    );
  }
  assertThrows(
    () => afterMove(game, { accept: true, take: [0, 0, 0], message: "" }),
    RangeError,
    "there is no offer yet",
  );
});

/** The task on some of its games, from the values it starts with. */
async function initialScore<In>(task: Task<In, Game, undefined>, options: OptimizeOptions = {}) {
  assert(typeof task.examples === "function");
  const { train } = await task.examples(randomFrom(1));
  const few = { ...task, examples: { train: train.slice(0, 4) } };
  return (await optimize(few, { steps: 0, ...options }).result).initial.score ?? NaN;
}

Deno.test("the policy and the pair play from what they start with", async () => {
  for (const score of [await initialScore(policy), await initialScore(pair)]) {
    assert(score > 0 && score < 1);
  }
});

Deno.test("a language model bargains by words, and a game with another answer has failed", async () => {
  const accepting = scriptedModel(({ messages }) =>
    String(messages.at(-1)?.content).includes("asked for")
      ? "ACCEPT"
      : "OFFER [1, 0, 0] One book, please."
  );
  assert(await initialScore(talk, { agentModel: accepting }) > 0);
  const silent = scriptedModel(() => "I would like a book.");
  assertEquals(await initialScore(talk, { agentModel: silent }), 0);
});
