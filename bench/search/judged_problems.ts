/**
 * Problems of numbers whose guides say in words, or in numbers beside the score, on which side of right an output is.
 *
 * @module
 */
import { drawNormal, type Random } from "../../src/search/draw.ts";

/** What a guide says of one output. */
export interface Judgement {
  /** Higher is better; 0 is right. */
  readonly score: number;
  readonly feedback: string;
}

/** A problem with numbers to find. */
export interface JudgedProblem {
  readonly examples: number;
  /** Bounds of each number. */
  readonly bounds: readonly (readonly [least: number, most: number])[];
  readonly start: readonly number[];
  readonly judge: (numbers: readonly number[], example: number) => Judgement;
}

/** A problem by seed. */
export interface JudgedBenchmark {
  readonly name: string;
  /** The score that ends a run. */
  readonly target: number;
  readonly make: (random: Random) => JudgedProblem;
}

/** An output as a function of the numbers. */
type Model = (numbers: readonly number[], input: number) => number;

interface Shape {
  readonly model: Model;
  readonly bounds: JudgedProblem["bounds"];
  readonly inputs: readonly number[];
}

const inputs = [0, 1, 2, 3, 4, 5, 6, 7];

const line: Shape = {
  model: ([a, b], u) => a! * u + b!, // !: here and below, as many numbers as bounds
  bounds: [[-10, 10], [-10, 10]],
  inputs,
};

const decay: Shape = {
  model: ([a, b, c], u) => a! * Math.exp(-b! * u) + c!,
  bounds: [[0, 20], [0, 3], [-5, 5]],
  inputs,
};

const cubic: Shape = {
  model: (numbers, u) =>
    numbers.reduce((sum, number, power) => sum + number * (u / 4 - 1) ** power, 0),
  bounds: [[-5, 5], [-5, 5], [-5, 5], [-5, 5]],
  inputs,
};

/** How a guide speaks of a difference to the right output. */
type Guide = (difference: number, right: number) => Judgement;

const sideOf = (difference: number) =>
  difference === 0 ? "Right." : difference > 0 ? "Too high." : "Too low.";

const amount: Guide = (difference) => ({
  score: -Math.abs(difference),
  feedback: `Too ${difference > 0 ? "high" : "low"} by ${Math.abs(difference).toFixed(2)}.`,
});

const side: Guide = (difference) => ({
  score: -Math.abs(difference),
  feedback: sideOf(difference),
});

const tolerance = (most: number): Guide => (difference) =>
  Math.abs(difference) <= most
    ? { score: 0, feedback: "Good." }
    : { score: -1, feedback: sideOf(difference) };

const silent: Guide = (difference) => ({ score: -(difference ** 2), feedback: "" });

const grades: Guide = (difference) => {
  const size = Math.abs(difference);
  const word = difference > 0 ? "high" : "low";
  if (size < 0.2) return { score: 0, feedback: "Just right." };
  if (size < 1) return { score: -1, feedback: `A little ${word}.` };
  return size < 5
    ? { score: -2, feedback: `Too ${word}.` }
    : { score: -3, feedback: `Far too ${word}!` };
};

const compared = (most: number): Guide => (difference, right) => ({
  score: Math.abs(difference) <= most ? 0 : -1,
  feedback: `Expected ${right.toPrecision(4)}, received ${(right + difference).toPrecision(4)}.`,
});

function drawWithin(random: Random, bounds: JudgedProblem["bounds"]): readonly number[] {
  return bounds.map(([least, most]) => least + (0.1 + 0.8 * random()) * (most - least));
}

function benchmark(name: string, shape: Shape, guide: Guide, target: number): JudgedBenchmark {
  return {
    name,
    target,
    make: (random) => {
      const { model, bounds, inputs } = shape;
      const right = drawWithin(random, bounds);
      return {
        examples: inputs.length,
        bounds,
        start: drawWithin(random, bounds),
        judge: (numbers, example) => {
          const wanted = model(right, inputs[example]!); // !: one for each example
          return guide(model(numbers, inputs[example]!) - wanted, wanted);
        },
      };
    },
  };
}

/** Two outputs, each a mixture of four numbers, in one feedback. */
const twoOutputs: JudgedBenchmark = {
  name: "two outputs, a sentence on each",
  target: -0.01,
  make: (random) => {
    const bounds: JudgedProblem["bounds"] = Array.from({ length: 4 }, () => [-5, 5] as const);
    const right = drawWithin(random, bounds);
    const mixtures = [0, 1].map(() => right.map(() => drawNormal(random)));
    return {
      examples: 1,
      bounds,
      start: drawWithin(random, bounds),
      judge: (numbers) => {
        const off = mixtures.map((mixture) =>
          mixture.reduce((sum, weight, at) => sum + weight * (numbers[at]! - right[at]!), 0)
        );
        const words = ["x", "y"].map((name, at) =>
          Math.abs(off[at]!) < 1e-3
            ? `${name} is fine.`
            : `${name} is too ${off[at]! > 0 ? "large" : "small"}.`
        );
        return { score: -Math.hypot(...off), feedback: words.join(" ") };
      },
    };
  },
};

