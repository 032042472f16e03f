/**
 * Symbolic regression: formulas that are found as code from their values at 20 points, in real runs whose evaluator is in
 * this process.
 *
 * A formula is found when the mean absolute error is at most 1e-6. Other searches on these formulas, with other operators and
 * budgets: genetic programming with 50,000 evaluations and more (Uy and others, 2011).
 *
 * @module
 */
import { codeVarier } from "../../src/search/programs/code_varier.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { randomFrom, seedOf } from "../../src/seeds.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import { compiled } from "./compiled.ts";
import type { Family, FamilyOptions } from "./family.ts";
import { developmentFormulas, firstFormulas, type Formula, secondFormulas } from "./formulas.ts";

/** Candidates of a run. */
const limit = 10_000;

const pointCount = 20;

/** The points are dealt out to as many examples, and each candidate meets all of them. */
const exampleCount = 10;

/** Largest mean absolute error of a formula that is found. */
const tolerance = 1e-6;

/** The formulas of the first set, of the second, or of that for development. */
export const regression: Family = {
  name: "regression",
  async *lines({ seeds, only, isSecond, isDevelopment }: FamilyOptions) {
    const formulas = isDevelopment
      ? developmentFormulas
      : isSecond
      ? secondFormulas
      : firstFormulas;
    yield "| formula | found | candidates, median of those | least error of the others, median | ms a candidate |";
    yield "| --- | ---: | ---: | ---: | ---: |";
    for (const formula of formulas) {
      if (!formula.name.includes(only)) continue;
      const begin = performance.now();
      const runs: Outcome[] = [];
      for (const seed of seeds) runs.push(await search(formula, seed));
      const found = runs.filter(({ error }) => error <= tolerance);
      const others = runs.filter(({ error }) => error > tolerance);
      const candidates = runs.reduce((sum, run) => sum + run.candidates, 0);
      const cells = [
        formula.name,
        `${found.length} of ${seeds.length}`,
        median(found.map((run) => run.candidates)),
        median(others.map(({ error }) => error)),
        ((performance.now() - begin) / candidates).toFixed(1),
      ];
      yield `| ${cells.join(" | ")} |`;
    }
    await codeVarier.close();
  },
};

interface Outcome {
  readonly candidates: number;
  /** Mean absolute error of the best candidate. */
  readonly error: number;
}

async function search(formula: Formula, seed: number): Promise<Outcome> {
  const run = toyRun({
    evaluator: formulaEvaluator(formula, seed),
    optimizer: searchProposer(),
    trainer: "racing",
    batchSize: exampleCount,
    seed,
    steps: limit,
    target: -tolerance,
    budget: { evaluations: limit * exampleCount },
  });
  const events = await eventsOf(run);
  const { best } = await run.result;
  return {
    candidates: events.filter(({ type }) => type === "proposed").length,
    error: -(best.score ?? -Infinity),
  };
}

/** Scores code by its absolute errors. The code is a function of numbers that the search wrote, so it may run here. */
function formulaEvaluator({ inputs, range, of }: Formula, seed: number): Evaluator {
  const [least, most] = range;
  const random = randomFrom(seedOf(seed, "points"));
  const draw = (): number => least + (most - least) * random();
  const points = Array.from({ length: pointCount }, () => [draw(), draw()] as const);
  const value = `function f(${inputs.map((name) => `${name}: number`).join(", ")}): number {
  return x;
}`;
  return {
    facts: () =>
      Promise.resolve({
        name: "formula",
        objective: "Find the formula.",
        parameters: [{ name: "f", kind: "code", type: "code", value }],
        examples: { train: exampleCount, validation: 0, test: 0 },
      }),
    validate: ({ values }, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, values[name]])),
      }),
    evaluate({ candidate, example: { index } }) {
      const f = compiled(String(candidate.values.f));
      const errors = points.filter((_, place) => place % exampleCount === index)
        .map(([x, y]) => Math.abs(f(x, y) - of(x, y)));
      const error = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      const score = Number.isFinite(error) ? -error : null;
      const report = { score, feedback: "", output: `${error}`, console: [], durationMs: 0 };
      return Promise.resolve({ ...report, metrics: {} });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function median(values: readonly number[]): string {
  const middle = values.toSorted((one, other) => one - other)[values.length >> 1];
  return middle === undefined ? "–" : String(Number(middle.toPrecision(3)));
}
