import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { ParameterState, Problem } from "../../src/problem/problem.ts";
import { proposeContext } from "../../src/problem/propose_context.ts";
import { type Trial, trialHistory } from "../../src/problem/trial.ts";
import { initialMemory } from "../../src/search/portfolio.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { randomFrom } from "../../src/seeds.ts";

const code: ParameterState = {
  name: "rank",
  kind: "code",
  type: "code",
  value: `// What matters is size.
function rank(size: number, age: number): number {
  return size; // for now
}`,
};

const numberBetween = (minimum: number, maximum: number): ParameterState => ({
  name: "x",
  kind: "value",
  type: "number",
  value: (minimum + maximum) / 2,
  jsonSchema: { type: "number", minimum, maximum },
});

function problemOf(...parameters: readonly ParameterState[]): Problem {
  return {
    objective: "",
    parameters,
    feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
  };
}

function trial(values: Trial["values"], score: number | null, step = 1): Trial {
  const scores = { "train/0": score };
  return { step, values, score, scores, feedback: "", isAccepted: step === 1 };
}

const contextOf = (history: readonly Trial[], random: () => number) =>
  proposeContext({ random, history: trialHistory(history), memory: initialMemory });

async function valuesOf(problem: Problem, history: readonly Trial[], seed: number) {
  const answer = await searchProposer().propose(problem, contextOf(history, randomFrom(seed)));
  const proposal = answer.kind === "several" ? answer.proposals[0] : answer;
  assert(proposal?.kind === "suggestion", `seed ${seed}: ${proposal?.kind}`);
  return {
    ...Object.fromEntries(problem.parameters.map((p) => [p.name, p.value])),
    ...proposal.values,
  };
}

/** What a run of the search reaches: each step proposes, measures and remembers. */
async function climb(
  parameters: readonly ParameterState[],
  scoreOf: (values: Trial["values"]) => number | null,
  { steps, seed }: { steps: number; seed: number },
): Promise<number> {
  const problem = problemOf(...parameters);
  const initial = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  const history: Trial[] = [trial(initial, scoreOf(initial))];
  for (let step = 0; step < steps; step++) {
    const values = await valuesOf(problem, history, seed * 1e6 + step);
    history.push(trial(values, scoreOf(values), 2 + step));
  }
  return Math.max(...history.map(({ score }) => score ?? -Infinity));
}

Deno.test("searchProposer() proposes the same when problem, history and random numbers are the same", async () => {
  const history = [trial({ rank: code.value, x: 5 }, 1)];
  const problem = problemOf(code, numberBetween(0, 10));
  const one = await Promise.all([1, 2, 3, 4].map((seed) => valuesOf(problem, history, seed)));
  const copied = structuredClone(history);
  const other = await Promise.all([1, 2, 3, 4].map((seed) => valuesOf(problem, copied, seed)));
  assertEquals(one, other);
  assertNotEquals(one[0], one[1]);
});

Deno.test("searchProposer() proposes nothing twice when the history holds it", async () => {
  const direction: ParameterState = {
    name: "direction",
    kind: "value",
    type: "string",
    value: "up",
    jsonSchema: { type: "string", enum: ["up", "down", "left"] },
  };
  const history = [trial({ direction: "up" }, 1), trial({ direction: "left" }, 2, 2)];
  for (let seed = 0; seed < 20; seed++) {
    assertEquals((await valuesOf(problemOf(direction), history, seed)).direction, "down");
  }
  history.push(trial({ direction: "down" }, 0, 3));
  const context = contextOf(history, randomFrom(1));
  const last = await searchProposer().propose(problemOf(direction), context);
  assertEquals(last.kind, "nothing");
});

Deno.test("searchProposer() takes code that differs in its layout alone for the same", async () => {
  const value = "function f(x: number): boolean {\n  return x > 1 && true;\n}";
  const history = [trial({ f: value.replaceAll(/\s+/g, "  ") }, 1)];
  for (let seed = 0; seed < 50; seed++) {
    const { f } = await valuesOf(problemOf({ ...code, name: "f", value }), history, seed);
    assertNotEquals(String(f).replaceAll(/\s+/g, " "), value.replaceAll(/\s+/g, " "));
  }
});

Deno.test("searchProposer() keeps numbers within their schema", async () => {
  const schemas = [
    { type: "number", minimum: 0, maximum: 1 },
    { type: "integer", minimum: -3, maximum: 3 },
    { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.5 },
    { type: "number", minimum: 1e-6, maximum: 1e6 },
    { type: "number", multipleOf: 0.25, minimum: 0 },
  ];
  for (const jsonSchema of schemas) {
    const value = jsonSchema.type === "integer" ? 1 : 0.25;
    const x: ParameterState = { name: "x", kind: "value", type: "number", value, jsonSchema };
    for (let seed = 0; seed < 200; seed++) {
      const { x: proposed } = await valuesOf(problemOf(x), [trial({ x: value }, 1)], seed);
      assert(typeof proposed === "number" && Number.isFinite(proposed));
      const { minimum = -Infinity, maximum = Infinity } = jsonSchema;
      assert(proposed >= minimum && proposed <= maximum, `${proposed} in ${minimum}…${maximum}`);
      if (jsonSchema.type === "integer") assert(Number.isInteger(proposed));
      if (jsonSchema.exclusiveMinimum !== undefined) assert(proposed > 0 && proposed < 0.5);
      if (jsonSchema.multipleOf) assert(Number.isInteger(proposed / 0.25));
    }
  }
});

