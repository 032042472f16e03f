/**
 * The optimizer as a program holds it: collects feedback, proposes, checks, and changes its parameters.
 *
 * @module
 */
import { validateProgram } from "../code/validate.ts";
import { backward } from "../propagate/backward.ts";
import { mergeFeedback } from "../propagate/feedback.ts";
import { feedbackGraph } from "../propagate/feedback_graph.ts";
import { currentCodeRunner } from "../trace/ambient.ts";
import type { BackwardOptions, FeedbackInput } from "../trace/backward_port.ts";
import type { CodeSpec } from "../trace/code_spec.ts";
import { printValue } from "../trace/print_value.ts";
import { parameterNames } from "../trace/node_names.ts";
import { isTraceNode, type TraceNode } from "../trace/trace_node.ts";
import type { TraceParameter } from "../trace/trace_parameter.ts";
import { parameterState } from "./parameter_state.ts";
import { shownParameters } from "./shown_parameters.ts";
import type {
  Problem,
  Proposal,
  ProposeContext,
  ProposeEvent,
  Proposer,
  Rejection,
  Trial,
} from "./proposer.ts";
import { projectSuggestion, type Update } from "./update.ts";

/** What an optimizer knows besides its proposer. */
export interface OptimizerOptions {
  /** What is to be achieved, in words. @default "" */
  readonly objective?: string;
  /** Uniform numbers in [0, 1), for proposers that draw. @default Math.random */
  readonly random?: () => number;
}

/** Options of one step. */
export interface StepOptions {
  /** Ends the step; nothing is changed then. */
  readonly signal?: AbortSignal;
  /** Told of each model call, retry and re-ask. */
  readonly onEvent?: (event: ProposeEvent) => void;
}

/** What a step, or a proposal for one, came to. */
export interface StepOutcome extends Update {
  /**
   * `updated`: there are changes. `nothing`: there is nothing to change. `unusable`: something was suggested, but none of it
   * can be applied.
   */
  readonly kind: "updated" | "nothing" | "unusable";
  /** The model's reasons, or why nothing came of it. */
  readonly reasoning: string;
}

/** Parameters, the feedback they got, and a proposer that is asked for better values. */
export class Optimizer {
  /** The parameters by name, as a model is told them; the order is that of the list they came in. */
  readonly parameters: ReadonlyMap<string, TraceParameter>;
  readonly #proposer: Proposer;
  readonly #objective: string;
  readonly #random: () => number;
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
      return { ...noUpdate, kind: "nothing", reasoning: "No feedback reached any parameter." };
    }
    const context: ProposeContext = { random: this.#random, history: this.#history, ...options };
    const proposal = await this.#proposer.propose(problem, context);
    const outcome = await this.#check(problem, proposal, options);
    if (outcome.rejected.length === 0 || proposal.kind !== "suggestion") return outcome;
    const refused = { values: proposal.values, rejections: outcome.rejected };
    const repair = await this.#proposer.propose(problem, { ...context, refused });
    const mended = await this.#check(problem, repair, options);
    if (mended.kind === "nothing") return outcome;
    const changes = { ...outcome.changes, ...mended.changes };
    return { ...mended, kind: Object.keys(changes).length > 0 ? "updated" : "unusable", changes };
  }

  /** What of a proposal may be applied. */
  async #check(
    problem: Problem,
    proposal: Proposal,
    { signal }: StepOptions,
  ): Promise<StepOutcome> {
    if (proposal.kind === "nothing") return { ...noUpdate, ...proposal };
    if (proposal.kind === "unusable") {
      return { ...noUpdate, kind: "unusable", reasoning: proposal.reason };
    }
    const { changes, rejected } = projectSuggestion(shownParameters(problem), proposal.values, {
      check: (name, value) =>
        this.parameters.get(name)?.check(value) ?? { kind: "refused", reasons: ["it is unknown"] },
    });
    const refusals: Rejection[] = [];
    for (const [name, value] of Object.entries(changes)) {
      const code = this.parameters.get(name)?.code;
      if (code === undefined) continue;
      const refusal = await refusalOf(code, String(value), signal);
      if (refusal !== undefined) refusals.push({ parameter: name, value, ...refusal });
    }
    const refusedNames = new Set(refusals.map(({ parameter }) => parameter));
    const accepted = Object.entries(changes).filter(([name]) => !refusedNames.has(name));
    const all = [...rejected, ...refusals];
    return {
      kind: accepted.length > 0 ? "updated" : all.length > 0 ? "unusable" : "nothing",
      changes: Object.fromEntries(accepted),
      rejected: all,
      reasoning: proposal.reasoning,
    };
  }
}

const noUpdate: Update = { changes: {}, rejected: [] };

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

/** Why a source cannot take the place of a function's current one, if it cannot. */
async function refusalOf(
  code: CodeSpec,
  source: string,
  signal: AbortSignal | undefined,
): Promise<Pick<Rejection, "reason" | "diagnostics"> | undefined> {
  const validation = await validateProgram(code.program(source), {
    runner: currentCodeRunner(),
    smokeInputs: code.lastInputs,
    tools: code.tools(),
    current: code.program(),
    ...(code.timeoutMs === undefined ? {} : { timeoutMs: code.timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (validation.kind === "accepted") return undefined;
  const { diagnostics } = validation;
  const [first] = diagnostics;
  const reason = first === undefined ? "it was refused" : `line ${first.line}: ${first.message}`;
  return { reason, diagnostics };
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
