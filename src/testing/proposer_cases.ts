/**
 * The requirements of every proposer, as cases for any test runner.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { LanguageModel } from "../model/language_model.ts";
import { decodeMemory, encodeMemory, keepsMemory } from "../problem/memory.ts";
import type { Problem } from "../problem/problem.ts";
import type { Answer, Proposal } from "../problem/proposal.ts";
import { proposeContext } from "../problem/propose_context.ts";
import type { ProposeContext, Proposer } from "../problem/proposer.ts";
import { randomFrom } from "../seeds.ts";
import type { ConformanceCase } from "./conformance_case.ts";
import { assertSameAtAnyConcurrency, assertSameWhenResumed } from "./same_records.ts";
import { toyRun } from "./toy_run.ts";

/** A proposer under test. */
export interface ProposerUnderTest<Memory = unknown> {
  /** Makes a new proposer with the same settings. */
  readonly make: () => Proposer<Memory>;
  /** Makes the model for a proposer that needs one; it must answer equal requests equally. @default none */
  readonly model?: () => LanguageModel;
}

/** The toy problem: two numbers at 0. */
const problem: Problem = {
  objective: "Find the numbers.",
  parameters: [
    { name: "x", kind: "value", type: "number", value: 0 },
    { name: "y", kind: "value", type: "number", value: 0 },
  ],
  feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
};

/**
 * The cases of the proposer port. They use the toy problem: two numbers, `x` and `y`.
 *
 * @example
 * ```ts
 * import { type ProposerUnderTest, proposerCases } from "@opto/opto/testing";
 *
 * const under: ProposerUnderTest = {
 *   make: () => ({
 *     name: "random",
 *     async propose(_problem, { random, signal }) {
 *       signal?.throwIfAborted();
 *       return await { kind: "suggestion", values: { x: 10 * random() - 5 }, reasoning: "" };
 *     },
 *   }),
 * };
 * for (const { run } of proposerCases(under)) await run(); // or Deno.test(name, run)
 * ```
 */
export function proposerCases<Memory>(
  { make, model }: ProposerUnderTest<Memory>,
): readonly ConformanceCase[] {
  const contextFor = (
    proposer: Proposer<Memory>,
    more: Partial<ProposeContext<Memory>> = {},
  ): ProposeContext<Memory> =>
    proposeContext<Memory>({
      count: 4,
      random: randomFrom(7),
      memory: proposer.initialMemory as Memory, // as: undefined only if Memory allows it
      model: model?.() ?? null,
      ...more,
    });
  const start = (options: Parameters<typeof toyRun>[0]) =>
    toyRun({
      seed: 2,
      steps: 6,
      trainer: "minibatch",
      optimizer: make(),
      model: model?.() ?? null,
      ...options,
    });

  return [
    {
      name: "propose() suggests values for parameters of the problem only",
      run: async () => {
        const proposer = make();
        const answer = await proposer.propose(problem, contextFor(proposer));
        for (const proposal of proposalsOf(answer)) {
          if (proposal.kind !== "suggestion") continue;
          for (const name of Object.keys(proposal.values)) {
            assert.ok(["x", "y"].includes(name), `suggested a value for "${name}"`);
          }
        }
      },
    },
    {
      name: "propose() depends only on its arguments, and does not change them",
      run: async () => {
        const proposer = make();
        const given = structuredClone(problem);
        const ask = (of: Proposer<Memory>) => of.propose(given, contextFor(of));
        const first = await ask(proposer);
        assert.deepEqual(await ask(proposer), first, "the second call differs from the first");
        assert.deepEqual(await ask(make()), first, "another instance differs");
        assert.deepEqual(given, problem, "the problem was changed");
      },
    },
    {
      name: "propose() rejects with the signal's reason when it is aborted",
      run: async () => {
        const proposer = make();
        const signal = AbortSignal.abort(new Error("enough"));
        await assert.rejects(
          async () => await proposer.propose(problem, contextFor(proposer, { signal })),
          /enough/,
        );
      },
    },
    {
      name: "memory is plain data, and is returned only with initialMemory",
      run: async () => {
        const proposer = make();
        const { memory } = await proposer.propose(problem, contextFor(proposer));
        for (const each of [proposer.initialMemory, memory]) {
          if (each === undefined) continue;
          assert.ok(keepsMemory(proposer), "it returns memory without initialMemory");
          assert.deepEqual(decodeMemory(encodeMemory(proposer, each)), each);
        }
      },
    },
    {
      name: "suggestionCount() is an integer of at least 1",
      run: () => {
        const proposer = make();
        const count = proposer.suggestionCount?.(contextFor(proposer)) ?? 1;
        assert.ok(Number.isSafeInteger(count) && count >= 1, `it is ${count}`);
        return Promise.resolve();
      },
    },
    {
      name: "a run with it gives the same records at any concurrency",
      run: () => assertSameAtAnyConcurrency(start),
    },
    {
      name: "a run with it that is resumed gives the same records",
      run: () => assertSameWhenResumed(start, { cuts: 8 }),
    },
  ];
}

function proposalsOf(answer: Answer): readonly Proposal[] {
  return answer.kind === "several" ? answer.proposals : [answer];
}
