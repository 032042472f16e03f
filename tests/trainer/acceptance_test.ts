import { assert, assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { UsageError } from "../../src/errors.ts";
import type { Proposer } from "../../src/problem/proposer.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import {
  assertSameAtAnyConcurrency,
  assertSameWhenResumed,
} from "../../src/testing/same_records.ts";
import { toyEvaluator, type ToyEvaluatorOptions } from "../../src/testing/toy_evaluator.ts";
import { eventsOf, toyRun, type ToyRunOptions } from "../../src/testing/toy_run.ts";
import {
  type AcceptanceChoice,
  chooseAcceptance,
  comparisonOf,
} from "../../src/trainer/acceptance.ts";
import type { EvaluationRequest, Evaluator } from "../../src/trainer/evaluator.ts";
import type { EventOf } from "../../src/trainer/event.ts";

/** Suggests the next number as x. */
const counting: Proposer = {
  name: "counting",
  suggestionCount: () => 1,
  propose: ({ parameters: [x] }) =>
    Promise.resolve({ kind: "suggestion", values: { x: Number(x?.value) + 1 }, reasoning: "" }),
};

function scoring(
  score: (x: number, request: EvaluationRequest) => number | null,
  sizes: ToyEvaluatorOptions,
): Evaluator {
  const toy = toyEvaluator(sizes);
  return {
    ...toy,
    async evaluate(request) {
      const report = await toy.evaluate(request);
      return { ...report, score: score(Number(request.candidate.values.x), request) };
    },
  };
}

