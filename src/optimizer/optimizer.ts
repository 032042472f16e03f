/**
 * The imperative optimizer: collects feedback, calls its proposer, and updates its parameters.
 *
 * @module
 */
import { withShortAnswers } from "../model/answer_limit.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { decodeMemory, encodeMemory } from "../problem/memory.ts";
import type { Problem } from "../problem/problem.ts";
import type { ProposeContext, Proposer } from "../problem/proposer.ts";
import { refusedIn, withRefusals } from "../problem/refused.ts";
import {
  type RefusedTrial,
  type RefusedValue,
  type Trial,
  type TrialHistory,
  trialHistory,
} from "../problem/trial.ts";
import { backward } from "../propagate/backward.ts";
import { feedbackGraph } from "../propagate/feedback_graph.ts";
import { messagesOf } from "../propagate/messages.ts";
import { currentCodeRunner } from "../trace/ambient.ts";
import type { FeedbackInput } from "../trace/feedback.ts";
import type { BackwardOptions } from "../trace/propagator.ts";
import { type NamedParameters, parameterNames } from "../trace/data/node_names.ts";
import { printValue } from "../trace/print_value.ts";
import { isTraceNode, type TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { parameterState } from "./parameter_state.ts";
import { proposeChanges, type ValidationRequest } from "./propose_changes.ts";
import { readSavedOptimizer, type SavedOptimizer, savedOptimizer } from "./saved_optimizer.ts";
import { type StepOptions, withStepEvents } from "./step_event.ts";
import { outcomeOf, type StepOutcome } from "./step_outcome.ts";
import { inTurn, trialOf } from "./used_trials.ts";
import { validateValues } from "./validate_values.ts";

/** Options of an optimizer. */
export interface OptimizerOptions {
  /** The goal, as text. @default "" */
  readonly objective?: string;
  /** The language model for the proposer. @default none */
  readonly model?: LanguageModel | null;
  /** Maximum repairs of a refused suggestion. @default 3 */
  readonly repairs?: number;
  /** Uniform numbers in [0, 1), for proposers that use randomness. @default Math.random */
  readonly random?: () => number;
  /** Whether proposed code must pass TypeScript's type checker against the original declaration. @default false */
  readonly typeCheck?: boolean;
}

/**
 * Parameters, the feedback on them, and a proposer for better values.
 *
 * @example A custom proposer
 * ```ts
 * import { parameter } from "@opto/opto";
 * import { Optimizer } from "@opto/opto/optimizer";
 * import { assertEquals } from "@std/assert";
 *
 * const x = parameter(1, { name: "x" });
 * const optimizer = new Optimizer([x], {
 *   name: "doubling",
 *   needsTrace: true,
 *   propose: ({ parameters }) =>
 *     Promise.resolve({
 *       kind: "suggestion",
 *       values: { x: Number(parameters[0]?.value) * 2 },
 *       reasoning: "More is better.",
 *     }),
 * });
 * optimizer.backward(x.add(1), "more");
 * await optimizer.step();
 * assertEquals(x.data, 2);
 * ```
 */
export class Optimizer<Memory = unknown> {
  /** The parameters by the names used in prompts, in the given order. */
  readonly parameters: ReadonlyMap<string, TraceParameter>;
  readonly #proposer: Proposer<Memory>;
  readonly #options: OptimizerOptions;
  /** The values of earlier steps, without comparisons. */
  #trials: readonly Trial[] = [];
  #refusals: readonly RefusedTrial[] = [];
  #memory: Memory | undefined;
  /** Whether the last step changed a value; undefined before the first step. */
  #isUpdated: boolean | undefined;

  /**
   * Makes an optimizer with a proposer.
   *
   * @param parameters the trainable values, at least one; `agent.parameters()` names those of one name by their paths
   * @param proposer suggests new values
   * @throws {TypeError} when the list is empty or contains another value than parameters
   */
  constructor(
    parameters: NamedParameters,
    proposer: Proposer<Memory>,
    options: OptimizerOptions = {},
  ) {
    this.parameters = namedParameters(parameters);
    this.#proposer = proposer;
    this.#options = options;
    this.#memory = proposer.initialMemory;
  }

  /** The values of earlier steps, with their feedback. */
  get history(): TrialHistory {
    return trialHistory(inTurn(this.#trials), this.#refusals);
  }

  /** Clears the feedback of all parameters. */
  zeroFeedback(): void {
    for (const parameter of this.parameters.values()) parameter.zeroFeedback();
  }

  /**
   * Carries feedback on an output back to the parameters that it depends on.
   *
   * @param output a node
   * @param feedback words, a score, or what a guide returned
   * @throws {TypeError} on a second feedback for the output without `retainGraph`
   */
  backward(output: TraceNode, feedback: FeedbackInput, options?: BackwardOptions): void {
    backward(output, feedback, options);
  }

  /**
   * Proposes changes without applying or storing them.
   *
   * @throws {ModelError} when the model gives no answer
   * @throws {BudgetError} when the model's budget is spent
   */
  async propose(options: StepOptions = {}): Promise<StepOutcome> {
    const { outcome } = await this.#propose(await this.#problem(), options);
    return outcome;
  }

  /**
   * Calls the proposer, and sets the values that pass all checks. The feedback stays until `zeroFeedback`.
   *
   * @throws {ModelError} when the model gives no answer
   * @throws {BudgetError} when the model's budget is spent
   */
  async step(options: StepOptions = {}): Promise<StepOutcome> {
    const problem = await this.#problem();
    const { outcome, memory, refused } = await this.#propose(problem, options);
    this.#memory = memory;
    const trial = this.#trialOf(problem);
    this.#trials = [...this.#trials, trial];
    this.#refusals = withRefusals(this.#refusals, refused, trial.step + 1);
    this.#isUpdated = outcome.kind === "updated";
    for (const [name, value] of Object.entries(outcome.changes)) {
      this.parameters.get(name)?.update(value);
    }
    return outcome;
  }

  /**
   * The state as plain data: values of the parameters, history, and the proposer's memory. It can be kept as JSON, and
   * a later process goes on from it. Feedback that no step has used yet is not part of it.
   *
   * @throws {TypeError} when a value is no plain data
   *
   * @example A process that goes on where another ended
   * ```ts
   * import { parameter, scriptedModel } from "@opto/opto";
   * import { Opro } from "@opto/opto/optimizer";
   * import { assertEquals } from "@std/assert";
   *
   * function open(answer: string) {
   *   const x = parameter(1, { name: "x" });
   *   return { x, optimizer: new Opro([x], { model: scriptedModel([answer]) }) };
   * }
   *
   * const first = open('{"suggestion": {"x": 2}}');
   * first.optimizer.backward(first.x, { score: 0.3 });
   * await first.optimizer.step();
   * const text = JSON.stringify(first.optimizer.save());
   *
   * const second = open('{"suggestion": {"x": 3}}');
   * second.optimizer.restore(JSON.parse(text));
   * assertEquals([second.x.data, second.optimizer.history.size], [2, 1]);
   * ```
   */
  save(): SavedOptimizer {
    return savedOptimizer({
      proposer: this.#proposer.name,
      values: new Map([...this.parameters].map(([name, node]) => [name, node.peek()])),
      trials: this.#trials,
      refusals: this.#refusals,
      memory: this.#memory,
      isUpdated: this.#isUpdated,
    });
  }

  /**
   * Goes on from a saved state: sets the parameters, the history and the proposer's memory, and clears feedback.
   *
   * @param saved what `save` returned, also after a way through JSON
   * @throws {TypeError} when it is no saved state, of another proposer, or of other parameters
   * @throws {RangeError} when it is of another version, or a parameter refuses its value
   */
  restore(saved: unknown): void {
    const names = [...this.parameters.keys()];
    const state = readSavedOptimizer(saved, { proposer: this.#proposer.name, names });
    for (const [name, node] of this.parameters) {
      const checked = node.check(state.values.get(name));
      if (checked.kind === "accepted") continue;
      throw new RangeError(
        `Cannot restore "${name}" from a saved optimizer: ${checked.reasons.join("; ")}`,
      );
    }
    for (const [name, node] of this.parameters) node.update(state.values.get(name));
    this.#trials = state.trials;
    this.#refusals = state.refusals;
    this.#memory = state.memory as Memory; // as: saved by the same proposer
    this.#isUpdated = state.isUpdated;
    this.zeroFeedback();
  }

  /** The current values with their feedback; those of the first step are step 0. */
  #trialOf(problem: Problem): Trial {
    return trialOf(problem, (this.#trials.at(-1)?.step ?? -1) + 1);
  }

  async #problem(): Promise<Problem> {
    const list = [...this.parameters.values()];
    await Promise.all(list.map((parameter) => parameter.ready()));
    return {
      objective: this.#options.objective ?? "",
      parameters: [...this.parameters].map(([name, node]) => parameterState(node, name)),
      feedback: feedbackGraph(this.parameters),
      ...messagesOf(this.parameters),
    };
  }

  async #propose(
    problem: Problem,
    options: StepOptions,
  ): Promise<{
    readonly outcome: StepOutcome;
    readonly memory: Memory | undefined;
    readonly refused: readonly RefusedValue[];
  }> {
    let memory = this.#memory;
    const refused: RefusedValue[] = [];
    if (problem.feedback.outputs.length === 0 && problem.messages === undefined) {
      const reasoning = "No feedback reached any parameter.";
      return {
        outcome: { kind: "nothing", changes: {}, rejected: [], reasoning },
        memory,
        refused,
      };
    }
    const proposer = this.#proposer;
    const context = this.#context(problem, options);
    const results = await proposeChanges(proposer, problem, {
      contextOf: () => ({ ...context, memory: memory as Memory }), // as in the context; a repair gets the answer's
      validate: (request) => this.#validate(request, options.signal),
      ...(this.#options.repairs === undefined ? {} : { repairs: this.#options.repairs }),
      onResult(attempt, result) {
        refused.push(...refusedIn(result));
        options.onEvent?.({ kind: "attempt", ...attempt, result });
      },
      onAnswer(answer) {
        if (answer.memory === undefined) return;
        memory = decodeMemory(encodeMemory(proposer, answer.memory)) as Memory; // as: its own data
      },
    });
    return { outcome: outcomeOf(results), memory, refused };
  }

  #context(problem: Problem, { signal, onEvent }: StepOptions): ProposeContext<Memory> {
    const { model = null, random = Math.random } = this.#options;
    const latest = () => inTurn([...this.#trials.slice(-1), this.#trialOf(problem)]).at(-1) ?? null;
    const previous = this.#isUpdated === undefined ? [] : [this.#isUpdated ? latest() : null];
    return {
      count: 1,
      random,
      history: this.history,
      previous,
      memory: this.#memory as Memory, // as: undefined only if Memory allows it
      model: model && withStepEvents(withShortAnswers(model), onEvent),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  #validate({ changes }: ValidationRequest, signal: AbortSignal | undefined) {
    return validateValues(this.parameters, changes, {
      runner: currentCodeRunner,
      isTypeChecked: this.#options.typeCheck ?? false,
      signal,
    });
  }
}

function namedParameters(parameters: NamedParameters): Map<string, TraceParameter> {
  const list = Array.isArray(parameters) || parameters instanceof Map
    ? [...parameters.values()]
    : [];
  if (list.length === 0) {
    throw new TypeError(
      "Cannot make an optimizer of an empty list of parameters: received none, pass those of a module or a trainable function",
    );
  }
  for (const given of list) {
    if (isTraceNode(given) && given.kind === "parameter") continue;
    const [name, received] = isTraceNode(given)
      ? [given.baseName, `a ${given.kind} node`]
      : [printValue(given, 60), typeof given];
    throw new TypeError(`Cannot optimize "${name}" as a parameter: received ${received}`);
  }
  return new Map(
    [...parameterNames(parameters)].map(([node, name]) => [name, node as TraceParameter]),
  ); // as: checked above
}