/** Words that tell nothing: nobody should be misled. */
const chatter: JudgedBenchmark = {
  name: "six numbers, words that tell nothing",
  target: -1e-4,
  make: (random) => {
    const bounds: JudgedProblem["bounds"] = Array.from({ length: 6 }, () => [-5, 5] as const);
    const right = drawWithin(random, bounds);
    const words = ["Well done.", "Try again.", "Not quite."];
    return {
      examples: 4,
      bounds,
      start: drawWithin(random, bounds),
      judge: (numbers, example) => ({
        score: -numbers.reduce(
          (sum, number, at) => sum + (1 + at + example) * (number - right[at]!) ** 2,
          0,
        ),
        feedback: words[Math.abs(Math.round(numbers[0]! * 1e6)) % 3]!,
      }),
    };
  },
};

/** What was looked at while the search learned to read feedback. */
export const firstJudged: readonly JudgedBenchmark[] = [
  benchmark("a line, words and amounts", line, amount, -0.01),
  benchmark("a line, words", line, side, -0.01),
  benchmark("a line within .25, words", line, tolerance(0.25), 0),
  benchmark("a decay, words", decay, side, -0.01),
  benchmark("a decay within .1, words", decay, tolerance(0.1), 0),
  benchmark("a cubic, squares alone", cubic, silent, -0.01),
  benchmark("a cubic, grades in words", cubic, grades, 0),
  benchmark("a decay within .05, expected and received", decay, compared(0.05), 0),
  twoOutputs,
  chatter,
];

const power: Shape = {
  model: ([a, b], u) => a! * (u + 1) ** b!,
  bounds: [[0, 10], [-1, 2]],
  inputs,
};

const logistic: Shape = {
  model: ([a, b, c], u) => a! / (1 + Math.exp(-b! * (u - c!))),
  bounds: [[0, 20], [0.2, 3], [0, 7]],
  inputs,
};

const wave: Shape = {
  model: ([a, b, c, d, e, f], u) =>
    a! + b! * Math.sin(u) + c! * Math.cos(u) + d! * Math.sin(2 * u) + e! * Math.cos(2 * u) + f! * u,
  bounds: Array.from({ length: 6 }, () => [-4, 4] as const),
  inputs: Array.from({ length: 12 }, (_, u) => u / 2),
};

/** A signed number in the text; the score says only whether it is small. */
const signed: Guide = (difference) => ({
  score: Math.abs(difference) <= 0.1 ? 0 : -1,
  feedback: `Error of the estimate: ${difference.toFixed(2)} units`,
});

const reaction: Guide = (difference) => {
  const size = Math.abs(difference);
  if (size <= 0.3) return { score: 0, feedback: "The customer is content" };
  const [mild, strong] = difference > 0
    ? ["It tastes a bit sweet", "Sugar, nothing but sugar"]
    : ["It could be sweeter", "This is sour"];
  return { score: size < 3 ? -1 : -2, feedback: size < 3 ? mild! : strong! };
};

/** Shares of three stations, which depend on each other. */
const stations: JudgedBenchmark = {
  name: "shares of three stations, percentages over and under",
  target: -0.001,
  make: (random) => {
    const bounds: JudgedProblem["bounds"] = Array.from({ length: 3 }, () => [-3, 3] as const);
    const sharesAt = (numbers: readonly number[]) => {
      const loads = [...numbers, 0].map(Math.exp);
      return loads.map((load) => load / loads.reduce((sum, each) => sum + each, 0));
    };
    const right = sharesAt(drawWithin(random, bounds));
    return {
      examples: 1,
      bounds,
      start: drawWithin(random, bounds),
      judge: (numbers) => {
        const off = sharesAt(numbers).slice(0, 3).map((share, at) => share - right[at]!);
        const lines = off.map((each, at) =>
          `Station ${"ABC"[at]}: ${Math.abs(100 * each).toFixed(1)} % ${
            each > 0 ? "over" : "under"
          } its share`
        );
        return {
          score: -off.reduce((sum, each) => sum + Math.abs(each), 0),
          feedback: lines.join("\n"),
        };
      },
    };
  },
};

/** What was measured once, when the search could read feedback. */
export const secondJudged: readonly JudgedBenchmark[] = [
  benchmark("a power law, words and amounts", power, amount, -0.01),
  benchmark("a logistic curve, words", logistic, side, -0.01),
  benchmark("a logistic curve within .2, words", logistic, tolerance(0.2), 0),
  benchmark("a wave of six, words", wave, side, -0.01),
  benchmark("a wave of six, squares alone", wave, silent, -0.01),
  benchmark("a power law within .1, a signed number", power, signed, 0),
  benchmark("a wave of six within .3, a customer's words", wave, reaction, 0),
  stations,
];
