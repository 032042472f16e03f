import { assert, assertEquals } from "@std/assert";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import { constants, type ConstantsState } from "../../../src/search/constants/constants.ts";
import { randomFrom } from "../../../src/seeds.ts";
import { code, scoredTrial } from "../scored_code.ts";

const parameter: ParameterState = { name: "f", kind: "code", type: "code", value: code("a - b") };
const points = [[1, 2], [3, -1], [0, 4], [-2, 5], [6, 1], [2, 2]] as const;

type Score = (value: number, a: number, b: number) => number;

/** How far a result is from 3a − 2b + 7. */
const distance: Score = (value, a, b) => -Math.abs(value - (3 * a - 2 * b + 7));

const trialOf = (values: Values, step: number, score: Score): Trial =>
  scoredTrial(values, step, (f) => points.map(([a, b]) => score(f(a, b), a, b)));

const sceneOf = (history: readonly Trial[]) => ({
  ...{ parameters: [parameter], current: { f: parameter.value }, history },
  ...{ isTuned: true, maxGrowth: 200 },
});

interface Search {
  readonly state: ConstantsState;
  readonly history: readonly Trial[];
  /** Candidates of each generation. */
  readonly sizes: readonly number[];
}

const beginning = (score: Score, bodies: readonly string[] = ["a - b"]): Search => ({
  state: constants.initialState,
  history: bodies.map((body) => trialOf({ f: code(body) }, 0, score)),
  sizes: [],
});

/** The search some generations later; its state goes through JSON, as in a run's log. */
async function later(search: Search, generations: number, score: Score): Promise<Search> {
  let { state, history, sizes } = search;
  for (let left = generations; left > 0; left--) {
    const step = history.at(-1)!.step + 1; // it is never empty
    const count = constants.size(sceneOf(history), state);
    const probed = new Set(constants.probed?.(state));
    const request = { ...sceneOf(history), probed, state, count, random: randomFrom(1) };
    const generation = await constants.ask(request);
    const trials = generation.children.map(({ values }) => trialOf(values, step, score));
    sizes = [...sizes, trials.length];
    history = [...history, ...trials];
    const written: ConstantsState = JSON.parse(JSON.stringify(generation.state));
    state = constants.tell(written, trials, sceneOf(history));
  }
  return { state, history, sizes };
}

const bestOf = ({ history }: Search) =>
  history.reduce((best, trial) => (trial.score ?? -1) > (best.score ?? -1) ? trial : best);

Deno.test("constants fits all numbers of a program in two generations, those that nobody wrote too", async () => {
  const search = await later(beginning(distance), 2, distance);
  assertEquals(bestOf(search).values.f, code("3 * a - 2 * b + 7"));
  assertEquals(search.sizes[0], 4); // three numbers and one more
  assert(search.history.length < 14);
});

Deno.test("constants fits squared distances, and shares of a right result", async () => {
  const scores: readonly Score[] = [
    (value, a, b) => -(distance(value, a, b) ** 2),
    (value, a, b) => 1 - Math.abs(distance(value, a, b)) / 100,
  ];
  for (const score of scores) {
    let search = await later(beginning(score), 2, score);
    assertEquals(search.state.tuned.length, 1);
    search = await later({ ...search, state: { ...search.state, wakesAt: 0 } }, 2, score);
    assert(bestOf(search).values.f === code("3 * a - 2 * b + 7"), String(bestOf(search).values.f));
  }
});

Deno.test("constants tunes the best programs of different forms at once, and goes on in the next generation", async () => {
  const forms = ["a - b", "a * b", "4 * a", "5 * a"];
  const search = await later(beginning(distance, forms), 1, distance);
  assertEquals(search.sizes, [4 + 3 + 3]); // 4a and 5a have one form
  assertEquals(constants.isOpen?.(search.state), true);
  assertEquals(search.state.steps.length, 3);
  assert(JSON.stringify(search.state).length < 6_000);
});

Deno.test("constants rests for long where numbers change no score", async () => {
  const flat: Score = () => 0.5;
  let search = await later(beginning(flat), 1, flat);
  assertEquals([search.state.steps, search.state.pause], [[], 64]);
  const [last] = search.history.slice(-1);
  const at = (step: number) => constants.size(sceneOf([{ ...last!, step }]), search.state);
  assertEquals([1, 65, 66].map((step) => at(step) > 0), [false, false, true]);
  search = await later({ ...search, state: { ...search.state, wakesAt: 0 } }, 1, flat);
  assertEquals(search.sizes, [4, 0]); // its only form is tuned, and its neighbours are no bases
  assertEquals(search.state.pause, 64);
});

Deno.test("constants begins after many trials, unless the form of code is kept", () => {
  const { history: [first], state } = beginning(distance);
  const sizeAt = (trials: number, isTuned: boolean) =>
    constants.size({ ...sceneOf(Array<Trial>(trials).fill(first!)), isTuned }, state);
  assertEquals([sizeAt(249, false), sizeAt(250, false), sizeAt(1, true)], [0, 48, 48]);
});

Deno.test("constants leaves a program whose neighbours fail", async () => {
  const score: Score = (value, a, b) => value === a - b ? -1 : NaN;
  const { state, sizes } = await later(beginning(score), 1, score);
  assertEquals([sizes, state.steps], [[4], []]);
});

Deno.test("constants makes finite numbers alone, whatever the scores are", async () => {
  const scores: readonly Score[] = [
    (value, a, b) => value === a - b ? -1e308 : -1e308 * Math.abs(value - a + b),
    (value) => value * 1e300,
    (value, a, b) => (value === a - b ? 1 : -1) * Number.MAX_VALUE,
    (value, a) => a > 1 ? Number.MIN_VALUE * value : -1e-300 * value,
  ];
  for (const score of scores) {
    const { state, history } = await later(beginning(score, ["a - 1e300 * b"]), 2, score);
    const numbers = state.steps.flatMap(({ numbers }) => numbers).flat();
    assert(numbers.every((each) => typeof each === "number"), String(numbers)); // JSON has no others
    assert(history.every(({ values }) => !/NaN|Infinity|null/.test(String(values.f))));
  }
});
