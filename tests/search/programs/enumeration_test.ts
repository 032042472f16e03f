import { assert, assertEquals } from "@std/assert";
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import type { Scene } from "../../../src/search/arm.ts";
import { extendCode } from "../../../src/search/code/extend_code.ts";
import {
  freshBeam,
  functionSets,
  membersWith,
  withParent,
} from "../../../src/search/programs/beams.ts";
import { codeFacts } from "../../../src/search/programs/code_varier.ts";
import { enumeration, type EnumerationState } from "../../../src/search/programs/enumeration.ts";
import { populationOf } from "../../../src/search/programs/members.ts";
import { randomFrom } from "../../../src/seeds.ts";

const code = (body: string) => `function f(x: number): number {\n  return ${body};\n}`;
const start = code("x");
const parameter: ParameterState = { name: "f", kind: "code", type: "code", value: start };
const points = [-0.9, -0.4, 0.3, 0.8];

/** Negative errors from x³ + x² + x, one example for each point. */
function trialOf(values: Values, step: number): Trial {
  const run: unknown = new Function(`return (${String(values.f).replaceAll(": number", "")})`)();
  assert(typeof run === "function");
  const errors = points.map((x) => -Math.abs(run(x) - x ** 3 - x ** 2 - x));
  const scores = Object.fromEntries(errors.map((error, place) => [`train/${place}`, error]));
  const score = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return { step, values, score, scores, feedback: "", isAccepted: step === 0 };
}

interface Search {
  readonly state: EnumerationState;
  readonly history: readonly Trial[];
}

const sceneOf = (history: readonly Trial[]) => ({
  ...{ parameters: [parameter], current: { f: start }, history, isTuned: false, maxGrowth: 200 },
});

const beginning: Search = {
  state: enumeration.initialState,
  history: [trialOf({ f: start }, 0)],
};

/** The search some generations later; its state goes through JSON, as in a run's log. */
async function later(search: Search, generations: number): Promise<Search> {
  let { state, history } = search;
  for (let left = generations; left > 0; left--) {
    const step = history.at(-1)!.step + 1; // it is never empty
    const request = { ...sceneOf(history), state, count: 24, random: randomFrom(1) };
    const generation = await enumeration.ask(request);
    const trials = generation.children.map(({ values }) => trialOf(values, step));
    history = [...history, ...trials];
    state = enumeration.tell(
      JSON.parse(JSON.stringify(generation.state)),
      trials,
      sceneOf(history),
    );
  }
  return { state, history };
}

const sourcesOf = ({ history }: Search) => history.map(({ values }) => String(values.f));
const bestOf = ({ history }: Search) => Math.max(...history.map(({ score }) => score || -Infinity));

Deno.test("enumeration finds a formula by going through small ones, and evaluates none twice", async () => {
  let search = beginning;
  while (bestOf(search) < -1e-9 && search.history.length < 700) search = await later(search, 1);
  assert(bestOf(search) > -1e-9, `${bestOf(search)} after ${search.history.length}`);
  const facts = await codeFacts(sourcesOf(search));
  const behaviours = facts.map((one) => one?.behaviour);
  assertEquals(new Set(behaviours).size, behaviours.length);
});

Deno.test("enumeration goes on as before from a state that was written and read, and draws nothing", async () => {
  const four = await later(beginning, 4);
  const again = await later(await later(beginning, 2), 2);
  assertEquals(sourcesOf(again), sourcesOf(four));
  assertEquals(again.state, four.state);
  assert(JSON.stringify(four.state).length < 4_000);
});

Deno.test("enumeration begins after many trials, has many generations in a row, and leaves long code and tuning to the other arms", () => {
  const history = Array.from({ length: 1_200 }, () => trialOf({ f: start }, 0));
  const long = trialOf({ f: code(Array(200).fill("x").join(" + ")) }, 0);
  const sizeOf = (scene: Scene, turn = 0) => enumeration.size(scene, { ...beginning.state, turn });
  assertEquals(sizeOf(sceneOf(history)), 48);
  assertEquals(sizeOf(sceneOf(history.slice(1))), 0);
  assertEquals(sizeOf({ ...sceneOf(history), isTuned: true }), 0);
  assertEquals(sizeOf(sceneOf([long, ...history])), 0);
  assertEquals(sizeOf(sceneOf(history), 200), 0);
  const isOpen = (turn: number) => enumeration.isOpen?.({ ...beginning.state, turn });
  assertEquals([0, 1, 15, 16, 17].map(isOpen), [false, true, true, false, true]);
});

