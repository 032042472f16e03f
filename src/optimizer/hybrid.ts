/**
 * Hybrid: the model proposes the form, the built-in search tunes its constants and choices.
 *
 * @module
 */
import { ModelError } from "../errors.ts";
import type { Answer, Proposal } from "../problem/proposal.ts";
import type { ProposeContext, Proposer, ProposerWarning } from "../problem/proposer.ts";
import type { Problem } from "../problem/problem.ts";
import { searchProposer } from "../search/search_proposer.ts";
import {
  credited,
  firstTurns,
  type HybridSource,
  type HybridTurns,
  turnOf,
  turnTaken,
} from "./hybrid_turns.ts";
import type { ModelProposerOptions } from "./model_proposer.ts";
import { optoPrimeProposer } from "./optoprime.ts";

export type { HybridSource, HybridTurns };

/** Settings of `hybridProposer`: those of OptoPrime, and the two that it is made of. */
export interface HybridOptions extends ModelProposerOptions {
  /** Proposes the form. @default OptoPrime with the other settings */
  readonly form?: Proposer;
  /** Tunes it. @default the search on values, numbers and operators */
  readonly tuning?: Proposer;
}

/**
 * A proposer of two that take turns, a step each. The model has the first one. The search has the next ones while it brought
 * more for its cost than the model, counted in evaluations and calls. Where the model gives no answer the search proposes in
 * its place, and the model is asked less and less often.
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
export function hybridProposer(options: HybridOptions = {}): Proposer<HybridMemory> {
  const { form = optoPrimeProposer(options), tuning = searchProposer({ isTuned: true }) } = options;
  const proposers: Readonly<Record<HybridSource, Proposer>> = { model: form, search: tuning };

  /** The answer of one of the two, with the hybrid's memory after it. */
  async function ask(
    source: HybridSource,
    problem: Problem,
    { context, turns, isLost = false }: Turn,
  ): Promise<Answer<HybridMemory>> {
    const { memory: own, ...answer } = await proposers[source]
      .propose(problem, innerContext(source, context));
    const inner = own === undefined ? {} : { [source]: own };
    const memory = {
      turns: turnTaken(turns, source, { ...context, isLost }),
      inner: { ...context.memory.inner, ...inner },
    };
    return { ...(answer as Proposal), memory }; // as: an answer without its memory
  }

  return {
    name: "hybrid",
    needsTrace: form.needsTrace === true || tuning.needsTrace === true,
    needsModel: form.needsModel === true || tuning.needsModel === true,
    initialMemory: {
      turns: firstTurns,
      inner: { model: form.initialMemory, search: tuning.initialMemory },
    },
    suggestionCount({ history, memory: { turns, inner } }) {
      return proposers[turns.next].suggestionCount?.({ history, memory: inner[turns.next] }) ?? 1;
    },
    canChange: (parameter) => [form, tuning].some((each) => each.canChange?.(parameter) ?? true),
    ...(form.request === undefined ? {} : { request: form.request }),
    async propose(problem, context) {
      const { memory, repair, warn } = context;
      if (repair !== undefined) {
        const source = memory.turns.last ?? "model";
        const { memory: _own, ...answer } = await proposers[source]
          .propose(problem, innerContext(source, context));
        return answer as Proposal; // as: an answer without its memory
      }
      const turns = credited(memory.turns, context);
      const turn = turnOf(turns, context);
      const isTunable = problem.parameters.some((each) => tuning.canChange?.(each) ?? true);
      if (turn === "search" && isTunable) return await ask("search", problem, { context, turns });
      try {
        // A turn of the search that has nothing to tune was asked for many suggestions.
        const count = turn === "search" ? 1 : context.count;
        const answer = await ask("model", problem, { context: { ...context, count }, turns });
        if (answer.kind !== "nothing" || !isTunable) return answer;
      } catch (error) {
        if (!(error instanceof ModelError) || error.isFatal || !isTunable) throw error;
        warn?.(lossWarning(error));
      }
      return await ask("search", problem, { context, turns, isLost: true });
    },
  };
}

/** The hybrid between two asks. */
export interface HybridMemory {
  /** Whose turn it was and is, and what each brought. */
  readonly turns: HybridTurns;
  /** The memory of each of the two; undefined for one that keeps none. */
  readonly inner: Readonly<Record<HybridSource, unknown>>;
}

/** The place of an ask among the turns. */
interface Turn {
  readonly context: ProposeContext<HybridMemory>;
  /** The turns before it. */
  readonly turns: HybridTurns;
  /** Whether the model was asked first and gave no answer. @default false */
  readonly isLost?: boolean;
}

/** The context for one of the two: with its own memory, and the trials of the previous step where it had made them. */
function innerContext(
  source: HybridSource,
  { memory: { turns, inner }, previous, ...context }: ProposeContext<HybridMemory>,
): ProposeContext {
  return { ...context, memory: inner[source], previous: turns.last === source ? previous : [] };
}

function lossWarning({ message, advice }: ModelError): ProposerWarning {
  return {
    code: "search-instead",
    message: `The model gave no answer, so the search proposes in its place. ${message}`,
    ...(advice === undefined ? {} : { advice }),
  };
}
