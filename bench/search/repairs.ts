/**
 * Repair: functions with faults and the cases that they must pass, in real runs whose evaluator calls the sandbox alone.
 *
 * @module
 */
import { openSandbox, type Sandbox } from "../../src/entry/sandbox.ts";
import { codeVarier } from "../../src/search/programs/code_varier.ts";
import { searchProposer } from "../../src/search/search_proposer.ts";
import { eventsOf, toyRun } from "../../src/testing/toy_run.ts";
import type { Evaluator } from "../../src/trainer/evaluator.ts";
import type { Family, FamilyOptions } from "./family.ts";
import { type FaultyFunction, faultyFunctions } from "./faulty_functions.ts";

/** Evaluations of a run; each candidate meets all cases. */
const limit = 2_000;

/** Time of one call, in milliseconds. */
const timeout = 60;

/** One line for each function: how many seeds end with a function that passes every case. */
export const repairs: Family = {
  name: "repairs",
  async *lines({ seeds, only }: FamilyOptions) {
    yield "| function | mended | candidates, median of those | cases passed by the others, at first and at last |";
    yield "| --- | ---: | ---: | --- |";
    await using sandbox = await openSandbox({ timeoutMs: timeout });
    let mended = 0;
    for (const one of faultyFunctions) {
      if (!one.name.includes(only)) continue;
      const runs: Outcome[] = [];
      for (const seed of seeds) runs.push(await mend(one, { seed, sandbox }));
      const right = runs.filter(({ last }) => last === 1);
      mended += right.length;
      const candidates = right.map((run) => run.candidates).sort((a, b) => a - b);
      const others = runs.filter(({ last }) => last < 1)
        .map(({ first, last }) => `${shareOf(first, one)} → ${shareOf(last, one)}`);
      const cells = [
        one.name,
        `${right.length} of ${seeds.length}`,
        candidates[candidates.length >> 1] ?? "–",
        others.join(", "),
      ];
      yield `| ${cells.join(" | ")} |`;
    }
    yield `| all | ${mended} | | |`;
    await codeVarier.close();
  },
};

interface Outcome {
  readonly candidates: number;
  /** Shares of the cases that the first function passes and that the best one does. */
  readonly first: number;
  readonly last: number;
}

function shareOf(share: number, { cases }: FaultyFunction): string {
  return `${Math.round(share * cases.length)}/${cases.length}`;
}

async function mend(
  faulty: FaultyFunction,
  { seed, sandbox }: { readonly seed: number; readonly sandbox: Sandbox },
): Promise<Outcome> {
  const run = toyRun({
    evaluator: caseEvaluator(faulty, sandbox),
    optimizer: searchProposer(),
    trainer: "racing",
    batchSize: faulty.cases.length,
    seed,
    steps: limit,
    target: 1,
    budget: { evaluations: limit },
  });
  const events = await eventsOf(run);
  const { initial, best } = await run.result;
  return {
    candidates: events.filter(({ type }) => type === "proposed").length,
    first: initial.score ?? 0,
    last: best.score ?? 0,
  };
}

/** Scores code by the cases that it passes, in a sandbox: changed code may run for ever. */
function caseEvaluator({ name, source, cases }: FaultyFunction, sandbox: Sandbox): Evaluator {
  const entry = /^function (\w+)/.exec(source)?.[1] ?? name;
  const outputs = new Map<string, Promise<readonly string[]>>();
  const outputsOf = (code: string) => {
    const known = outputs.get(code) ?? called(sandbox, code, entry, cases);
    outputs.set(code, known);
    return known;
  };
  return {
    facts: () =>
      Promise.resolve({
        name,
        objective: "Mend the function.",
        parameters: [{ name: entry, kind: "code", type: "code", value: source }],
        examples: { train: cases.length, validation: 0, test: 0 },
      }),
    validate: ({ values }, changed) =>
      Promise.resolve({
        rejections: [],
        values: Object.fromEntries(changed.map((name) => [name, values[name]])),
      }),
    async evaluate({ candidate, example: { index } }) {
      const output = (await outputsOf(String(candidate.values[entry])))[index] ?? "";
      const score = output === JSON.stringify(cases[index]?.[1]) ? 1 : 0;
      return { score, metrics: {}, feedback: "", output, console: [], durationMs: 0 };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** What the code returns for each case, as JSON, or the kind of its failure. */
async function called(
  sandbox: Sandbox,
  code: string,
  entry: string,
  cases: FaultyFunction["cases"],
): Promise<readonly string[]> {
  const loaded = await sandbox.load({ source: `export ${code}` });
  if (loaded.kind !== "loaded") return cases.map(() => loaded.kind);
  const results = await loaded.unit.callMany(entry, cases.map(([args]) => args));
  return results.map((result) =>
    result.kind === "value" ? JSON.stringify(result.value) ?? "undefined" : result.kind
  );
}
