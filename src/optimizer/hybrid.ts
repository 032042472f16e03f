/**
 * Hybrid: the model proposes the form, the built-in search tunes its constants and choices.
 *
 * @module
 */
import { ModelError, UsageError } from "../errors.ts";
import { keepsMemory } from "../problem/memory.ts";
import type { Answer, Proposal } from "../problem/proposal.ts";
import type { ProposeContext, Proposer, ProposerWarning } from "../problem/proposer.ts";
import type { Problem } from "../problem/problem.ts";
import { searchProposer } from "../search/search_proposer.ts";
import {
  credited,
  firstTurns,
  type HybridAccount,
  type HybridSource,
  type HybridTurns,
  turnOf,
  turnTaken,
} from "./hybrid_turns.ts";
import type { ModelProposerOptions } from "./model_proposer.ts";
import { optoPrimeProposer } from "./optoprime.ts";

export type { HybridAccount, HybridSource, HybridTurns };

/** Settings of `hybridProposer`: those of OptoPrime, and the two that it is made of. */
export interface HybridOptions extends ModelProposerOptions {
  /** Proposes the form; it keeps no memory. @default OptoPrime with the other settings */
  readonly form?: Proposer;
  /** Tunes it; it keeps no memory. @default the search on values, numbers and operators, 24 proposals a step */
  readonly tuning?: Proposer;
}

/**
 * A proposer of two that take turns, a step each. The model has the first one. The search has the next ones while it brought
 * more for its cost than the model, counted in evaluations and calls. Where the model gives no answer the search proposes in
 * its place, and the model is asked less and less often.
 *
 * @throws {UsageError} when one of the two keeps memory
 *
 * @example
 * ```ts
 * import { hybridProposer } from "@opto/opto/optimizer";
 * import { toyRun } from "@opto/opto/testing";
 * import { scriptedModel } from "@opto/opto";
 * import { assert } from "@std/assert";
 *
 * const model = scriptedModel(['{"suggestion": {"x": 2}}']); // answers the first step; the search takes the second
 * const optimizer = hybridProposer();
 * const { initial, best } = await toyRun({ optimizer, model, steps: 2, seed: 1 }).result;
 * assert(best.score! > initial.score!);
 * ```
 */
export function hybridProposer(options: HybridOptions = {}): Proposer<HybridTurns> {
  const { form = optoPrimeProposer(options), tuning = tuningSearch() } = options;
  refuseMemory(form, "form");
  refuseMemory(tuning, "tuning");
  const inner = (context: ProposeContext<HybridTurns>): ProposeContext => ({
    ...context,
    memory: undefined,
  });

  async function search(
    problem: Problem,
    context: ProposeContext<HybridTurns>,
    turns: HybridTurns,
    isLost: boolean,
  ): Promise<Answer<HybridTurns>> {
    const answer = await tuning.propose(problem, inner(context));
    return { ...withoutMemory(answer), memory: turnTaken(turns, "search", { ...context, isLost }) };
  }

  return {
    name: "hybrid",
    needsTrace: form.needsTrace === true || tuning.needsTrace === true,
    needsModel: form.needsModel === true || tuning.needsModel === true,
    initialMemory: firstTurns,
    suggestionCount({ history, memory }) {
      const source = memory.next === "model" ? form : tuning;
      return source.suggestionCount?.({ history, memory: undefined }) ?? 1;
    },
    canChange: (parameter) => [form, tuning].some((each) => each.canChange?.(parameter) ?? true),
    ...(form.request === undefined ? {} : { request: form.request }),
    async propose(problem, context) {
      const { memory, repair, warn } = context;
      if (repair !== undefined) {
        const source = memory.last === "search" ? tuning : form;
        return withoutMemory(await source.propose(problem, inner(context)));
      }
      const turns = credited(memory, context);
      const turn = turnOf(turns, context);
      const isTunable = problem.parameters.some((each) => tuning.canChange?.(each) ?? true);
      if (turn === "search" && isTunable) return await search(problem, context, turns, false);
      try {
        // A turn of the search that has nothing to tune was asked for many suggestions.
        const count = turn === "search" ? 1 : context.count;
        const answer = await form.propose(problem, { ...inner(context), count });
        if (answer.kind !== "nothing" || !isTunable) {
          const memory = turnTaken(turns, "model", { ...context, isLost: false });
          return { ...withoutMemory(answer), memory };
        }
      } catch (error) {
        if (!(error instanceof ModelError) || error.isFatal || !isTunable) throw error;
        warn?.(lossWarning(error));
      }
      return await search(problem, context, turns, true);
    },
  };
}

/** @throws {UsageError} for a proposer that keeps memory: the hybrid's own has no room for it */
function refuseMemory(proposer: Proposer, part: "form" | "tuning"): void {
  if (!keepsMemory(proposer)) return;
  throw new UsageError(
    `Cannot use "${proposer.name}" as the ${part} of a hybrid: received an optimizer that keeps memory`,
    { advice: "Use one without initialMemory, such as optoPrimeProposer()." },
  );
}

/** The search on values, numbers and operators. */
function tuningSearch(): Proposer {
  return searchProposer({ proposalsPerStep: 24, isTuned: true });
}

/** The proposals of an answer. */
function withoutMemory(
  { memory: _own, ...answer }: Answer,
): Proposal | { readonly kind: "several"; readonly proposals: readonly Proposal[] } {
  return answer as Proposal; // as: without its memory
}

function lossWarning({ message, advice }: ModelError): ProposerWarning {
  return {
    code: "search-instead",
    message: `The model gave no answer, so the search proposes in its place. ${message}`,
    ...(advice === undefined ? {} : { advice }),
  };
}
