/**
 * Evaluates candidates of a task: runs its agent in the sandbox, asks its guide, carries the feedback back.
 *
 * @module
 */
import { OptoError } from "../errors.ts";
import { parameterStates } from "../optimizer/parameter_state.ts";
import { backward } from "../propagate/backward.ts";
import type { FeedbackGraph } from "../propagate/feedback.ts";
import { feedbackGraph } from "../propagate/feedback_graph.ts";
import { agentCall } from "../trace/agent.ts";
import { withCodeRunner, withSeed, withSignal } from "../trace/ambient.ts";
import type { CodeRunner } from "../trace/code_runner.ts";
import { copyValue } from "../trace/copy_value.ts";
import { ExecutionError } from "../trace/execution_error.ts";
import { exportModule } from "../trace/export.ts";
import { failureOf } from "../trace/failure_of.ts";
import { printValue } from "../trace/print_value.ts";
import { failedStep } from "../trace/step.ts";
import { type Origin, TraceNode } from "../trace/trace_node.ts";
import { asNode } from "../trace/wrap.ts";
import { type Candidate, candidateOf } from "../trainer/candidate.ts";
import type {
  EvaluationRequest,
  Evaluator,
  Report,
  TaskFacts,
  Validation,
} from "../trainer/evaluator.ts";
import { seedOf } from "../trainer/seeds.ts";
import { type ExamplesBySplit, examplesOf } from "./examples.ts";
import { judge, type Verdict } from "./judge.ts";
import type { LiveAgent } from "./live_agent.ts";
import { LiveAgents } from "./live_agents.ts";
import type { Task } from "./task.ts";
import { type SmokeInputs, validateValues } from "./validate_values.ts";

/** What an evaluator of a task needs besides it. */
export interface TaskEvaluatorOptions {
  /** Where candidate code runs; disposed of with the evaluator. */
  readonly runner: CodeRunner;
  /** The run's seed, of which the examples are made. */
  readonly seed: number;
}

/** How one forward ended. */
type Outcome =
  | { readonly kind: "output"; readonly node: TraceNode; readonly value: unknown }
  | { readonly kind: "failed"; readonly node: TraceNode; readonly error: Error };

/** What is made of a task when it is first needed. */
interface Opened {
  readonly agents: LiveAgents;
  readonly examples: ExamplesBySplit;
}

/** An evaluator of a task in this process; candidate code runs where `runner` says. */
export function taskEvaluator(task: Task, options: TaskEvaluatorOptions): Evaluator {
  return new TaskEvaluator(task, options);
}

class TaskEvaluator implements Evaluator {
  readonly #task: Task;
  readonly #runner: CodeRunner;
  readonly #seed: number;
  #opened: Opened | undefined;
  #facts: Promise<TaskFacts> | undefined;
  #initial: Promise<Candidate> | undefined;
  #smokeInputs: Promise<SmokeInputs> | undefined;

  constructor(task: Task, { runner, seed }: TaskEvaluatorOptions) {
    this.#task = task;
    this.#runner = runner;
    this.#seed = seed;
  }

  facts(): Promise<TaskFacts> {
    return this.#facts ??= this.#readFacts();
  }

