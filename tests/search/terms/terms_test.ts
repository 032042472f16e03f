import { assert, assertEquals } from "@std/assert";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import { terms, type TermsState } from "../../../src/search/terms/terms.ts";
import { randomFrom } from "../../../src/seeds.ts";
import { code, scoredTrial } from "../scored_code.ts";

const parameter: ParameterState = { name: "f", kind: "code", type: "code", value: code("a") };
const random = randomFrom(5);
const points = Array.from({ length: 16 }, () => [0.2 + 2 * random(), 0.2 + 2 * random()] as const);

type Score = (error: number) => number;

const distance: Score = (error) => -Math.abs(error);

/** A sum of two terms and a constant. */
const right = (a: number, b: number) => 2 * Math.sin(a) * b - Math.log(a + 1) + 0.5;

const trialOf = (values: Values, step: number, score: Score): Trial =>
  scoredTrial(values, step, (f) => points.map(([a, b]) => score(f(a, b) - right(a, b))));

const sceneOf = (history: readonly Trial[]) => ({
  ...{ parameters: [parameter], current: { f: parameter.value }, history },
  ...{ isTuned: false, maxGrowth: 200 },
});

interface Search {
  readonly state: TermsState;
  readonly history: readonly Trial[];
  /** Candidates of each generation. */
  readonly sizes: readonly number[];
}

const beginning = (score: Score, body = "a"): Search => ({
  state: terms.initialState,
  history: Array.from({ length: 250 }, () => trialOf({ f: code(body) }, 0, score)),
  sizes: [],
});

/** The search until a generation of sums or the end; its state goes through JSON, as in a run's log. */
async function searched(
  { state, history, sizes }: Search,
  score: Score,
  met = (trial: Trial, _step: number): Trial => trial,
): Promise<Search & { readonly groups: readonly (readonly [from: number, to: number])[] }> {
  const groups: (readonly [number, number])[] = [];
  for (let step = 1; terms.size(sceneOf(history), state) > 0; step++) {
    const areSums = state.sums.length > 0;
    const request = { ...sceneOf(history), state, count: 48, random: randomFrom(1) };
    const generation = await terms.ask(request);
    const trials = generation.children
      .map(({ values }) => met(trialOf(values, step, score), step));
    if (!areSums) groups.push([generation.state.from, generation.state.to]);
    history = [...history, ...trials];
    sizes = [...sizes, trials.length];
    const written: TermsState = JSON.parse(JSON.stringify(generation.state));
    state = terms.tell(written, trials, sceneOf(history));
    if (areSums) break;
  }
  return { state, history, sizes, groups };
}

const bestOf = ({ history }: Search) =>
  history.reduce((best, trial) => (trial.score ?? -1) > (best.score ?? -1) ? trial : best);

Deno.test("terms finds a sum of functions by the scores of single examples alone", async () => {
  const search = await searched(beginning(distance), distance);
  const { values } = bestOf(search);
  assertEquals(values.f, code("2 * (b * Math.sin(a)) - Math.log(a + 1) + 0.5"));
  assert(search.sizes.length <= 3, search.sizes.join());
  assertEquals(terms.probed?.(search.state).length, search.sizes.length - 1);
});

Deno.test("terms reads squared distances, shares of a right result, and inverses of 1 and a distance", async () => {
  const scores: readonly Score[] = [
    (error) => -(error ** 2),
    (error) => 1 - Math.abs(error) / 100,
    (error) => 1 / (1 + Math.abs(error)),
    (error) => 1 / (1 + error ** 2),
  ];
  for (const score of scores) {
    const search = await searched(beginning(score), score);
    const { values, scores } = bestOf(search);
    const best = score(0);
    const errors = Object.values(scores).map((each) => best - (each ?? -Infinity));
    assert(Math.max(...errors) < 1e-6, `${score}: ${values.f}`);
  }
});

Deno.test("terms measures the same terms again until enough examples are known, as in a race", async () => {
  const few = (trial: Trial, step: number): Trial => ({
    ...trial,
    scores: Object.fromEntries(
      Object.entries(trial.scores).filter((_, place) => (place + 3 * step) % 16 < 4),
    ),
  });
  const search = await searched(beginning(distance), distance, few);
  const groups = search.groups.map(([from]) => from);
  assertEquals(groups.slice(0, 3), [2, 2, 2]);
  assertEquals(
    bestOf(search).values.f,
    code("2 * (b * Math.sin(a)) - Math.log(a + 1) + 0.5"),
  );
});

Deno.test("terms ends after one generation where few terms change a score, and where code has no single result", async () => {
  const steps: Score = (error) => error > 0 ? 0.5 : 0.25;
  const flat = await searched(beginning(steps), steps);
  assertEquals([flat.sizes.length, flat.state.isOver], [1, true]);
  const branched = code("a").replace("return a;", "if (a > b) return b;\n  return a;");
  const { state, sizes } = await searched({
    ...beginning(distance),
    history: Array.from({ length: 250 }, () => trialOf({ f: branched }, 0, distance)),
  }, distance);
  assertEquals([sizes, state.isOver], [[0], true]);
});

Deno.test("terms goes through all of them once where no sum fits, in a state that is small", async () => {
  const noisy: Score = (error) => distance(error) * (1 + random());
  const { state, sizes } = await searched(beginning(noisy), noisy);
  assert(sizes.length >= 10 && sizes.length <= 16, sizes.join());
  assert(JSON.stringify(state).length < 20_000);
  assertEquals(state.isOver, true);
});

Deno.test("terms begins after many trials, and not where the form of code is kept", () => {
  const { history, state } = beginning(distance);
  assertEquals(terms.size(sceneOf(history.slice(1)), state), 0);
  assertEquals(terms.size(sceneOf(history), state), 48);
  assertEquals(terms.size({ ...sceneOf(history), isTuned: true }, state), 0);
});
