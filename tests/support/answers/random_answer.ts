/**
 * Answers of a model to a task with parameters of each kind: valid ones in every accepted form, and mutated ones.
 *
 * @module
 */
import type { Dice } from "../../sandbox/random_program.ts";
import { mutateText } from "../mutate_text.ts";
import { mixedSource } from "./mixed_task.ts";

/** Sources of the code parameter, each accepted. */
const sources: readonly string[] = [
  mixedSource,
  mixedSource.replace("return grow(n);", "return grow(n) + grow(1);"),
  mixedSource.replace("const step = 1;", "const step = 3;"),
  mixedSource.replace("sum += step", "sum += step * 2"),
];

const edits: readonly string[] = [
  "<<<<<<< SEARCH\nconst step = 1;\n=======\nconst step = 2;\n>>>>>>> REPLACE",
  "<<<<<<< SEARCH\n  return grow(n);\n=======\n  return grow(grow(n));\n>>>>>>> REPLACE",
  "Two edits:\n<<<<<<< SEARCH\nconst step = 1;\n=======\nconst step = 4;\n>>>>>>> REPLACE\nand\n" +
  "<<<<<<< SEARCH\nlet sum = n;\n=======\nlet sum = n + 1;\n>>>>>>> REPLACE\n",
];

/** A valid answer in one of the accepted forms. */
export function validAnswer(dice: Dice): string {
  const pick = <T>(items: readonly T[]): T => items[dice(items.length)] as T; // below its length
  const fenced = (code: string) => `\`\`\`ts\n${code}\n\`\`\``;
  const values: Readonly<Record<string, () => unknown>> = {
    reach: () => dice(3) === 0 ? fenced(pick(sources)) : pick(dice(2) === 0 ? edits : sources),
    rate: () => pick([dice(100) / 50, "1.25", -1, "1e3", null]),
    words: () => pick(["plain", "two\nlines", '`quoted` "twice"', "\u{1f600}"]),
    list: () => pick([[dice(9), dice(9)], [], "[1, 2]", [[1], { a: [null] }]]),
    table: () => pick([{ a: dice(9) }, {}, '{"b": [1]}']),
    count: () => pick([dice(1_000), "12n", " -7 "]),
    isOn: () => pick([true, false, "yes", "False"]),
  };
  const names = Object.keys(values).filter(() => dice(3) === 0);
  const named = names.length === 0 ? ["rate"] : names;
  const suggestion = Object.fromEntries(named.map((name) => [name, values[name]!()])); // !: a key of it
  const json = JSON.stringify({ reasoning: "because", suggestion }, null, dice(2) === 0 ? 2 : 0);
  switch (dice(9)) {
    case 0:
      return `\`\`\`json\n${json}\n\`\`\``;
    case 1:
      return `<think>maybe {"suggestion": {"rate": 9}}</think>\n${json}`;
    case 2:
      return `Here you are:\n\n${json}\n\nThis should help {as asked}.`;
    case 3:
      return JSON.stringify(suggestion);
    case 4:
      return json.replaceAll('"', "'");
    case 5:
      return json.replace(/\}$/, ",}").replaceAll("\\n", "\n");
    case 6:
      return pick(["TERMINATE", "`TERMINATE`.", '{"reasoning": "good", "suggestion": {}}']);
    case 7:
      return named.map((name) =>
        `<variable name="${name}">\n<value>${String(suggestion[name])}</value>\n</variable>`
      ).join("\n");
    default:
      return json;
  }
}

/** A value that few schemas expect. */
function oddValue(dice: Dice, depth = 0): unknown {
  switch (dice(depth > 3 ? 8 : 11)) {
    case 0:
      return "x".repeat(1 + dice(dice(20) === 0 ? 600_000 : 50));
    case 1:
      return "9".repeat(1 + dice(dice(20) === 0 ? 100_000 : 50));
    case 2:
      return "\\".repeat(dice(50)) + "\ud800\u0000\u2028";
    case 3:
      return [1e308, -0, 5e-324, 2 ** 53, -1e21][dice(5)];
    case 4:
      return [null, true, "", "null", "NaN", "-0", "0n", "1e999"][dice(8)];
    case 5: // as deep as values may be, and deeper
      return Array.from({ length: dice(250) }).reduce<unknown>((inner) => [inner], dice(9));
    case 6:
      return Array(dice(dice(20) === 0 ? 100_000 : 20)).fill(dice(3));
    case 7:
      return { $: "bigint", v: "x", __proto__: null, constructor: { prototype: 1 } };
    case 8:
      return Array.from({ length: dice(5) }, () => oddValue(dice, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: dice(5) }, () => [oddName(dice), oddValue(dice, depth + 1)]),
      );
  }
}

function oddName(dice: Dice): string {
  const names = [
    "rate",
    " rate ",
    "reach",
    "words",
    "list",
    "table",
    "count",
    "isOn",
    "suggestion",
  ];
  const others = [
    "__proto__",
    "constructor",
    "toString",
    "",
    "\ud800",
    "a.b",
    "rate:0",
    "reasoning",
  ];
  return [...names, ...others, "n".repeat(dice(2_000))][dice(names.length + others.length + 1)] ??
    "";
}

/** JSON of the right shape with odd names and values, sometimes with a key twice. */
function oddAnswer(dice: Dice): string {
  const pairs = Array.from(
    { length: 1 + dice(dice(20) === 0 ? 20_000 : 6) },
    () => `${JSON.stringify(oddName(dice))}: ${JSON.stringify(oddValue(dice))}`,
  );
  return `{"reasoning": ${JSON.stringify(oddValue(dice))}, "suggestion": {${pairs.join(", ")}}}`;
}

/** Mutated edits, or a mutated source; sometimes its marked block stays as it is. */
function mutatedCode(dice: Dice): string {
  const code = [...sources, ...edits][dice(sources.length + edits.length)] ?? "";
  const place = dice(3) === 0 ? -1 : code.indexOf("// FIXED");
  return place < 0
    ? mutateText(code, dice)
    : mutateText(code.slice(0, place), dice) + code.slice(place);
}

/** A mutated answer: of a valid one, of one with odd values, or noise. */
export function mutatedAnswer(dice: Dice): string {
  switch (dice(8)) {
    case 0:
      return oddAnswer(dice).slice(0, 4_000_000);
    case 1:
      return mutateText(oddAnswer(dice), dice);
    case 2: // the code is changed, not the form
      return JSON.stringify({ suggestion: { reach: mutatedCode(dice) } }).slice(0, 4_000_000);
    default:
      return mutateText(validAnswer(dice), dice);
  }
}