Deno.test("enumeration ends its row where most of a generation did the same, and rests", () => {
  const state = { ...beginning.state, turn: 1 };
  const told = (outputs: readonly string[]) =>
    enumeration.tell(
      state,
      outputs.map((output) => ({ ...trialOf({ f: start }, 7), outputs: output })),
      sceneOf(Array<Trial>(1_300).fill(beginning.history[0]!)),
    );
  assertEquals(told(["a", "b", "c", "c"]), { ...state, steps: [7] });
  const rested = told(["a", "b", "b", "b"]);
  assertEquals(enumeration.isOpen?.(rested), false);
  const sizeAfter = (trials: number) =>
    enumeration.size(sceneOf(Array<Trial>(trials).fill(beginning.history[0]!)), rested);
  assertEquals([sizeAfter(2_499), sizeAfter(2_500)], [0, 48]);
});

Deno.test("enumeration extends its own candidates and those it comes to, not others that are better", async () => {
  const others = ["x ** 2 + x", "x + 1"].map((body) => trialOf({ f: code(body) }, 0));
  const search = { ...beginning, history: [...beginning.history, ...others] };
  const { state } = await later(search, 6);
  const { members: [, better, met] } = await populationOf(search.history, [parameter]);
  const extended = state.beams.flatMap(({ done }) => done);
  assert(extended.includes(met!.id) && !state.beams[0]!.done.slice(0, 2).includes(better!.id));
});

Deno.test("enumeration ends where code has nothing to extend", async () => {
  const values = { f: "function f(name: string): string {\n  return name;\n}" };
  const scene = { ...sceneOf([{ ...beginning.history[0]!, values }]), current: values };
  const request = { ...scene, state: beginning.state, count: 24, random: randomFrom(1) };
  const { children, state } = await enumeration.ask(request);
  assertEquals(children, []);
  const later = Array<Trial>(1_200).fill(scene.history[0]!);
  assertEquals(enumeration.size({ ...scene, history: later }, state), 0);
  assertEquals(enumeration.isOpen?.(state), false);
});

Deno.test("extendCode() gives the same extensions in pieces as at once, each one operation larger", () => {
  const request = { source: code("x + 1"), functions: ["log"], maxLength: 200 };
  const { found, next } = extendCode({ ...request, from: 0, most: 1_000 });
  assertEquals(next, null);
  const pieces = [];
  for (let from: number | null = 0; from !== null;) {
    const piece = extendCode({ ...request, from, most: 7 });
    pieces.push(...piece.found);
    from = piece.next;
  }
  assertEquals(pieces, [...found]);
  const bodies = found.map(({ source }) => /return (.*);/.exec(source)?.[1]);
  for (const body of ["Math.log(x + 1)", "Math.log(x) + 1", "x ** 2 + 1", "x + 1 - Math.log(x)"]) {
    assert(bodies.includes(body), `${body} of ${bodies.join()}`);
  }
  assert(!bodies.some((body) => /sin|sqrt/.test(body ?? "")));
  assertEquals(extendCode({ ...request, source: "function (", from: 0, most: 9 }).found, []);
});

Deno.test("withParent() takes the best small member first, and none twice; fitted numbers and other functions stay out", async () => {
  const bodies = ["x", "x + 1", "Math.log(x + 1)", "Math.sin(x)", "1.37 * x", "x ** 2 + x + 1"];
  const history = bodies.map((body, step) => trialOf({ f: code(body) }, step));
  const { members } = await populationOf(history, [parameter]);
  const bodyOf = (id: string | undefined) =>
    bodies[members.findIndex((member) => member.id === id)];
  const own = (functions: readonly string[]) =>
    membersWith(functions, members).map(({ id }) => bodyOf(id));
  assertEquals(own([]), ["x", "x + 1", "x ** 2 + x + 1"]);
  assertEquals(own(["log"]), ["x", "x + 1", "Math.log(x + 1)", "x ** 2 + x + 1"]);
  assertEquals(functionSets.map(own).filter((some) => some.includes("1.37 * x")), []);
  const parents: (string | undefined)[] = [];
  for (let beam = freshBeam, left = 4; left > 0; left--) {
    beam = withParent(beam, membersWith([], members));
    parents.push(bodyOf(beam.parent?.id));
  }
  assertEquals(parents, ["x", "x + 1", "x ** 2 + x + 1", undefined]);
});

Deno.test("withParent() begins a level with the member that is wrong by the same amount everywhere", async () => {
  const bodies = ["x", "x ** 3 + x ** 2 + x - 5", "x ** 3 + x ** 2 + 0.5 * x"];
  const history = bodies.map((body, step) => trialOf({ f: code(body) }, step));
  const { members } = await populationOf(history, [parameter]);
  const level = { ...freshBeam, level: 11 };
  const first = withParent(level, members);
  assertEquals(first.parent?.id, members[1]!.id);
  const second = withParent(first, members);
  assert(members[1]!.rating < members[2]!.rating);
  assertEquals(second.parent?.id, members[2]!.id);
});

Deno.test("enumeration gives each beam the same share", async () => {
  const { state } = await later(beginning, 2 * functionSets.length);
  assert(state.beams.every(({ done, parent }) => done.length > 0 || parent !== null));
  assertEquals(state.turn, 2 * functionSets.length);
});
