/**
 * Tracking shuffled objects: players swap balls, and the question is what one of them has at the end.
 *
 * @module
 */
import { pick, sample, whole } from "../draw.ts";
import type { Family } from "../family.ts";
import { names } from "../names.ts";

const colors = ["black", "blue", "brown", "green", "orange", "pink", "purple", "red", "white"]
  .concat(["yellow"]);

const letter = (place: number): string => `(${String.fromCharCode(65 + place)})`;

/** The items with commas, and "and" before the last. */
const listed = (items: readonly string[]): string =>
  `${items.slice(0, -1).join(", ")}, and ${items.at(-1)}`;

/** Three to five players with as many swaps. */
export const trackingShuffledObjects: Family = {
  name: "tracking_shuffled_objects",
  make(random) {
    const count = whole(random, 3, 5);
    const players = names.slice(0, count);
    const balls = sample(random, colors, count).map((color) => `${color} ball`);
    const held = new Map<string, string>(players.map((player, place) => [player, balls[place]!])); // !: as many
    const swaps = Array.from({ length: count }, (_, at) => {
      const [one, other] = sample(random, players, 2) as [string, string]; // as: of three or more
      const [first, second] = [held.get(one)!, held.get(other)!]; // !: all hold one
      held.set(one, second).set(other, first);
      const word = at === 0 ? "First" : at === count - 1 ? "Finally" : "Then";
      return `${word}, ${one} and ${other} swap balls.`;
    });
    const asked = pick(random, players);
    const options = sample(random, balls, count);
    return {
      input:
        `${
          listed(players)
        } are playing a game. At the start of the game, they are each holding a ball: ` +
        `${listed(players.map((player, place) => `${player} has a ${balls[place]}`))}.\n\n` +
        `As the game progresses, pairs of players trade balls. ${swaps.join(" ")} ` +
        `At the end of the game, ${asked} has the\nOptions:\n` +
        options.map((ball, place) => `${letter(place)} ${ball}`).join("\n"),
      expected: letter(options.indexOf(held.get(asked)!)), // !: all hold one
    };
  },
  pattern: /\w+(?:, \w+)*, and \w+ are playing a game\.[^]*?\nOptions:(?:\n\([A-Z]\) [a-z ]+)+/g,
  solve(question) {
    const held = new Map<string, string>();
    for (const [, player = "", ball = ""] of question.matchAll(/(\w+) has an? (\w+ ball)/g)) {
      held.set(player, ball);
    }
    for (const [, one = "", other = ""] of question.matchAll(/(\w+) and (\w+) swap/g)) {
      const [first = "", second = ""] = [held.get(one), held.get(other)];
      held.set(one, second).set(other, first);
    }
    const [, asked = ""] = /At the end of the game, (\w+) has/.exec(question) ?? [];
    const option = [...question.matchAll(/(\([A-Z]\)) ([a-z ]+)/g)]
      .find(([, , ball]) => ball === held.get(asked));
    return option?.[1] ?? "";
  },
};
