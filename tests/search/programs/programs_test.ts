import { assert, assertEquals } from "@std/assert";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import { codeFacts } from "../../../src/search/programs/code_varier.ts";
import { activeIsland, patience } from "../../../src/search/programs/islands.ts";
import { idOf } from "../../../src/search/programs/members.ts";
import { programs, type ProgramsState } from "../../../src/search/programs/programs.ts";
import { randomFrom, seedOf } from "../../../src/seeds.ts";

const start = "function f(x: number): number {\n  return x;\n}";
const parameter: ParameterState = { name: "f", kind: "code", type: "code", value: start };
const points = [-0.9, -0.4, 0.3, 0.8];

/** Negative errors from x² + x, one example for each point; none where a value is no number. */
function trialOf(values: Values, step: number): Trial {
  const run: unknown = new Function(`return (${String(values.f).replaceAll(": number", "")})`)();
  assert(typeof run === "function");
  const errors = points.map((x) => -Math.abs(run(x) - (x * x + x)));
  const isNumber = errors.every(Number.isFinite);
  const scores = Object.fromEntries(
    errors.map((error, place) => [`train/${place}`, isNumber ? error : null]),
  );
  const score = isNumber ? errors.reduce((sum, error) => sum + error, 0) / errors.length : null;
  return { step, values, score, scores, feedback: "", isAccepted: step === 0 };
}

interface Search {
  readonly state: ProgramsState;
  readonly history: readonly Trial[];
  readonly asked: readonly string[];
}

const sceneOf = (history: readonly Trial[], current: Values = { f: start }) => ({
  ...{ parameters: [parameter], current, history, isTuned: false, maxGrowth: 200 },
});

const beginning: Search = {
  state: programs.initialState,
  history: [trialOf({ f: start }, 0)],
  asked: [],
};

/** The search some generations later; its state goes through JSON, as in a run's log. */
async function later(search: Search, generations: number, seed = 1): Promise<Search> {
  let { state, history, asked } = search;
  for (let left = generations; left > 0; left--) {
    const step = history.at(-1)!.step + 1; // it is never empty
    const random = randomFrom(seedOf(seed, step));
    const generation = await programs.ask({ ...sceneOf(history), state, count: 24, random });
    const trials = generation.children.map(({ values }) => trialOf(values, step));
    asked = [...asked, ...generation.children.map(({ values }) => String(values.f))];
    history = [...history, ...trials];
    state = programs.tell(
      JSON.parse(JSON.stringify(generation.state)),
      trials,
      sceneOf(history),
    );
  }
  return { state, history, asked };
}

const bestOf = ({ history }: Search) => Math.max(...history.map(({ score }) => score ?? -Infinity));

Deno.test("programs finds a formula by score alone, and never evaluates a rewriting", async () => {
  let search = beginning;
  while (bestOf(search) < -1e-9 && search.asked.length < 1_500) search = await later(search, 1);
  assert(bestOf(search) > -1e-9, `${bestOf(search)} after ${search.asked.length}`);
  const facts = await codeFacts([start, ...search.asked]);
  const behaviours = facts.map((one) => one?.behaviour);
  assertEquals(new Set(behaviours).size, behaviours.length);
});

Deno.test("programs goes on as before from a state that was written and read", async () => {
  const four = await later(beginning, 4);
  const two = await later(beginning, 2);
  const again = await later({ ...structuredClone(two), asked: two.asked }, 2);
  assertEquals(again.asked, four.asked);
  assertEquals(again.state, four.state);
  assert(JSON.stringify(four.state).length < 8_000);
});

Deno.test("programs credits operators with the children that beat their parents", async () => {
  const { state } = await later(beginning, 3);
  const credits = Object.values(state.credits);
  assert(credits.some(({ gains }) => gains > 0));
  assert(credits.every(({ uses, gains }) => gains <= uses));
});

Deno.test("programs keeps the failed out of its islands, and takes accepted candidates of others in", async () => {
  const search = await later(beginning, 2);
  const step = search.history.at(-1)!.step + 1; // it is never empty
  const stranger = { ...trialOf({ f: start.replace("x;", "x * 1.03;") }, step), isAccepted: true };
  const history = [...search.history, stranger];
  const request = { ...sceneOf(history), state: search.state, count: 24, random: randomFrom(9) };
  const { state } = await programs.ask(request);
  const before = new Set(activeIsland(search.state.islands).members);
  const after = activeIsland(state.islands).members;
  assert(after.includes(idOf(stranger)) && !before.has(idOf(stranger)));
  const failed = search.history.filter(({ score }) => score === null).length;
  assert(failed > 0 && new Set(after).size <= history.length - failed);
});

Deno.test("programs that tunes keeps the form of code", async () => {
  const formula = start.replace("x;", "2 * x + 3;");
  const history = [trialOf({ f: formula }, 0)];
  const { children } = await programs.ask({
    ...sceneOf(history, { f: formula }),
    state: programs.initialState,
    isTuned: true,
    count: 20,
    random: randomFrom(1),
  });
  assert(children.length > 10);
  for (const { values } of children) {
    assert(!/Math|if|\?/.test(String(values.f)), String(values.f));
  }
});

Deno.test("programs lets a new island have what was measured before, without an evaluation", async () => {
  const search = await later(beginning, 3);
  const { islands } = search.state;
  const [best] = search.history.toSorted((one, other) => (other.score ?? -9) - (one.score ?? -9));
  const all = islands.all.map((island) => ({ ...island, best: idOf(best!), stalled: patience }));
  const { state, children } = await programs.ask({
    ...sceneOf(search.history),
    state: { ...search.state, islands: { ...islands, all } },
    count: 24,
    random: randomFrom(4),
  });
  assertEquals(state.islands.active, 1);
  const ids = new Set(search.history.map(idOf));
  const { members } = activeIsland(state.islands);
  assert(members.length > 1 && members.every((id) => ids.has(id)));
  assert(children.every(({ values }) => !search.asked.includes(String(values.f))));
});

Deno.test("programs seldom varies a function whose changes changed no output", async () => {
  const idle: ParameterState = { ...parameter, name: "g", value: start.replace("f(", "g(") };
  const current = { f: start, g: idle.value };
  const [first] = beginning.history;
  const history: readonly Trial[] = [
    { ...first!, values: current },
    ...Array.from({ length: 30 }, (_, place): Trial => ({
      ...{ ...first!, isAccepted: false, step: 1 },
      values: { ...current, g: String(idle.value).replace("x;", `x + ${place + 1};`) },
      comparison: {
        ...{ step: 0, values: current, score: 0, otherScore: 0, failed: 0, otherFailed: 0 },
        ...{ otherMetrics: {}, isUnchanged: true },
      },
    })),
  ];
  const { children } = await programs.ask({
    ...{ ...sceneOf(history, current), parameters: [parameter, idle] },
    ...{ state: programs.initialState, count: 24, random: randomFrom(1) },
  });
  const varied = children.filter(({ reasoning }) => reasoning.startsWith("g: "));
  assert(children.length === 24 && varied.length <= 4, `${varied.length} of ${children.length}`);
});
