/**
 * Proposers for the comparison of trainers: random search, and one that asks a scripted model.
 *
 * @module
 */
import { scriptedModel } from "../../src/model/scripted_model.ts";
import type { LanguageModel } from "../../src/model/language_model.ts";
import type { Problem } from "../../src/problem/problem.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { initialMemory } from "../../src/search/portfolio.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { skillCount } from "./problems.ts";

/** Random search for one run: numbers anywhere in their range, code that is varied from the start alone. */
export function randomProposer(): Proposer {
  const search = searchProposer();
  let start: Problem["parameters"] | undefined;
  return {
    name: "random",
    async propose(problem, context) {
      const parameters = start ??= problem.parameters;
      const isCode = parameters.some(({ kind }) => kind === "code");
      if (isCode) {
        const history = { ...context.history, latest: () => [], best: () => [], size: 0 };
        const memory = initialMemory;
        const own = { ...context, history, memory };
        const { memory: _next, ...answer } = await search.propose({ ...problem, parameters }, own);
        return answer;
      }
      const proposals = Array.from({ length: context.count }, () => ({
        kind: "suggestion" as const,
        values: Object.fromEntries(
          problem.parameters.map(({ name }) => [name, context.random() * 10 - 5]),
        ),
        reasoning: "random",
      }));
      return { kind: "several", proposals };
    },
  };
}

/** Asks the model to change the numbers, with the failures of the batch. */
export const askingProposer: Proposer = {
  name: "asking",
  async propose({ parameters, judged = [] }, { model, signal }) {
    const numbers = parameters.map(({ value }) => Number(value));
    const failures = judged.filter(({ score }) => score !== null && score < 1)
      .map(({ example, score }) => ({ example, score }));
    const { text } = await model!.generate( // the comparison has one
      { messages: [{ role: "user", content: JSON.stringify({ numbers, failures }) }] },
      signal === undefined ? {} : { signal },
    );
    const values = Object.fromEntries(
      Object.entries(JSON.parse(text) as object).map(([place, value]) => [`x${place}`, value]),
    );
    return { kind: "suggestion", values, reasoning: "" };
  },
};

/**
 * A scripted model of middling skill: it changes one number by one or two, in a direction that is right two times of three
 * where the prompt shows failures, and one time of four it spoils another number. Its answers depend on prompt and seed.
 */
export function middlingModel(seed: number, goals: readonly number[]): LanguageModel {
  return scriptedModel(({ messages }) => {
    const prompt = messages.at(-1)?.content ?? "";
    const random = randomFrom(seedOf(seed, prompt));
    const { numbers, failures } = JSON.parse(prompt) as { // as: written by the proposer above
      numbers: number[];
      failures: unknown[];
    };
    const wrong = numbers.flatMap((number, place) => number === goals[place] ? [] : [place]);
    const place = failures.length > 0 && wrong.length > 0 && random() < 0.7
      ? wrong[Math.floor(random() * wrong.length)] ?? 0
      : Math.floor(random() * skillCount);
    const right = Math.sign((goals[place] ?? 0) - (numbers[place] ?? 0)) || 1;
    const step = (random() < 0.67 ? right : -right) * (random() < 0.7 ? 1 : 2);
    const answer: Record<string, number> = { [place]: (numbers[place] ?? 0) + step };
    if (random() < 0.25) {
      const other = Math.floor(random() * skillCount);
      answer[other] = (numbers[other] ?? 0) + (random() < 0.5 ? 1 : -1);
    }
    return JSON.stringify(answer);
  });
}