  async #readFacts(): Promise<TaskFacts> {
    const { agents: { initial }, examples } = this.#open();
    const parameters = [...initial.parameters.values()];
    await Promise.all(parameters.map((parameter) => parameter.ready()));
    return {
      name: this.#task.name,
      objective: this.#task.objective ?? this.#task.description ?? "",
      parameters: parameterStates(parameters),
      examples: {
        train: examples.train.length,
        validation: examples.validation.length,
        test: examples.test.length,
      },
    };
  }

  async evaluate(request: EvaluationRequest): Promise<Report> {
    const { candidate, example: ref, isTraced, signal } = request;
    const { agents, examples } = this.#open();
    const example = examples[ref.split][ref.index];
    if (example === undefined) {
      throw new RangeError(`Cannot find ${ref.split} example ${ref.index}`);
    }
    using lease = await agents.lend(candidate);
    signal?.throwIfAborted();
    const start = performance.now();
    const outcome = await this.#forward(lease.live, example.input, request);
    const durationMs = performance.now() - start;
    const output = outcome.kind === "output" ? outcome.value : outcome.error;
    const isInitial = candidate.id === (await this.#initialCandidate()).id;
    const verdict = await judge(this.#task.guide, { ref, example, output, isInitial });
    const error = outcome.kind === "failed" ? errorText(outcome) : verdict.error;
    const feedback = error === undefined || verdict.feedback.includes(error)
      ? verdict.feedback
      : [verdict.feedback, error].filter((text) => text !== "").join("\n");
    return {
      score: verdict.score,
      feedback,
      metrics: verdict.metrics,
      output: printValue(output, 2000),
      ...(error === undefined ? {} : { error }),
      ...(isTraced
        ? { feedbackGraph: graphOf(lease.live, outcome, { ...verdict, feedback }) }
        : {}),
      console: [],
      durationMs,
    };
  }

  async validate(
    candidate: Candidate,
    changed: readonly string[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Validation> {
    const { agents } = this.#open();
    this.#smokeInputs ??= this.#recordInputs();
    const smokeInputs = await this.#smokeInputs;
    signal?.throwIfAborted();
    const values = Object.fromEntries(changed.map((name) => [name, candidate.values[name]]));
    using lease = await agents.lend(candidate);
    return await validateValues(lease.live, values, { runner: this.#runner, smokeInputs, signal });
  }

  async exportAgent(candidate: Candidate): Promise<string> {
    using lease = await this.#open().agents.lend(candidate);
    const { agent, parameters } = lease.live;
    await Promise.all([...parameters.values()].map((parameter) => parameter.ready()));
    return exportModule(agent);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner[Symbol.asyncDispose]();
  }

  #open(): Opened {
    return this.#opened ??= {
      agents: new LiveAgents(this.#task),
      examples: examplesOf(this.#task, this.#seed),
    };
  }

  #initialCandidate(): Promise<Candidate> {
    return this.#initial ??= this.facts().then(({ parameters }) =>
      candidateOf(Object.fromEntries(parameters.map(({ name, value }) => [name, value])))
    );
  }

  /** Runs the agent; what fails because of the candidate is an outcome, anything else is thrown. */
  async #forward(
    live: LiveAgent,
    input: unknown,
    { seed, signal }: Pick<EvaluationRequest, "seed" | "signal">,
  ): Promise<Outcome> {
    const call = () => agentCall(live.agent, copyValue(input)); // so that no run changes the input of another
    const inSandbox = () => withSeed(seed, () => withCodeRunner(this.#runner, call));
    try {
      const node = await (signal ? withSignal(signal, inSandbox) : inSandbox());
      return { kind: "output", node: withOrigin(node, live, input), value: node.peek() };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ExecutionError) return { kind: "failed", node: error.node, error };
      if (error instanceof OptoError) throw error;
      const failed = failedStep(originOf(live, input), error, failureOf(error, (note) => note));
      return { kind: "failed", node: failed.node, error: failed };
    }
  }

  /**
   * What the code parameters are called with when the initial candidate meets the first example it is judged on: what
   * proposals are tried on before they are evaluated. The same in every repetition of a run.
   */
  async #recordInputs(): Promise<SmokeInputs> {
    const { agents, examples } = this.#open();
    using lease = await agents.lend(await this.#initialCandidate());
    const [split, example] = examples.validation[0] === undefined
      ? ["train", examples.train[0]] as const
      : ["validation", examples.validation[0]] as const;
    const seed = seedOf(this.#seed, split, 0);
    const outcome = await this.#forward(lease.live, example?.input, { seed });
    if (outcome.kind === "failed") return new Map();
    return new Map(
      [...lease.live.parameters].map(([name, { code }]) => [name, code?.lastInputs ?? []]),
    );
  }
}

/** An output that does not say where it came from is taken for a step of all parameters and the input. */
function withOrigin(node: TraceNode, live: LiveAgent, input: unknown): TraceNode {
  const isHidden = node.kind === "value";
  return isHidden ? new TraceNode("message", node.peek(), originOf(live, input)) : node;
}

/** The agent as one step. */
function originOf({ parameters }: LiveAgent, input: unknown): Origin {
  return {
    operator: { name: "agent", documentation: "Runs the agent on the input." },
    inputs: [...parameters.values(), asNode(input, "input")],
    inputNames: [...parameters.keys(), "input"],
  };
}

function errorText({ error }: Extract<Outcome, { kind: "failed" }>): string {
  return error instanceof ExecutionError ? error.feedback("full") : error.message;
}

/** Carries a verdict back. Nothing else runs in between, so evaluations that share parameters do not mix. */
function graphOf({ parameters }: LiveAgent, { node }: Outcome, verdict: Verdict): FeedbackGraph {
  const list = [...parameters.values()];
  const { score, feedback: text, metrics } = verdict;
  const zero = () => list.forEach((parameter) => parameter.zeroFeedback());
  zero();
  backward(node, { ...(score === null ? {} : { score }), text, metrics }, { retainGraph: true });
  const graph = feedbackGraph(list);
  zero();
  return graph;
}
