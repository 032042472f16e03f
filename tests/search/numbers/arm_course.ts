/**
 * Runs one arm of the search by itself, for tests.
 *
 * @module
 */
import type { ParameterState, Values } from "../../../src/problem/problem.ts";
import type { Trial } from "../../../src/problem/trial.ts";
import type { Arm, Scene } from "../../../src/search/arm.ts";
import { randomFrom, seedOf } from "../../../src/seeds.ts";

const number = { type: "number", minimum: -5, maximum: 5 };

/** A parameter that is a list of numbers from -5 to 5. */
export const list = (
  value: readonly number[],
  items: Record<string, unknown> = number,
): ParameterState => ({
  name: "x",
  kind: "value",
  type: "number[]",
  value,
  jsonSchema: { type: "array", items },
});

export const numbersOf = ({ x }: Values) => x as readonly number[]; // as: by its schema

/** What an arm did. */
export interface Course {
  readonly evaluations: number;
  readonly score: number;
  readonly values: Values;
  readonly proposed: readonly Values[];
}

/** A run of one arm, whose state passes through the log, on one example. */
export async function runOf<State>(
  arm: Arm<State>,
  { parameter, score, evaluations, most = Infinity, cut = () => false }: {
    readonly parameter: ParameterState;
    readonly score: (x: readonly number[]) => number | null;
    readonly evaluations: number;
    /** Most candidates of a generation. */
    readonly most?: number;
    /** Whether a trial is left out. */
    readonly cut?: (count: number) => boolean;
  },
): Promise<Course> {
  let state = arm.initialState;
  let values: Values = { x: parameter.value };
  let best = score(numbersOf(values)) ?? -Infinity;
  let count = 0;
  const proposed: Values[] = [];
  for (let step = 1; count < evaluations && step < 2_000; step++) {
    const sceneOf = (): Scene => ({
      ...{ parameters: [{ ...parameter, value: values.x }], current: values, history: [] },
      ...{ isTuned: false, maxGrowth: 0 },
    });
    const wanted = Math.min(most, arm.size(sceneOf(), state), evaluations - count);
    if (wanted === 0) break;
    const random = randomFrom(seedOf(1, step));
    const { children, state: asked } = await arm.ask({
      ...sceneOf(),
      state,
      count: wanted,
      random,
    });
    const trials = children.map(({ values: child }): Trial | null => {
      proposed.push(child);
      if (cut(count++)) return null;
      const own = score(numbersOf(child));
      return {
        ...{
          step,
          values: child,
          score: own,
          scores: { one: own },
          feedback: "",
          isAccepted: false,
        },
        comparison: {
          ...{
            step: 0,
            values,
            examples: 1,
            score: own,
            otherScore: best,
            failed: own === null ? 1 : 0,
          },
          ...{ otherFailed: 0, otherMetrics: {}, isUnchanged: false },
        },
      };
    });
    const winner = trials.reduce(
      (one, other) => (other?.score ?? -Infinity) > (one?.score ?? best) ? other : one,
      null,
    );
    if (winner !== null) [values, best] = [winner.values, winner.score!]; // it is above a number
    const told = trials.map((trial) => trial && { ...trial, isAccepted: trial === winner });
    state = JSON.parse(JSON.stringify(arm.tell(asked, told, sceneOf())));
  }
  return { evaluations: count, score: best, values, proposed };
}
