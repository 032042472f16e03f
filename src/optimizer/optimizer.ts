/**
 * The optimizer as a program holds it: collects feedback, proposes, checks, and changes its parameters.
 *
 * @module
 */
import { backward } from "../propagate/backward.ts";
import { mergeFeedback } from "../propagate/feedback.ts";
import { feedbackGraph } from "../propagate/feedback_graph.ts";
import type { FeedbackInput } from "../trace/feedback.ts";
import type { BackwardOptions } from "../trace/propagator.ts";
import { printValue } from "../trace/print_value.ts";
import { parameterNames } from "../trace/data/node_names.ts";
import { isTraceNode, type TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { checkProposal, type StepOutcome } from "./check_proposal.ts";
import { parameterState } from "./parameter_state.ts";
import type {
  Problem,
  ProposeContext,
  ProposeEvent,
  Proposer,
  Trial,
} from "../problem/proposer.ts";

export type { StepOutcome } from "./check_proposal.ts";

/** What an optimizer knows besides its proposer. */
export interface OptimizerOptions {
  /** What is to be achieved, in words. @default "" */
  readonly objective?: string;
  /** Uniform numbers in [0, 1), for proposers that draw. @default Math.random */
  readonly random?: () => number;
  /** Whether proposed code must pass TypeScript's own checker against the declared function. @default false */
  readonly typeCheck?: boolean;
}

/** Options of one step. */
export interface StepOptions {
  /** Ends the step; nothing is changed then. */
  readonly signal?: AbortSignal;
  /** Told of each model call, retry and re-ask. */
  readonly onEvent?: (event: ProposeEvent) => void;
}

/**
 * Parameters, the feedback they got, and a proposer that is asked for better values.
 *
 * @example A proposer of one's own
 * ```ts
 * import { parameter } from "@opto/opto";
 * import { Optimizer } from "./optimizer.ts";
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
export class Optimizer {
  /** The parameters by name, as a model is told them; the order is that of the list they came in. */
  readonly parameters: ReadonlyMap<string, TraceParameter>;
  readonly #proposer: Proposer;
  readonly #objective: string;
  readonly #random: () => number;
  readonly #isTypeChecked: boolean;
  #history: readonly Trial[] = [];

  /**
   * An optimizer over a proposer.
   *
   * @param parameters what may change, at least one
   * @param proposer who is asked
   * @throws {TypeError} when there is no parameter, or something else among them
   */
  constructor(
    parameters: readonly TraceNode[],
    proposer: Proposer,
    options: OptimizerOptions = {},
  ) {
    this.parameters = namedParameters(parameters);
    this.#proposer = proposer;
    this.#objective = options.objective ?? "";
    this.#random = options.random ?? Math.random;
    this.#isTypeChecked = options.typeCheck ?? false;
  }

  /** What was tried in earlier steps, oldest first. */
  get history(): readonly Trial[] {
    return this.#history;
  }

  /** Forgets the feedback of all parameters. */
  zeroFeedback(): void {
    for (const parameter of this.parameters.values()) parameter.zeroFeedback();
  }

  /**
   * Gives feedback to an output, which reaches the parameters it was made from.
   *
   * @param output a node that a run gave
   * @param feedback words, a score, or both
   * @throws {TypeError} when the output has had feedback before, without `retainGraph`
   */
  backward(output: TraceNode, feedback: FeedbackInput, options?: BackwardOptions): void {
    backward(output, feedback, options);
  }

  /**
   * What a step would do, without doing it: nothing is changed or remembered.
   *
   * Values that are refused are proposed for once more, with the reasons.
   *
   * @throws {ModelError} when no answer can be had
   * @throws {BudgetError} when the model's budget is spent
   */
  async propose(options: StepOptions = {}): Promise<StepOutcome> {
    return await this.#propose(await this.#problem(), options);
  }

  /**
   * Asks for better values, and sets those that pass all checks. The feedback stays until `zeroFeedback`.
   *
   * @throws {ModelError} when no answer can be had
   * @throws {BudgetError} when the model's budget is spent
   */
  async step(options: StepOptions = {}): Promise<StepOutcome> {
    const problem = await this.#problem();
    const outcome = await this.#propose(problem, options);
    this.#history = [...this.#history, trialOf(problem, this.#history.length + 1)];
    for (const [name, value] of Object.entries(outcome.changes)) {
      this.parameters.get(name)?.update(value);
    }
    return outcome;
  }

  async #problem(): Promise<Problem> {
    const list = [...this.parameters.values()];
    await Promise.all(list.map((parameter) => parameter.ready()));
    return {
      objective: this.#objective,
      parameters: [...this.parameters].map(([name, node]) => parameterState(node, name)),
      feedback: feedbackGraph(list),
    };
  }

  async #propose(problem: Problem, options: StepOptions): Promise<StepOutcome> {
    if (problem.feedback.outputs.length === 0) {
      const reasoning = "No feedback reached any parameter.";
      return { kind: "nothing", changes: {}, rejected: [], reasoning };
    }
    const checking = {
      problem,
      parameters: this.parameters,
      isTypeChecked: this.#isTypeChecked,
      ...options,
    };
    const context: ProposeContext = { random: this.#random, history: this.#history, ...options };
    const proposal = await this.#proposer.propose(problem, context);
    const outcome = await checkProposal(proposal, checking);
    if (outcome.rejected.length === 0 || proposal.kind !== "suggestion") return outcome;
    const refused = { values: proposal.values, rejections: outcome.rejected };
    const repair = await this.#proposer.propose(problem, { ...context, refused });
    const mended = await checkProposal(repair, checking);
    if (mended.kind === "nothing") return outcome;
    const changes = { ...outcome.changes, ...mended.changes };
    return { ...mended, kind: Object.keys(changes).length > 0 ? "updated" : "unusable", changes };
  }
}

function namedParameters(parameters: readonly TraceNode[]): Map<string, TraceParameter> {
  if (!Array.isArray(parameters) || parameters.length === 0) {
    throw new TypeError(
      "Cannot make an optimizer of an empty list of parameters: received none, pass those of a module or a trainable function",
    );
  }
  for (const given of parameters) {
    if (isTraceNode(given) && given.kind === "parameter") continue;
    const [name, received] = isTraceNode(given)
      ? [given.baseName, `a ${given.kind} node`]
      : [printValue(given, 60), typeof given];
    throw new TypeError(`Cannot optimize "${name}" as a parameter: received ${received}`);
  }
  return new Map(
    [...parameterNames(parameters)].map(([node, name]) => [name, node as TraceParameter]),
  ); // as: looked at above
}

/** The current values with the feedback they got. */
function trialOf({ parameters, feedback: { outputs } }: Problem, step: number): Trial {
  const merged = mergeFeedback(outputs.map(({ feedback }) => feedback));
  return {
    step,
    values: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    score: merged.score ?? null,
    scores: {},
    feedback: merged.text ?? "",
    isAccepted: true,
  };
}
