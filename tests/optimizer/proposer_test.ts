/**
 * The obligations of every built-in proposer.
 *
 * @module
 */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { scriptedModel } from "../../src/model/scripted_model.ts";
import {
  createProposer,
  type OptimizerName,
  optimizerNames,
} from "../../src/optimizer/optimizers.ts";
import type { Problem } from "../../src/problem/problem.ts";
import type { ProposeContext, Proposer } from "../../src/problem/proposer.ts";
import { proposeContext } from "../../src/problem/propose_context.ts";
import { type Trial, trialHistory } from "../../src/problem/trial.ts";
import { shownParameters } from "../../src/optimizer/shown_parameters.ts";
import { battleship, numeric, refusedShot, shotBefore } from "./problems.ts";

const answer = '{"reasoning": "r", "suggestion": {"x0": 4, "boldness": 0.25}}';

const model = scriptedModel(() => answer);

function open(name: OptimizerName): Promise<Proposer> {
  return createProposer(name);
}

/** A source of numbers that is the same each time it is made. */
function seeded(): () => number {
  let state = 7;
  return () => (state = state * 16_807 % 2_147_483_647) / 2_147_483_647;
}

/** The problem as a proposer of this kind gets it: without a trace unless it reads one. */
function problemFor({ needsTrace }: Proposer, problem: Problem): Problem {
  const none = { graph: { version: 1, nodes: [] }, outputs: [] } as const;
  return needsTrace ? problem : { ...problem, feedback: none };
}

const start: Trial = {
  step: 0,
  values: { x0: -1, y0: 2 },
  score: 0.5,
  scores: { "train/0": 0.5 },
  feedback: "more",
  isAccepted: true,
};

const contextOf = (trials: readonly Trial[], more: Partial<ProposeContext> = {}) =>
  proposeContext<unknown>({ model, history: trialHistory(trials), ...more });

const cases: readonly [Problem, ProposeContext][] = [
  [numeric, contextOf([])],
  [numeric, contextOf([start])],
  [battleship, contextOf([shotBefore])],
  [battleship, contextOf([shotBefore], { repair: { suggestion: 0, refusals: [refusedShot] } })],
];

for (const name of optimizerNames) {
  Deno.test(`${name} proposes by its arguments alone, and leaves them as they were`, async () => {
    for (const [problem, context] of cases) {
      const [one, other] = [await open(name), await open(name)];
      const given = structuredClone(problemFor(one, problem));
      const contextFor = ({ initialMemory: memory }: Proposer) => ({
        ...{ ...context, memory },
        random: seeded(),
      });
      const first = await one.propose(given, contextFor(one));
      await one.propose(given, contextFor(one));
      const again = await one.propose(given, contextFor(one));
      const fresh = await other.propose(given, contextFor(other));
      assertEquals(again, first);
      assertEquals(fresh, first);
      assertEquals(given, problemFor(one, problem));
    }
  });

  Deno.test(`${name} suggests values for parameters of the problem`, async () => {
    const proposer = await open(name);
    const problem = problemFor(proposer, numeric);
    const answer = await proposer.propose(
      problem,
      contextOf([start], { random: seeded(), memory: proposer.initialMemory }),
    );
    const proposal = answer.kind === "several" ? answer.proposals[0] : answer;
    assert(proposal?.kind === "suggestion");
    const names = [...shownParameters(problem).map((state) => state.name), "boldness"];
    for (const key of Object.keys(proposal.values)) assert(names.includes(key), key);
  });

  Deno.test(`${name} rejects with the signal's reason when aborted`, async () => {
    const proposer = await open(name);
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    const context = contextOf([start], {
      random: seeded(),
      memory: proposer.initialMemory,
      signal,
    });
    const error = await proposer.propose(problemFor(proposer, numeric), context)
      .catch((error: unknown) => error);
    assertStrictEquals(error, reason);
  });
}
