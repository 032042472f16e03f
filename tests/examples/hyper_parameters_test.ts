import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { flowers, speciesNames } from "../../examples/hyper-parameters/iris.ts";
import { qualityOn, trainNetwork, worstLoss } from "../../examples/hyper-parameters/network.ts";
import task, { startValues, trainAndValidate } from "../../examples/hyper-parameters/task.ts";
import { optimize } from "../../mod.ts";
import { randomFrom } from "../../src/seeds.ts";

Deno.test("the iris data have the published means, of all and of each species", () => {
  const means = (rows: typeof flowers) =>
    [0, 1, 2, 3].map((i) =>
      rows.reduce((sum, { measures }) => sum + measures[i]!, 0) / rows.length
    );
  assertEquals(flowers.length, 150);
  assertEquals(means(flowers).map((mean) => mean.toFixed(3)), ["5.843", "3.057", "3.758", "1.199"]);
  const published = { // Fisher 1936, table II
    setosa: ["5.006", "3.428", "1.462", "0.246"],
    versicolor: ["5.936", "2.770", "4.260", "1.326"],
    virginica: ["6.588", "2.974", "5.552", "2.026"],
  };
  assertEquals(speciesNames, Object.keys(published));
  for (const [species, expected] of Object.values(published).entries()) {
    const own = flowers.filter((flower) => flower.species === species);
    assertEquals(own.length, 50);
    assertEquals(means(own).map((mean) => mean.toFixed(3)), expected);
  }
});

const exclusiveOr = [[0, 0], [0, 1], [1, 0], [1, 1]].map((input) => ({
  input,
  label: input[0] === input[1] ? 0 : 1,
}));

const settings = {
  learningRate: 0.3,
  momentum: 0.9,
  weightDecay: 0,
  hiddenUnits: 8,
  batchSize: 4,
  epochs: 200,
};

const train = (changes: Partial<typeof settings>) =>
  trainNetwork(exclusiveOr, { ...settings, ...changes }, { classes: 2, random: randomFrom(1) });

Deno.test("trainNetwork() learns what needs its hidden layer, and less with weight decay", () => {
  const learned = qualityOn(exclusiveOr, train({}));
  assertEquals(learned.accuracy, 1);
  assert(learned.loss < 0.01);
  const decayed = qualityOn(exclusiveOr, train({ weightDecay: 0.05 }));
  assert(decayed.loss > 10 * learned.loss);
  const half = qualityOn(exclusiveOr, train({ epochs: 20, momentum: 0 }));
  assert(half.loss > learned.loss);
});

Deno.test("trainNetwork() gives probabilities that add up to one, and those of chance before it learns", () => {
  const probabilities = train({ epochs: 5 }).probabilities([0, 1]);
  assertAlmostEquals(probabilities[0]! + probabilities[1]!, 1, 1e-12);
  const untrained = qualityOn(exclusiveOr, train({ learningRate: 0 }));
  assert(Math.abs(untrained.loss - Math.log(2)) < 0.4);
});

Deno.test("qualityOn() has a bound for numbers that overflowed", () => {
  const broken = { probabilities: () => [NaN, NaN] };
  assertEquals(qualityOn(exclusiveOr, broken), { loss: worstLoss, accuracy: 0 });
});

Deno.test("trainAndValidate() is the same for a seed, and another for another", () => {
  const [one, again, other] = [1, 1, 2].map((seed) => trainAndValidate({ seed }, startValues));
  assertEquals(one, again);
  assert(one!.validation.loss !== other!.validation.loss);
  assert(one!.validation.loss < Math.log(3)); // better than chance
});

Deno.test("hyper-parameters are improved by the search, and stay in their bounds", async () => {
  const { initial, best, values } = await optimize(task, {
    seed: 1,
    steps: 100,
    budget: { evaluations: 40 },
  }).result;
  assert(best.score! > initial.score! / 2, `${best.score} from ${initial.score}`);
  assert(Number.isInteger(values.hiddenUnits) && Number.isInteger(values.batchSize));
});
