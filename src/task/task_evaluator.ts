/**
 * Evaluates candidates of a task: runs its agent in the sandbox, calls its guide, carries the feedback back.
 *
 * @module
 */
import { parameterStates } from "../optimizer/parameter_state.ts";
import { type SmokeTest, validateValues } from "../optimizer/validate_values.ts";
import type { Validation } from "../problem/proposal.ts";
import { graphPropagator } from "../propagate/graph_propagator.ts";
import type { Propagator } from "../trace/propagator.ts";
import { type PropagatorChoice, propagatorOf } from "../propagate/propagators.ts";
import type { CodeRunner } from "../trace/code_runner.ts";
import { exportModule } from "../export/export_module.ts";
import { printValue } from "../trace/print_value.ts";
import { type Candidate, candidateOf, encodeValues } from "../trainer/candidate.ts";
import type {
  EvaluationRequest,
  Evaluator,
  Report,
  Split,
  TaskFacts,
} from "../trainer/evaluator.ts";
import { checkAgentCode } from "./check_agent_code.ts";
import { checkOutput } from "./check_output.ts";
import { defaultEvaluationTimeoutMs } from "./evaluation_timeout.ts";
import { ExampleSeeds } from "./example_seeds.ts";
import { type ExamplesBySplit, examplesOf } from "./examples.ts";
import { carryBack, type Delivered, failureText, forward, type ForwardResult } from "./forward.ts";
import { type FullJudgement, judge } from "./judge.ts";
import type { LiveAgent } from "./live_agent.ts";
import { AgentPool } from "./agent_pool.ts";
import type { Task } from "./task.ts";
import { WatchedRunner } from "./watched_runner.ts";

/** Options of `taskEvaluator`. */
export interface TaskEvaluatorOptions {
  /** Runs candidate code; disposed of with the evaluator. */
  readonly runner: CodeRunner;
  /** The run's seed, from which examples are made. */
  readonly seed: number;
  /** Whether proposed code must pass TypeScript's type checker. @default false */
  readonly isTypeChecked?: boolean;
  /** Whether traced evaluations trace statements of candidate code. @default true */
  readonly hasStatements?: boolean;
  /** A propagator besides the minimal subgraph. @default none */
  readonly propagator?: PropagatorChoice;
  /** Longest time of the agent, and of the guide, on one example, in milliseconds. @default 600,000 */
  readonly evaluationTimeoutMs?: number;
}

/** The parts of a task made at first use. */
interface Opened {
  readonly agents: AgentPool;
  readonly examples: ExamplesBySplit;
  readonly seeds: ExampleSeeds;
}

/** Smoke tests by name of the code parameter. */
type SmokeTests = ReadonlyMap<string, SmokeTest>;

/**
 * An evaluator of a task in this process; candidate code runs in `runner`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { defineTask, openSandboxPool, parameter } from "@opto/opto";
 * import { candidateOf, taskEvaluator } from "@opto/opto/trainer";
 *
 * const task = defineTask({
 *   name: "constant",
 *   agent: () => {
 *     const x = parameter(1, { name: "x" });
 *     return { x, forward: () => x };
 *   },
 *   examples: { train: [{ input: null }] },
 *   guide: (_example, output) => -Math.abs(5 - Number(output)),
 * });
 * await using evaluator = taskEvaluator(task, { runner: await openSandboxPool(), seed: 1 });
 * const { score } = await evaluator.evaluate({
 *   candidate: candidateOf({ x: 3 }),
 *   example: { split: "train", index: 0 },
 *   seed: 1,
 *   isTraced: false,
 * });
 * assertEquals(score, -2);
 * ```
 */
export function taskEvaluator<In, Out, Expected>(
  task: Task<In, Out, Expected>,
  options: TaskEvaluatorOptions,
): Evaluator {
  return new TaskEvaluator(task as unknown as Task, options); // as: an agent and its own guide and examples fit together
}

/** Maximum characters of a printed output in the log. */
const maxOutputLength = 160;

class TaskEvaluator implements Evaluator {
  readonly #task: Task;
  readonly #runner: CodeRunner;
  readonly #seed: number;
  #opened: Opened | undefined;
  #facts: Promise<TaskFacts> | undefined;
  #initial: Promise<Candidate> | undefined;
  readonly #isTypeChecked: boolean;
  readonly #hasStatements: boolean;
  /** Undefined when only the minimal subgraph is used. */
  readonly #propagator: Propagator<unknown> | undefined;
  readonly #timeoutMs: number;
  #smokeTests: Promise<SmokeTests> | undefined;

  constructor(task: Task, options: TaskEvaluatorOptions) {
    this.#task = task;
    this.#runner = options.runner;
    this.#seed = options.seed;
    this.#isTypeChecked = options.isTypeChecked ?? false;
    this.#hasStatements = options.hasStatements ?? true;
    this.#timeoutMs = options.evaluationTimeoutMs ?? defaultEvaluationTimeoutMs;
    const propagator = propagatorOf(options.propagator ?? "graph");
    this.#propagator = propagator === graphPropagator ? undefined : propagator;
  }

  facts(): Promise<TaskFacts> {
    return this.#facts ??= this.#readFacts();
  }