Deno.test("searchProposer() leaves free text as it is", async () => {
  const prompt: ParameterState = { name: "p", kind: "value", type: "string", value: "Be brief." };
  const proposal = await searchProposer().propose(problemOf(prompt), contextOf([], randomFrom(1)));
  assertEquals(proposal.kind, "nothing");
});

Deno.test("searchProposer() changes lists and records of numbers and choices in their places", async () => {
  const value = { weights: [1, 2, 3], isFast: true, label: "kept" };
  const settings: ParameterState = { name: "s", kind: "value", type: "record", value };
  const seen = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const { s } = await valuesOf(problemOf(settings), [trial({ s: value }, 1)], seed);
    const changed = s as typeof value; // as: the search keeps the shape, which the next lines check
    assertEquals(changed.label, "kept");
    assertEquals(changed.weights.length, 3);
    if (!changed.isFast) seen.add("choice");
    changed.weights.forEach((weight, place) =>
      weight !== value.weights[place] && seen.add(`${place}`)
    );
  }
  assertEquals([...seen].sort(), ["0", "1", "2", "choice"]);
});

Deno.test("searchProposer() finds the top of a hill in three numbers", async () => {
  const parameters = ["x", "y", "z"].map((name) => ({ ...numberBetween(-10, 10), name }));
  const target: Record<string, number> = { x: 3.3, y: -7.1, z: 0.4 };
  const height = (values: Trial["values"]) =>
    -Math.hypot(...Object.entries(target).map(([name, at]) => Number(values[name]) - at));
  assert(height({ x: 0, y: 0, z: 0 }) < -7);
  for (const seed of [1, 2, 3]) {
    const reached = await climb(parameters, height, { steps: 500, seed });
    assert(reached > -0.1, `seed ${seed} reached ${reached}`);
  }
});

Deno.test("searchProposer() comes near a formula by score alone", async () => {
  const cases = Array.from({ length: 12 }, (_, place) => [place * 3 % 7, place] as const);
  const score = ({ rank }: Trial["values"]): number | null => {
    const source = String(rank).replaceAll(": number", "");
    const run: unknown = new Function(`${source}\nreturn rank;`)();
    assert(typeof run === "function");
    const errors = cases.map(([size, age]) => Math.abs(Number(run(size, age)) - (size - 2 * age)));
    const sum = errors.reduce((total, error) => total + error, 0);
    return Number.isFinite(sum) ? -sum : null;
  };
  assertEquals(score({ rank: code.value }), -132);
  const reached = await climb([code], score, { steps: 150, seed: 1 });
  assert(reached > -40, `reached ${reached}`);
});

Deno.test("searchProposer() stops when its signal is aborted", async () => {
  const context = { ...contextOf([], randomFrom(1)), signal: AbortSignal.abort("enough") };
  const reason = await searchProposer().propose(problemOf(code), context).catch((error) => error);
  assertEquals(reason, "enough");
});

Deno.test("searchProposer() that tunes keeps the form of code", async () => {
  const formula: ParameterState = {
    ...code,
    value: "function rank(size: number, age: number): number {\n  return size * 2 + age * 3;\n}",
  };
  const context = proposeContext({ random: randomFrom(1), count: 30, memory: initialMemory });
  const answer = await searchProposer({ isTuned: true }).propose(problemOf(formula), context);
  assert(answer.kind === "several");
  const forms = answer.proposals.map((proposal) =>
    proposal.kind === "suggestion" ? String(proposal.values.rank) : ""
  );
  assert(forms.length > 20);
  for (const form of forms) {
    // A factor of 1 goes.
    assert(/return \(?size( [-+*/%]+ \(?-?[\d.e-]+\)?)?\)? [-+*/%]+ \(?age/.test(form), form);
  }
});

Deno.test("searchProposer() varies the population of the trainer, where there is one, though others are better", async () => {
  const names = Array.from({ length: 8 }, (_, place) => `x${place}`);
  const parameters = names.map((name): ParameterState => ({ ...numberBetween(-9, 9), name }));
  const valuesAt = (value: number) => Object.fromEntries(names.map((name) => [name, value]));
  const [weak, strong] = [trial(valuesAt(-7), 1), trial(valuesAt(7), 9, 2)];
  const near = async (history: ReturnType<typeof trialHistory>) => {
    let negative = 0;
    for (let seed = 0; seed < 20; seed++) {
      const context = proposeContext({ random: randomFrom(seed), history, memory: initialMemory });
      const answer = await searchProposer().propose(problemOf(...parameters), context);
      const proposal = answer.kind === "several" ? answer.proposals[0] : answer;
      const values = proposal?.kind === "suggestion" ? Object.values(proposal.values) : [];
      if (values.filter((value) => Number(value) < 0).length > 4) negative++;
    }
    return negative;
  };
  const all = trialHistory([weak, strong]);
  assert(await near({ ...all, population: [weak] }) > 14);
  assert(await near({ ...all, population: [strong] }) < 6);
});
