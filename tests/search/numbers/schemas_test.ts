import { assert } from "@std/assert";
import type { ParameterState } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import type { Arm, Scene } from "../../../src/search/arm.ts";
import { cma } from "../../../src/search/numbers/cma.ts";
import { descent } from "../../../src/search/numbers/descent.ts";
import { isWithin } from "../../../src/search/space/is_within.ts";
import { domainOfParameter } from "../../../src/search/space/places.ts";
import { randomFrom } from "../../../src/seeds.ts";

const parameter = (value: unknown, jsonSchema: Record<string, unknown> = {}): ParameterState => ({
  ...{ name: "p", kind: "value", type: "value", value, jsonSchema },
});

const number = (value: number, rest: Record<string, unknown>) =>
  parameter(value, { type: "number", ...rest });

const whole = (value: number, rest: Record<string, unknown> = {}) =>
  parameter(value, { type: "integer", ...rest });

const parameters = [
  ...[0, -3, 1e-9, 1e300].map((value) => parameter(value)),
  ...[whole(7), whole(7, { minimum: 0 }), whole(Number.MAX_SAFE_INTEGER)],
  whole(1, { exclusiveMinimum: 0, exclusiveMaximum: 3 }),
  whole(100, { minimum: 1, maximum: 10_000 }),
  number(1e-4, { minimum: 1e-6, maximum: 1 }),
  number(0.5, { exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  number(0.3, { minimum: 0, maximum: 1, multipleOf: 0.1 }),
  number(4, { minimum: 4, maximum: 4.0000001 }),
  number(5, { minimum: 5 }),
  number(0, { minimum: -1.7e308, maximum: 1.7e308 }),
  parameter({ a: 1, b: null, c: [1, 2] }, {
    type: "object",
    required: ["a", "b", "c"],
    properties: {
      a: { type: "number", minimum: 0 },
      b: { anyOf: [{ type: "null" }, { type: "number" }] },
      c: { type: "array", items: { type: "number", maximum: 3 } },
    },
  }),
];

const random = randomFrom(1);

/** Scores of every kind, also those that overflow when they are added. */
const scores: Readonly<Record<string, () => number | null>> = {
  random,
  equal: () => 1,
  failed: () => null,
  huge: () => (random() - 0.5) * 3e308,
};

for (const arm of [cma, descent] as readonly Arm[]) {
  for (const [kind, score] of Object.entries(scores)) {
    Deno.test(`${arm.name} proposes values of the schema alone when scores are ${kind}`, async () => {
      for (const each of parameters) await assertWithin(arm, each, score);
    });
  }
}

async function assertWithin(arm: Arm, own: ParameterState, score: () => number | null) {
  const domain = domainOfParameter(own);
  const sceneOf = (value: unknown): Scene => ({
    ...{ parameters: [{ ...own, value }], current: { p: value }, history: [] },
    ...{ isTuned: false, maxGrowth: 0 },
  });
  let [state, value] = [arm.initialState, own.value];
  for (let step = 1; step < 12; step++) {
    const scene = sceneOf(value);
    const count = arm.size(scene, state);
    const asked = await arm.ask({ ...scene, state, count, random: randomFrom(step) });
    const trials = asked.children.map(({ values }, place): Trial => {
      assert(isWithin(values.p, domain), `${JSON.stringify(own)}: ${JSON.stringify(values.p)}`);
      const reached = score();
      return {
        ...{ step, values, score: reached, scores: { one: reached }, feedback: "" },
        isAccepted: place === 0 && reached !== null,
        comparison: {
          ...{ step: 0, values: { p: value }, examples: 1, score: reached, otherScore: 0 },
          ...{
            failed: reached === null ? 1 : 0,
            otherFailed: 0,
            otherMetrics: {},
            isUnchanged: false,
          },
        },
      };
    });
    value = trials.find(({ isAccepted }) => isAccepted)?.values.p ?? value;
    state = JSON.parse(JSON.stringify(arm.tell(asked.state, trials, sceneOf(value))));
  }
}