  async #readFacts(): Promise<TaskFacts> {
    const { agents: { initial }, examples } = this.#open();
    const parameters = [...initial.parameters.values()];
    await Promise.all(parameters.map((parameter) => parameter.ready()));
    await checkAgentCode(initial.agent);
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
    const { agents, examples, seeds } = this.#open();
    const example = examples[ref.split][ref.index];
    if (example === undefined) {
      throw new RangeError(`Cannot find ${ref.split} example ${ref.index}`);
    }
    using loan = await agents.lend(candidate);
    signal?.throwIfAborted();
    const start = performance.now();
    const seed = seeds.of(ref, request.seed);
    const runner = new WatchedRunner(this.#runner, seed);
    const ran = await forward(loan.live, example.input, {
      runner,
      seed,
      signal,
      timeoutMs: this.#timeoutMs,
      hasStatements: isTraced && this.#hasStatements,
    });
    const durationMs = performance.now() - start;
    const isInitial = candidate.id === (await this.#initialCandidate()).id;
    const outcome = checkOutput(ran, { schema: this.#task.output, isInitial });
    const output = outcome.kind === "output" ? outcome.value : outcome.error;
    const verdict = await judge(this.#task.guide, {
      ref,
      example,
      output,
      isInitial,
      signal,
      timeoutMs: this.#timeoutMs,
    });
    const isLate = verdict.isByClock || (ran.kind === "failed" && ran.isByClock);
    const error = outcome.kind === "failed" ? failureText(outcome) : verdict.error;
    const feedback = error === undefined || verdict.feedback.includes(error)
      ? verdict.feedback
      : [verdict.feedback, error].filter((text) => text !== "").join("\n");
    return {
      score: verdict.score,
      feedback,
      metrics: verdict.metrics,
      output: printValue(output, maxOutputLength),
      ...(error === undefined ? {} : { error }),
      ...(isTraced ? this.#carryBack(loan.live, outcome, { ...verdict, feedback }) : {}),
      console: runner.console,
      ...(runner.isByClock || isLate ? { isByClock: true } : {}),
      durationMs,
    };
  }

  async validate(
    candidate: Candidate,
    changed: readonly string[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Validation> {
    const { agents } = this.#open();
    this.#smokeTests ??= this.#recordInputs(signal);
    const smokeTests = await this.#smokeTests;
    signal?.throwIfAborted();
    const values = Object.fromEntries(changed.map((name) => [name, candidate.values[name]]));
    using loan = await agents.lend(candidate);
    const runner = new WatchedRunner(this.#runner, this.#seedOf("train", 0));
    const validation = await validateValues(loan.live.parameters, values, {
      runner: () => runner,
      smokeTest: (name, code) => smokeTests.get(name) ?? { inputs: [], current: code.program() },
      isTypeChecked: this.#isTypeChecked,
      signal,
    });
    const isByClock = (runner.isByClock || validation.isByClock === true) &&
      validation.rejections.length > 0;
    return isByClock ? { ...validation, isByClock } : validation;
  }

  async exportAgent(candidate: Candidate): Promise<string> {
    using loan = await this.#open().agents.lend(candidate);
    const { agent, parameters } = loan.live;
    await Promise.all([...parameters.values()].map((parameter) => parameter.ready()));
    return await exportModule(agent);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner[Symbol.asyncDispose]();
  }

  #carryBack(live: LiveAgent, outcome: ForwardResult, verdict: FullJudgement): Delivered {
    const propagator = this.#propagator;
    const delivered = carryBack(live, outcome, {
      verdict,
      ...(propagator === undefined ? {} : { propagator }),
    });
    if (delivered.messages !== undefined) encodeValues(delivered.messages); // throws unless it is plain data
    return delivered;
  }

  #open(): Opened {
    if (this.#opened !== undefined) return this.#opened;
    const examples = examplesOf(this.#task, this.#seed);
    const seeds = new ExampleSeeds(examples);
    return this.#opened = { agents: new AgentPool(this.#task), examples, seeds };
  }

  /** The seed of an example of this run; 0 when there is no such example. */
  #seedOf(split: Split, index: number): number {
    const { examples, seeds } = this.#open();
    return examples[split][index] === undefined ? 0 : seeds.of({ split, index }, this.#seed);
  }

  #initialCandidate(): Promise<Candidate> {
    return this.#initial ??= this.facts().then(({ parameters }) =>
      candidateOf(Object.fromEntries(parameters.map(({ name, value }) => [name, value])))
    );
  }

  /**
   * Arguments of the code parameters when the initial candidate runs on the first train example: proposals are tried
   * on them before evaluation, and a refusal quotes them to the proposer. The same in every repetition of a run.
   */
  async #recordInputs(signal: AbortSignal | undefined): Promise<SmokeTests> {
    const { agents, examples } = this.#open();
    using loan = await agents.lendAlone(await this.#initialCandidate());
    const parameters = [...loan.live.parameters];
    const earlier = new Set(parameters.flatMap(([, { code }]) => code?.lastInputs ?? []));
    const seed = this.#seedOf("train", 0);
    const runner = new WatchedRunner(this.#runner, seed);
    const timeoutMs = this.#timeoutMs;
    await forward(loan.live, examples.train[0]?.input, { seed, runner, signal, timeoutMs });
    return new Map(parameters.flatMap(([name, { code }]) => {
      if (code === undefined) return [];
      const inputs = code.lastInputs.filter((inputs) => !earlier.has(inputs));
      return [[name, { inputs, current: code.program() }]];
    }));
  }
}