/** Normal random numbers that differ at each call, whatever the request. */
function noise(seed: number): () => number {
  const random = randomFrom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

async function run(options: ToyRunOptions) {
  const events = await eventsOf(
    toyRun({ optimizer: counting, trainer: "minibatch", concurrency: 1, ...options }),
  );
  const of = <Type extends EventOf<"compared" | "decided" | "warning" | "evaluated">["type"]>(
    type: Type,
  ) => events.filter((event): event is EventOf<Type> => event.type === type);
  return {
    events,
    compared: of("compared"),
    decided: of("decided"),
    warnings: of("warning"),
    evaluated: of("evaluated"),
  };
}

/** Seeds of each noise; the same at each run, so that the counts are too. */
const seedCount = 300;

Deno.test("identical candidates under a noisy guide are accepted in at most 5 % of 300 seeds", async () => {
  const rarelyWrong = (seed: number) => {
    const random = randomFrom(seed);
    return () => random() < 0.9 ? 1 : 0;
  };
  for (const [noiseOf, train] of [[noise, 16], [rarelyWrong, 4]] as const) {
    let accepted = 0;
    for (let seed = 0; seed < seedCount; seed++) {
      const evaluator = scoring(noiseOf(seedOf(seed, "guide")), { train, validation: 1 });
      const { compared } = await run({ steps: 1, seed, evaluator });
      accepted += compared.filter(({ isAccepted }) => isAccepted).length;
    }
    assertLess(accepted, 0.05 * seedCount, `${train} examples`);
  }
});

Deno.test("the test finds identical candidates better in at most 5 % of 300 seeds, read at every example", () => {
  const noises = {
    normal: noise,
    "heavy-tailed": (seed: number) => {
      const random = randomFrom(seed);
      return () => Math.tan(Math.PI * (random() - 0.5));
    },
    "right or wrong": (seed: number) => {
      const random = randomFrom(seed);
      return () => random() < 0.8 ? 1 : 0;
    },
    "failing at times": (seed: number) => {
      const random = randomFrom(seed);
      return () => random() < 0.8 ? random() : null;
    },
  };
  for (const [name, noiseOf] of Object.entries(noises)) {
    const found = Array.from({ length: seedCount }, (_, seed) => {
      const draw = noiseOf(seedOf(seed, name));
      const pairs = Array.from({ length: 40 }, () => [draw(), draw()] as const);
      return pairs.some((_, last) => {
        const seen = pairs.slice(0, last + 1);
        return comparisonOf(seen.map(([one]) => one), seen.map(([, two]) => two)).test === "better";
      });
    });
    assertLess(found.filter((isFound) => isFound).length, 0.05 * seedCount, name);
  }
});

Deno.test("a candidate that is better by one standard deviation is accepted under noise", async () => {
  let accepted = 0;
  for (let seed = 0; seed < 50; seed++) {
    const draw = noise(seedOf(seed, "power"));
    const evaluator = scoring((x) => draw() + 1.5 * x, { train: 24, validation: 1 });
    const { compared } = await run({ steps: 1, seed, evaluator });
    accepted += compared.filter(({ isAccepted }) => isAccepted).length;
  }
  assert(accepted >= 40, `${accepted} of 50`);
});

/**
 * 23 candidates on 24 examples, as in a run on Battleship: twelve tie exactly on the four examples of their batch, the
 * others lose a little there; six of the ties and three of the losers are better on all examples.
 */
function scriptedScores(x: number, place: number): number {
  const base = 0.7 + 0.01 * place;
  if (x === 0) return base;
  const isTie = x <= 12;
  const isBetter = x <= 6 || (x > 12 && x <= 15);
  if (place < 4) return isTie || place > 0 ? base : base - 0.02;
  const sign = isBetter ? 1 : -1;
  return place % 3 === x % 3 ? base + sign * (0.02 + 0.001 * x) : base;
}

Deno.test("of 23 candidates that lose or tie on four examples none is lost that is better on all", async () => {
  for (let x = 1; x <= 23; x++) {
    const places = new Map<number, number>();
    const evaluator = scoring((value, { example: { split, index } }) => {
      if (split === "validation") return 0;
      if (!places.has(index)) places.set(index, places.size);
      return scriptedScores(value === 0 ? 0 : x, places.get(index)!); // !: set above
    }, { train: 24, validation: 1 });
    const model = null;
    const { compared: [outcome], decided: [decision] } = await run({
      steps: 1,
      seed: x,
      model,
      evaluationCost: 0.01,
      evaluator,
    });
    const all = Array.from(
      { length: 24 },
      (_, place) => scriptedScores(x, place) - scriptedScores(0, place),
    );
    const isBetter = all.reduce((sum, each) => sum + each, 0) > 0;
    assertEquals(outcome?.isAccepted, isBetter, `candidate ${x}: ${outcome?.reason}`);
    assert((decision?.examples ?? 0) > 4);
  }
});

Deno.test("a decision is logged with its examples, difference, interval and reason", async () => {
  const score = (gain: number) => (x: number, { example }: EvaluationRequest) =>
    example.index + (x === 0 ? 0 : gain);
  const decide = async (gain: number, options: ToyRunOptions = {}) => {
    const evaluator = scoring(score(gain), { train: 12, validation: 1 });
    const { decided: [event] } = await run({ steps: 1, evaluator, ...options });
    return { ...event, type: undefined, step: undefined, candidate: undefined, against: undefined };
  };
  const none = { type: undefined, step: undefined, candidate: undefined, against: undefined };
  const exactly = (value: number) => ({ low: value, high: value });
  assertEquals(await decide(2), {
    ...none,
    examples: 8,
    difference: 2,
    interval: exactly(2),
    reason: "the paired test found it better",
  });
  assertEquals(await decide(-2), {
    ...none,
    examples: 8,
    difference: -2,
    interval: exactly(-2),
    reason: "the paired test found it worse",
  });
  assertEquals(await decide(0), {
    ...none,
    examples: 12,
    difference: 0,
    interval: exactly(0),
    reason: "all train examples were seen, and the mean decides",
  });
  assertEquals(await decide(2, { evaluationCost: 1 }), {
    ...none,
    examples: 4,
    difference: 2,
    interval: { low: null, high: null },
    reason: "further examples would cost more than a new proposal, and the mean decides",
  });
});

Deno.test("the rules differ in ties: better refuses them, equal accepts them, always accepts anything at once", async () => {
  const outcome = async (accept: AcceptanceChoice, gain: number) => {
    const evaluator = scoring((x) => x === 0 ? 0 : gain, { train: 12, validation: 1 });
    const { compared: [event], decided: [decision] } = await run({ steps: 1, evaluator, accept });
    return [event?.isAccepted, decision?.examples];
  };
  assertEquals([await outcome("better", 0), await outcome("better", -1)], [[false, 12], [
    false,
    8,
  ]]);
  assertEquals([await outcome("equal", 0), await outcome("equal", -1)], [[true, 12], [false, 8]]);
  assertEquals([await outcome("always", 0), await outcome("always", -1)], [[true, 4], [true, 4]]);
  const own: AcceptanceChoice = ({ scores }) => scores.length < 8 ? "undecided" : "accepted";
  assertEquals(await outcome(own, -1), [true, 8]);
});

Deno.test("a candidate with the same outputs goes no further, unless ties are accepted", async () => {
  const toy = scoring(() => 1, { train: 24, validation: 1 });
  const evaluator: Evaluator = {
    ...toy,
    evaluate: async (request) => ({ ...await toy.evaluate(request), output: "the same" }),
  };
  const { compared, decided } = await run({ steps: 1, evaluator });
  assertEquals([decided[0]?.examples, compared[0]?.isAccepted], [4, false]);
  assertEquals(decided[0]?.reason, "it changed no output");
  const { decided: tied } = await run({ steps: 1, evaluator, accept: "equal" });
  assertEquals(tied[0]?.examples, 24);
});

Deno.test("racing lets a candidate that scores the same go on where ties are accepted", async () => {
  for (const [accept, examples] of [["better", 4], ["equal", 12]] as const) {
    const evaluator = scoring(() => 0, { train: 12, validation: 1 });
    const { decided: [event] } = await run({ steps: 1, evaluator, accept, trainer: "racing" });
    assertEquals(event?.examples, examples);
  }
});

Deno.test("chooseAcceptance() takes option, log and task in this order, and refuses unknown names and verdicts", async () => {
  const own = () => "accepted" as const;
  assertEquals(chooseAcceptance({}).name, "better");
  assertEquals(chooseAcceptance({ task: "equal" }).name, "equal");
  assertEquals(chooseAcceptance({ given: "always", task: "equal" }).name, "always");
  assertEquals(chooseAcceptance({ logged: "better", task: "equal" }).name, "better");
  assertEquals(chooseAcceptance({ logged: "own", task: own }).name, "own");
  assertThrows(() => chooseAcceptance({ logged: "own" }), UsageError, 'with accept "own"');
  // as: untyped code may pass anything
  assertThrows(() => chooseAcceptance({ given: "magic" as "better" }), UsageError, 'use "magic"');
  const wrong = { steps: 1, accept: (() => true) as unknown as AcceptanceChoice };
  await assertRejects(() => toyRun(wrong).result, UsageError, "as a verdict: received true");
});

Deno.test("the same scores on other examples are a tie, whatever their sums round to", () => {
  const { difference, test } = comparisonOf([0.3, 0.2, 0.1], [0.1, 0.2, 0.3]);
  assertEquals([difference, test], [0, "undecided"]);
  assertEquals(comparisonOf([0.3 + 1e-12], [0.3]).difference > 0, true);
});

Deno.test("several candidates of a step share the error of being found better", () => {
  const better = Array.from({ length: 6 }, () => 1);
  const zeros = better.map(() => 0);
  const test = (rivals: number, sign: number) =>
    comparisonOf(better.map((each) => sign * each), zeros, { rivals }).test;
  assertEquals([test(1, 1), test(2, 1), test(2, -1)], ["better", "undecided", "worse"]);
});

Deno.test("a noisy guide is told of once, when a gain is repeated; an exact one is repeated no longer than needed", async () => {
  const draw = noise(1);
  const noisy = scoring((x) => draw() + x / 100, { train: 6, validation: 1 });
  const optimizer: Proposer = {
    ...counting,
    propose: (_problem, { random }) =>
      Promise.resolve({ kind: "suggestion", values: { x: random() }, reasoning: "" }),
  };
  const { warnings } = await run({ steps: 12, evaluator: noisy, optimizer });
  assertEquals(warnings.map(({ code }) => code), ["noisy-scores"]);
  const exact = scoring((x) => x, { train: 4, validation: 1 });
  const { warnings: none, evaluated, compared } = await run({ steps: 12, evaluator: exact });
  assertEquals([none, compared.every(({ isAccepted }) => isAccepted)], [[], true]);
  const repeated = evaluated.filter(({ sample }) => sample === 1).length;
  assert(repeated > 0 && repeated <= 20, `${repeated} repetitions`);
});

Deno.test("scores of many digits are taken as exact after fewer repetitions", async () => {
  const repetitions = async (score: (x: number) => number) => {
    const evaluator = scoring(score, { train: 1, validation: 1 });
    const { evaluated, warnings } = await run({ steps: 40, evaluator });
    assertEquals(warnings, []);
    return evaluated.filter(({ sample }) => sample === 1).length;
  };
  // Each gain repeats the winner; the one that it beat was repeated when it won.
  assertEquals(await repetitions((x) => x), 11);
  assertEquals(await repetitions((x) => Math.log(2 + x)), 4);
});

Deno.test("--samples evaluates each example several times with other random numbers, and takes the mean", async () => {
  const seeds = new Set<number>();
  const evaluator = scoring((x, { sample = 0, seed }) => {
    seeds.add(seed);
    return x + [0, 0.3, 0.6][sample]!; // !: three samples
  }, { train: 8, validation: 2, test: 1 });
  const options = { steps: 1, samples: 3, evaluator };
  const { evaluated, decided, compared, events } = await run(options);
  assertEquals(evaluated.length, 3 * (2 + 8 + 8 + 2 + 2));
  assertEquals([...new Set(evaluated.map(({ sample }) => sample))], [undefined, 1, 2]);
  assertEquals(seeds.size, 3);
  const [{ score, againstScore } = {}] = compared;
  assertEquals([score, againstScore].map((each) => each?.toFixed(6)), ["1.300000", "0.300000"]);
  assertEquals(decided[0]?.variance?.toFixed(6), "0.090000");
  const finished = events.find((event) => event.type === "finished");
  assertEquals(finished?.test?.best?.toFixed(6), "1.300000");
  assertEquals(finished?.evaluations, evaluated.length);
});

Deno.test("a run with samples gives the same records at any concurrency, and when it is resumed", async () => {
  const noisy = () =>
    scoring(
      (x, { candidate, example, sample = 0 }) =>
        x / 10 + randomFrom(seedOf(candidate.id, example.split, example.index, sample))(),
      {
        train: 9,
        validation: 3,
        test: 2,
      },
    );
  for (
    const options of [{ samples: 2 }, { samples: 1 }, { samples: 2, budget: { evaluations: 150 } }]
  ) {
    const start = (varied: object) =>
      toyRun({
        trainer: "minibatch",
        optimizer: counting,
        steps: 5,
        evaluator: noisy(),
        ...options,
        ...varied,
      });
    await assertSameAtAnyConcurrency(start);
    await assertSameWhenResumed(start, { cuts: 4 });
  }
});
