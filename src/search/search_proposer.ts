/**
 * The built-in search as a proposer: better values by measured scores and what feedback tells of numbers, without a language model.
 *
 * @module
 */
import type { Problem, Values } from "../problem/problem.ts";
import type { Answer } from "../problem/proposal.ts";
import type { ProposeContext, Proposer } from "../problem/proposer.ts";
import { maxCodeTrials } from "../problem/trial.ts";
import type { Arm, Scene, Variation } from "./arm.ts";
import { choices } from "./choices/choices.ts";
import { evolution } from "./evolution/evolution.ts";
import { constants } from "./constants/constants.ts";
import { cma } from "./numbers/cma.ts";
import { constrained } from "./numbers/constrained/constrained.ts";
import { descent } from "./numbers/descent.ts";
import { lines } from "./numbers/lines/lines.ts";
import { enumeration } from "./programs/enumeration.ts";
import { programs } from "./programs/programs.ts";
import { repairs } from "./programs/repairs.ts";
import { testWarning } from "./programs/tested_code.ts";
import {
  initialMemory,
  memoryOf,
  planned,
  probedSteps,
  type SearchMemory,
  told,
  withArm,
} from "./portfolio.ts";
import { residuals } from "./residuals/residuals.ts";
import { surrogate } from "./surrogate/surrogate.ts";
import { terms } from "./terms/terms.ts";
import { textWarning } from "./values/text_warning.ts";

/** The arms in the order of their first generations; each takes part where it can change a parameter. */
const allArms: readonly Arm[] = [
  residuals,
  surrogate,
  evolution,
  choices,
  cma,
  descent,
  lines,
  constrained,
  repairs,
  programs,
  terms,
  constants,
  enumeration,
];

/** Most candidates of the first generation, before the parameters are known. */
const firstSize = 12;

/** Settings of the search. */
export interface SearchOptions {
  /** Most candidates proposed in one step. @default what the arm of the step wants: 12, or 48 where code is varied */
  readonly proposalsPerStep?: number;
  /** Longest code, in characters beyond the one it started from. @default 400 */
  readonly maxGrowth?: number;
  /** Whether code keeps its form: only its numbers and operators vary. @default false */
  readonly isTuned?: boolean;
}

/**
 * A search over numbers, choices and code by several arms, which share the steps by what each brought.
 *
 * Values move within their schema, in all of its parts, and code is varied on its syntax tree, while the rest of the author's
 * text stays. Texts without listed choices are recombined from sentences: new ones take a model. Proposals depend on problem, history, memory and random source alone.
 *
 * @example
 * ```ts
 * import { searchProposer } from "@opto/opto/search";
 * import { proposeContext } from "@opto/opto/testing";
 *
 * const search = searchProposer({ proposalsPerStep: 8 });
 * const answer = await search.propose({
 *   objective: "Find the best number.",
 *   parameters: [{ name: "x", kind: "value", type: "number", value: 0.5 }],
 *   feedback: { graph: { version: 1, nodes: [] }, outputs: [] },
 * }, proposeContext({ count: 4, memory: search.initialMemory! }));
 * if (answer.kind === "several") console.log(answer.proposals.length);
 * ```
 */
export function searchProposer(options: SearchOptions = {}): Proposer<SearchMemory> {
  const { proposalsPerStep, maxGrowth = 400, isTuned = false } = options;
  return {
    name: "search",
    initialMemory,
    suggestionCount: ({ memory }) => proposalsPerStep ?? memory.next?.size ?? firstSize,
    canChange: (parameter) => allArms.some((arm) => arm.canChange(parameter)),
    async propose({ parameters, judged }: Problem, context: ProposeContext<SearchMemory>) {
      const { count, random, signal, previous, inputs, ask = 0 } = context;
      const current = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
      const history = context.history.latest(maxCodeTrials);
      const { population } = context.history;
      const scene: Scene = {
        ...{ parameters, current, history, judged, population, inputs, isTuned, maxGrowth },
      };
      const arms = allArms.filter((arm) => parameters.some((each) => arm.canChange(each)));
      const warnings = [
        context.model === null ? textWarning(parameters) : undefined,
        testWarning(scene),
      ];
      warnings.forEach((warning) => warning && context.warn?.(warning));
      const isFirst = ask === 0; // all asks of a step are one generation
      const before = isFirst
        ? told(context.memory, arms, { trials: previous, scene })
        : context.memory;
      const sizeOf = (arm: Arm) => arm.size(scene, memoryOf(before, arm).state);
      const named = (name: string | null = null) => arms.find((arm) => arm.name === name);
      const turn = named(isFirst ? before.next?.arm : before.last);
      const isSpent = isFirst && turn?.name === context.memory.last && sizeOf(turn) === 0;
      // An arm that was to go on, and has nothing to do after what it was told, gives its turn to another one.
      const taker = isSpent ? named(planned(before, arms, scene).next?.arm) : turn;
      const arm = taker ?? arms.find((arm) => sizeOf(arm) > 0);
      if (arm === undefined) return { kind: "nothing", reasoning: "No parameter can be varied." };
      const own = memoryOf(before, arm);
      // The first generation is asked for before the parameters are known.
      const isSized = proposalsPerStep !== undefined || before.next !== null;
      const { children, state } = await arm.ask({
        ...scene,
        probed: probedSteps(before, arms),
        state: own.state,
        count: isSized ? count : Math.min(count, arm.size(scene, own.state)),
        random,
        signal,
      });
      const after = { ...withArm(before, arm, { ...own, state }), last: arm.name };
      return { ...answerOf(children, current), memory: planned(after, arms, scene) };
    },
  };
}

function answerOf(children: readonly Variation[], current: Values): Answer {
  if (children.length === 0) {
    return { kind: "nothing", reasoning: "Every variation that was drawn had been tried before." };
  }
  const proposals = children.map(({ values, reasoning }) => ({
    kind: "suggestion" as const,
    values: difference(values, current),
    reasoning,
    isDerived: true,
  }));
  return { kind: "several", proposals };
}

function difference(values: Values, current: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) =>
      JSON.stringify(value) !== JSON.stringify(current[name])
    ),
  );
}
