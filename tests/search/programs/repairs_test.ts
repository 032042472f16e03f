import { assert, assertEquals } from "@std/assert";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import type { Scene } from "../../../src/search/arm.ts";
import { repairs, type RepairsState } from "../../../src/search/programs/repairs.ts";
import { testWarning } from "../../../src/search/programs/tested_code.ts";
import { randomFrom } from "../../../src/seeds.ts";

/** Correct with `n <= 5` and `limit - n`. */
const start = `function rest(n: number, limit: number): number {
  if (n < 5) return n;
  return n - limit;
}`;
const parameter: ParameterState = { name: "rest", kind: "code", type: "code", value: start };
const cases = [[3, 20, 3], [5, 20, 5], [7, 20, 13], [12, 15, 3]] as const;

function trialOf(values: Values, step: number, isAccepted = false): Trial {
  const run: unknown = new Function(`return (${String(values.rest).replaceAll(": number", "")})`)();
  assert(typeof run === "function");
  const all = cases.map(([n, limit, result]) => run(n, limit) === result ? 1 : 0);
  const scores = Object.fromEntries(all.map((score, place) => [`example ${place}`, score]));
  const score = all.reduce<number>((sum, one) => sum + one, 0) / all.length;
  return { step, values, score, scores, feedback: "", isAccepted };
}

const sceneOf = (history: readonly Trial[]): Scene => ({
  ...{ parameters: [parameter], current: { rest: start }, history, isTuned: false },
  maxGrowth: 200,
});

interface Search {
  readonly state: RepairsState;
  readonly history: readonly Trial[];
}

/** The search a generation later: what is better than all before becomes accepted; the state goes through JSON, as in a log. */
async function later({ state, history }: Search): Promise<Search> {
  const request = { ...sceneOf(history), state, count: 6, random: randomFrom(1) };
  const generation = await repairs.ask(request);
  const most = Math.max(...history.map(({ score }) => score ?? 0));
  const step = history.at(-1)!.step + 1; // it is never empty
  const trials = generation.children.map(({ values }) => trialOf(values, step));
  const best = trials.toSorted((one, other) => (other.score ?? 0) - (one.score ?? 0))[0];
  const told = trials.map((trial) =>
    trial === best && (trial.score ?? 0) > most ? { ...trial, isAccepted: true } : trial
  );
  const next = [...history, ...told];
  const after = JSON.parse(JSON.stringify(generation.state));
  return { state: repairs.tell(after, told, sceneOf(next)), history: next };
}

const first = trialOf({ rest: start }, 0, true);
const beginning: Search = { state: repairs.initialState, history: [first] };

Deno.test("repairs mends two faults of a function one after the other, and tries no code twice", async () => {
  let search = beginning;
  while (search.history.every(({ score }) => score !== 1) && search.history.length < 200) {
    search = await later(search);
  }
  const mended = search.history.find(({ score }) => score === 1);
  assert(mended, `none of ${search.history.length} candidates passes all cases`);
  const codes = search.history.map(({ values }) => String(values.rest));
  assertEquals(new Set(codes).size, codes.length);
  assert(search.history.filter(({ isAccepted }) => isAccepted).length >= 2);
});

Deno.test("repairs goes back to an earlier accepted candidate in every other generation", async () => {
  const ahead = trialOf(
    { rest: start.replace("<", "<=").replace("n - limit", "n - limit * 3") },
    1,
    true,
  );
  let search: Search = { ...beginning, history: [first, ahead] };
  const isOfAhead: boolean[] = [];
  for (let generation = 0; generation < 2; generation++) {
    const before = search.history.length;
    search = await later(search);
    const [child] = search.history.slice(before);
    isOfAhead.push(String(child?.values.rest).includes("* 3"));
  }
  assertEquals(isOfAhead, [true, false]);
});

Deno.test("repairs begins with the scores of the current code where nothing was tried, and goes on from there", async () => {
  const judged = [{ example: "example 0", score: 1, feedback: "" }, {
    example: "example 1",
    score: 0,
    feedback: "",
  }];
  const scene = { ...sceneOf([]), judged };
  assertEquals(repairs.size(scene, repairs.initialState), 24);
  const request = { ...scene, state: repairs.initialState, count: 4, random: randomFrom(1) };
  const { children, state } = await repairs.ask(request);
  const next = await repairs.ask({ ...request, history: [first], state: { ...state, turn: 2 } });
  const codes = [...children, ...next.children].map(({ values }) => String(values.rest));
  assertEquals(new Set(codes).size, 8);
});

Deno.test("repairs takes part where examples are tests, and not where scores are amounts, or the form of code is kept", () => {
  const sizeOf = (trial: Partial<Trial>, isTuned = false) =>
    repairs.size({ ...sceneOf([{ ...first, ...trial }]), isTuned }, repairs.initialState);
  assertEquals(sizeOf({}), 24);
  assertEquals(sizeOf({ scores: { "example 0": null, "example 1": 1 } }), 24);
  assertEquals(sizeOf({ scores: { "example 0": 0, "example 1": 0 } }), 0);
  assertEquals(sizeOf({ scores: { "example 0": 0.25 } }), 0);
  const suite = { "example 0": { passed: 1, failed: 3 } };
  assertEquals(sizeOf({ scores: { "example 0": 0.25 }, metricsByExample: suite }), 24);
  assertEquals(sizeOf({ scores: { "example 0": 0.5 }, metricsByExample: suite }), 0);
  assertEquals(sizeOf({}, true), 0);
  assertEquals(repairs.size(sceneOf([]), repairs.initialState), 0);
});

Deno.test("repairs rests when all was tried, and is asked first while its best candidate has repairs", async () => {
  const values = { rest: "function rest(list: string[]): void {}" };
  const scene = { ...sceneOf([{ ...first, values }]), current: values };
  const request = { ...scene, state: repairs.initialState, count: 4, random: randomFrom(1) };
  const { children, state } = await repairs.ask(request);
  assertEquals(children, []);
  assertEquals([repairs.size(scene, state), repairs.isFavoured?.(state)], [0, false]);
  assertEquals(repairs.isFavoured?.(repairs.initialState), true);
  const accepted = repairs.tell(state, [{ ...first, isAccepted: true }], scene);
  assertEquals(repairs.isFavoured?.(accepted), true);
});

Deno.test("testWarning() advises a larger batch where a candidate meets a few of the tests first", () => {
  const judged = [{ example: "example 0", score: 1, feedback: "" }];
  const scene = { ...sceneOf([first]), judged };
  assertEquals(testWarning(scene)?.code, "few-tests-first");
  assertEquals(testWarning({ ...scene, judged: cases.map(() => judged[0]!) }), undefined);
  assertEquals(testWarning({ ...scene, isTuned: true }), undefined);
  const amounts = { ...first, scores: { ...first.scores, "example 0": 0.5 } };
  assertEquals(testWarning({ ...scene, history: [amounts] }), undefined);
});

Deno.test("repairs goes through all functions of an agent, one after the other", async () => {
  const other = "function other(n: number): number {\n  return n - 1;\n}";
  const scene = {
    ...sceneOf([{ ...first, values: { rest: start, other } }]),
    parameters: [parameter, { ...parameter, name: "other", value: other }],
  };
  const request = { ...scene, state: repairs.initialState, count: 400, random: randomFrom(1) };
  const { children, state } = await repairs.ask(request);
  const changed = children.map(({ values }) => values.other !== other);
  const [before, after] = [changed.indexOf(true), changed.lastIndexOf(false)];
  assert(before > 0 && after === before - 1, changed.join());
  assertEquals(state.parents.map(({ next }) => next), [null]);
});
