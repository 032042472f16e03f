/**
 * Object counting: "I have a plum, two carrots, and a fig. How many fruits do I have?"
 *
 * @module
 */
import { pick, sample, whole } from "../draw.ts";
import type { Family } from "../family.ts";

/** Names of one thing, by kind. */
const kinds = {
  "fruits": ["apple", "banana", "blackberry", "grape", "nectarine", "orange", "peach", "plum"]
    .concat(["raspberry", "strawberry", "fig", "lemon"]),
  "vegetables": ["cabbage", "carrot", "cauliflower", "garlic", "lettuce head", "onion", "potato"]
    .concat(["yam", "head of broccoli", "stalk of celery", "turnip", "radish"]),
  "musical instruments": ["accordion", "clarinet", "drum", "flute", "piano", "trombone", "trumpet"]
    .concat(["violin", "cello", "banjo"]),
  "animals": ["bear", "cat", "chicken", "cow", "dog", "donkey", "duck", "frog", "goat", "pig"]
    .concat(["rabbit", "snail", "snake"]),
  "objects": ["bed", "car", "chair", "couch", "fridge", "lamp", "microwave", "oven", "stove"]
    .concat(["table", "toaster"]),
} as const;

const numbers = ["no", "one", "two", "three", "four", "five"];

const plural = (thing: string): string =>
  thing.includes(" of ")
    ? thing.replace(/^\w+/, plural)
    : thing.endsWith("y") && !/[aeiou]y$/.test(thing)
    ? `${thing.slice(0, -1)}ies`
    : /(?:ch|sh|o)$/.test(thing) && !/(?:no|jo|lo)$/.test(thing)
    ? `${thing}es`
    : `${thing}s`;

const named = (thing: string, count: number): string =>
  count > 1
    ? `${numbers[count]} ${plural(thing)}`
    : `${/^[aeiou]/.test(thing) ? "an" : "a"} ${thing}`;

/** Things of one kind to count, in half of the questions among things of another kind. */
export const objectCounting: Family = {
  name: "object_counting",
  make(random) {
    const [kind, other] = sample(random, Object.keys(kinds) as (keyof typeof kinds)[], 2); // as: its own keys
    const hasOthers = kind !== "objects" && other !== "objects" && random() < 0.5;
    const wanted = sample(random, kinds[kind!], whole(random, 3, 8)); // !: of five kinds
    const among = hasOthers ? sample(random, kinds[other!], whole(random, 1, 3)) : []; // !: as above
    const things = sample(random, [...wanted, ...among], 11)
      .map((thing) => ({ thing, count: pick(random, [1, 1, 1, 1, 2, 3, 4, 5]) }));
    const listed = things.map(({ thing, count }) => named(thing, count));
    const total = things.filter(({ thing }) => wanted.includes(thing as never)) // as: a name of any kind
      .reduce((sum, { count }) => sum + count, 0);
    return {
      input: `I have ${listed.slice(0, -1).join(", ")}, and ${
        listed.at(-1)
      }. How many ${kind} do I have?`,
      expected: String(total),
    };
  },
  pattern: /I have (?:[a-z ]+, )+and [a-z ]+\. How many [a-z ]+ do I have\?/g,
  solve(question) {
    const [, list = "", kind = ""] = /I have (.+)\. How many (.+) do/.exec(question) ?? [];
    const wanted: readonly string[] = kinds[kind as keyof typeof kinds] ?? []; // as: another has no things
    const total = list.split(/, (?:and )?/).map((item) => {
      const [, word = "", thing = ""] = /^(\w+) (.+)$/.exec(item) ?? [];
      const isWanted = kind === "objects" ||
        wanted.some((one) => [one, plural(one)].includes(thing));
      return isWanted ? Math.max(1, numbers.indexOf(word)) : 0;
    });
    return String(total.reduce((sum, count) => sum + count, 0));
  },
};
