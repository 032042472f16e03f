import { assert, assertEquals } from "@std/assert";
import { families } from "../../../examples/prompts/families.ts";
import type { Family } from "../../../examples/prompts/family.ts";
import { examplesOf } from "../../../src/task/examples.ts";
import { promptTask } from "../../../examples/prompts/prompt_task.ts";
import { randomFrom } from "../../../src/seeds.ts";

const named = (name: string): Family => families.find((family) => family.name === name)!;

/** Questions with their answers as BIG-Bench Hard has them (Suzgun and others 2022, its prompts with worked examples). */
const published: readonly (readonly [family: string, question: string, answer: string])[] = [
  [
    "word_sorting",
    "Sort the following words alphabetically: List: oven costume counterpart",
    "costume counterpart oven",
  ],
  [
    "word_sorting",
    "Sort the following words alphabetically: List: newt arson parthia seismography mugho aspect census",
    "arson aspect census mugho newt parthia seismography",
  ],
  [
    "object_counting",
    "I have a blackberry, a clarinet, a nectarine, a plum, a strawberry, a banana, a flute, an orange, and a violin. How many fruits do I have?",
    "6",
  ],
  [
    "object_counting",
    "I have an orange, a raspberry, two peaches, a blackberry, an apple, a grape, a nectarine, and three plums. How many fruits do I have?",
    "11",
  ],
  [
    "object_counting",
    "I have a lettuce head, a head of broccoli, an onion, a stalk of celery, two carrots, a garlic, and a yam. How many vegetables do I have?",
    "8",
  ],
  [
    "web_of_lies",
    "Question: Fidel tells the truth. Jerry says Fidel tells the truth. Vina says Jerry tells the truth. Millicent says Vina lies. Raymond says Millicent lies. Does Raymond tell the truth?",
    "Yes",
  ],
  [
    "web_of_lies",
    "Question: Kristian tells the truth. Michaela says Kristian lies. Raymond says Michaela tells the truth. Osvaldo says Raymond tells the truth. Jamey says Osvaldo tells the truth. Does Jamey tell the truth?",
    "No",
  ],
  [
    "dyck_languages",
    "Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: [ { [",
    "] } ]",
  ],
  [
    "dyck_languages",
    "Complete the rest of the sequence, making sure that the parentheses are closed properly. Input: < > ( ( [ [ ( { } ) [ < > ] ]",
    "] ) )",
  ],
  ["boolean_expressions", "not ( ( not not True ) ) is", "False"],
  ["boolean_expressions", "True and False and not True and True is", "False"],
  ["boolean_expressions", "not not ( not ( False ) ) is", "True"],
  ["multistep_arithmetic_two", "((-5 + 9 * -4 - 0) * (4 + -7 + 0 * -5)) =", "123"],
  ["multistep_arithmetic_two", "((-9 * 7 * 7 * -9) + (4 * -9 - 8 - -4)) =", "3929"],
  ["multistep_arithmetic_two", "((-3 + 5 * 8 * -4) - (9 - 8 * -7 + -9)) =", "-219"],
  [
    "navigate",
    "If you follow these instructions, do you return to the starting point? Turn left. Turn around. Turn left. Take 7 steps. Take 2 steps. Take 4 steps. Take 8 steps.\nOptions:\n- Yes\n- No",
    "No",
  ],
  [
    "navigate",
    "If you follow these instructions, do you return to the starting point? Always face forward. Take 1 step backward. Take 9 steps left. Take 2 steps backward. Take 6 steps forward. Take 4 steps forward. Take 4 steps backward. Take 3 steps right.\nOptions:\n- Yes\n- No",
    "No",
  ],
  [
    "tracking_shuffled_objects",
    "Alice, Bob, and Claire are playing a game. At the start of the game, they are each holding a ball: Alice has a yellow ball, Bob has a blue ball, and Claire has a pink ball.\n\nAs the game progresses, pairs of players trade balls. First, Claire and Alice swap balls. Then, Alice and Bob swap balls. Finally, Claire and Bob swap balls. At the end of the game, Bob has the\nOptions:\n(A) yellow ball\n(B) blue ball\n(C) pink ball",
    "(A)",
  ],
];

Deno.test("solve() gives the published answers of BIG-Bench Hard, and each question is of one family", () => {
  assertEquals(new Set(published.map(([name]) => name)), new Set(families.map(({ name }) => name)));
  for (const [name, question, answer] of published) {
    assertEquals(named(name).solve(question), answer, question);
    const matching = families.filter(({ pattern }) => question.match(pattern)?.includes(question));
    assertEquals(matching.map((family) => family.name), [name], question);
  }
});

for (const family of families) {
  Deno.test(`make() of ${family.name} has the answer that is read from the text, and answers of all kinds`, () => {
    const random = randomFrom(1);
    const answers = new Map<string, number>();
    for (let i = 0; i < 500; i++) {
      const { input, expected } = family.make(random);
      assertEquals(input.match(family.pattern), [input]);
      assertEquals(family.solve(input), expected, input);
      answers.set(expected, (answers.get(expected) ?? 0) + 1);
    }
    assert(Math.max(...answers.values()) < 400, "no answer is that of almost all questions");
  });
}

Deno.test("booleans and sums are those that JavaScript gives for the same expression", () => {
  const random = randomFrom(2);
  // The expressions are made here; `not`, `and` and `or` bind as `!`, `&&` and `||` do.
  const evaluated = (text: string): unknown => new Function(`return ${text}`)();
  for (let i = 0; i < 200; i++) {
    const boolean = named("boolean_expressions").make(random);
    const text = boolean.input.replace(/ is$/, "").toLowerCase()
      .replaceAll("not", "!").replaceAll("and", "&&").replaceAll("or", "||");
    assertEquals(String(evaluated(text)), boolean.expected.toLowerCase(), boolean.input);
    const sum = named("multistep_arithmetic_two").make(random);
    assertEquals(Number(sum.expected), Number(evaluated(sum.input.replace(" =", ""))), sum.input);
  }
});

Deno.test("promptTask() makes splits by seed in which no question occurs twice", async () => {
  for (const family of families) {
    const task = promptTask(family);
    const [{ train, validation = [], test = [] }, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => examplesOf(task, { seed })),
    ) as [Awaited<ReturnType<typeof examplesOf>>, unknown, unknown]; // as: three
    assertEquals({ train, validation, test }, again);
    assert(JSON.stringify(other) !== JSON.stringify(again));
    assertEquals([train.length, validation.length, test.length], [15, 5, 50]);
    const inputs = [...train, ...validation, ...test].map(({ input }) => input);
    assertEquals(new Set(inputs).size, 70);
  }
});
