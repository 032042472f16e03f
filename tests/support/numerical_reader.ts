/**
 * A scripted reader of prompts, in the place of a language model: it shows what a prompt of numerical-words tells. It is no
 * model, and its figures are in no table.
 *
 * @module
 */
import { type LanguageModel, scriptedModel } from "../../mod.ts";
import { randomFrom } from "../../src/seeds.ts";

type Numbers = Readonly<Record<string, number>>;

/** One step of the program: `const add0 = add(x: a, y: b);`. */
interface Step {
  readonly name: string;
  readonly operator: string;
  readonly x: string;
  readonly y: string;
}

const operators: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  min: Math.min,
  max: Math.max,
};

/**
 * Reads the program from `#Code` and the answers so far, and proposes values for which that program gives the middle of what is
 * left. It proposes nothing where it finds no program.
 */
export function numericalReader(): LanguageModel {
  return scriptedModel(({ messages }) => {
    const prompt = messages.at(-1)?.content ?? "";
    const steps = stepsIn(prompt);
    const suggestion = steps.length === 0
      ? {}
      : valuesFor(aimOf(prompt), steps, variablesIn(prompt));
    return JSON.stringify({ reasoning: "", suggestion });
  });
}

function stepsIn(prompt: string): readonly Step[] {
  return [...prompt.matchAll(/^const (\w+) = (\w+)\(x: (\w+), y: (\w+)\);$/gm)].map(
    ([, name = "", operator = "", x = "", y = ""]) => ({ name, operator, x, y }),
  );
}

function variablesIn(prompt: string): Numbers {
  const [, section = ""] = prompt.match(/#Variables\n([^#]*)/) ?? [];
  return Object.fromEntries(
    [...section.matchAll(/^let (\w+): number = (\S+);$/gm)].map((
      [, name, value],
    ) => [name, Number(value)]),
  );
}

/** The middle between the outputs that were too small and those that were too large. */
function aimOf(prompt: string): number {
  const [, output = ""] = prompt.match(/#Outputs\nconst \w+ = (\S+);/) ?? [];
  const [, word = ""] = prompt.match(/#Feedback\n.*should be (\w+)\./) ?? [];
  const earlier = [
    ...prompt.matchAll(/Outputs: example 0 \(0\): (\S+)\n *Feedback: .*should be (\w+)\./g),
  ]
    .map(([, value, asked]) => [Number(value), asked] as const);
  const answers = [[Number(output), word] as const, ...earlier];
  const of = (asked: string) =>
    answers.filter(([, each]) => each === asked).map(([value]) => value);
  const [low, high] = [Math.max(...of("larger")), Math.min(...of("smaller"))];
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2;
  const span = Math.max(...answers.map(([value]) => value)) -
    Math.min(...answers.map(([value]) => value));
  return Number.isFinite(low) ? low + 4 + 2 * span : high - 4 - 2 * span;
}

/** Values for which the program comes nearest to a result: random ones, then closer and closer to the best. */
function valuesFor(aim: number, steps: readonly Step[], start: Numbers): Numbers {
  const random = randomFrom(1);
  const missedBy = (values: Numbers) => Math.abs(resultOf(steps, values) - aim);
  let best = start;
  for (let reach = 20; reach > 1e-4; reach /= 3) {
    for (let tries = 0; tries < 200; tries++) {
      const values = Object.fromEntries(
        Object.entries(best).map(([name, value]) =>
          [name, Math.min(10, Math.max(-10, value + reach * (2 * random() - 1)))] as const
        ),
      );
      if (missedBy(values) < missedBy(best)) best = values;
    }
  }
  return best;
}

/** Runs the program that was read. */
function resultOf(steps: readonly Step[], values: Numbers): number {
  const known: Record<string, number> = { ...values };
  for (const { name, operator, x, y } of steps) {
    known[name] = operators[operator]!(known[x]!, known[y]!); // !: a program uses what stands before
  }
  return known[steps.at(-1)!.name]!; // !: it has a step
}
