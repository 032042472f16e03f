import { assert, assertEquals, assertMatch } from "@std/assert";
import { families } from "../../../examples/prompts/families.ts";
import { writtenTemplate } from "../../../examples/prompts/instructions.ts";
import { manners } from "../../../examples/prompts/student/manner.ts";
import {
  responseTo,
  syntheticStudent,
} from "../../../examples/prompts/student/synthetic_student.ts";
import { plainTemplate, stepwiseTemplate } from "../../../examples/prompts/agent.ts";
import { randomFrom } from "../../../src/seeds.ts";

/** Which of 400 questions of a family are answered rightly behind "Answer:". */
function rightlyAnswered(familyName: string, template: string): readonly boolean[] {
  const family = families.find(({ name }) => name === familyName)!;
  const random = randomFrom(3);
  return Array.from({ length: 400 }, () => {
    const { input, expected } = family.make(random);
    const response = responseTo(template.replace("{question}", () => input));
    return response.split("Answer: ")[1] === expected;
  });
}

const shareOf = (answers: readonly boolean[]) => answers.filter(Boolean).length / answers.length;

const counting = "I have a plum, and two figs. How many fruits do I have?";

Deno.test("the synthetic student names itself, has a manner for each family, and sees where there is no question", () => {
  assertMatch(syntheticStudent.name, /synthetic/);
  assertEquals(Object.keys(manners).sort(), families.map(({ name }) => name).sort());
  for (const prompt of ["What is the capital of France?", "( ".repeat(1_000_000) + counting]) {
    assertEquals(responseTo(prompt), "I see no question.");
  }
});

Deno.test("the synthetic student answers the last question in its own form, unless the instructions name the expected one", () => {
  const other = "Sort the following words alphabetically: List: beacon acorn";
  assertMatch(responseTo(`${other}\n${counting}`), /^I would say that it is \w+\.$/);
  assertMatch(responseTo(`${counting} Use digits.`), /^I would say that it is \d\.$/);
  assertMatch(responseTo(counting.replace("I have", "Use digits. I have")), /is \d\.$/);
});

Deno.test("the synthetic student answers behind the last label, with its work behind the others", () => {
  assertMatch(responseTo(`Question: ...\nFinal answer: ...\n${counting}`), /^Final answer: \w+$/);
  assertMatch(
    responseTo(`Reasoning: ...\nAnswer: ...\n${counting}`),
    /^Reasoning: I go through it step by step\.\nAnswer: \w+$/,
  );
});

for (const { name } of families) {
  Deno.test(`the synthetic student answers ${name} as its rules say, and loses no question when more is asked for`, () => {
    const [plain, stepwise, written] = [plainTemplate, stepwiseTemplate, writtenTemplate(name)]
      .map((template) => rightlyAnswered(name, template)) as [boolean[], boolean[], boolean[]]; // as: three
    const isWithin = (share: number, aim: number) => Math.abs(share - aim) < 0.08;
    const hasOwnForm = manners[name]?.ownForm !== undefined;
    assert(isWithin(shareOf(plain), hasOwnForm ? 0 : 0.5), `${shareOf(plain)}`);
    assert(isWithin(shareOf(stepwise), hasOwnForm ? 0 : 0.75), `${shareOf(stepwise)}`);
    assert(isWithin(shareOf(written), 0.875), `${shareOf(written)}`);
    assert(plain.every((isRight, at) => !isRight || stepwise[at]));
    assert(stepwise.every((isRight, at) => !isRight || written[at]));
  });
}
