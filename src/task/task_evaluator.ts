/**
 * Evaluates candidates of a task: runs its agent in the sandbox, calls its guide, carries the feedback back.
 *
 * @module
 */
import { parameterStates } from "../optimizer/parameter_state.ts";
import { validateValues } from "../optimizer/validate_values.ts";
import type { Validation } from "../problem/proposal.ts";
import { graphPropagator } from "../propagate/graph_propagator.ts";
import type { Propagator } from "../trace/propagator.ts";
import { type PropagatorChoice, propagatorOf } from "../propagate/propagators.ts";
import { withSandbox } from "../trace/ambient.ts";
import type { CodeRunner, Program } from "../trace/code_runner.ts";
import { writeTree } from "../trace/data/exact_value.ts";
import { ExportError } from "../export/export_error.ts";
import { exportModule } from "../export/export_module.ts";
import { printValue } from "../trace/print_value.ts";
import { type Candidate, candidateOf, encodeValues } from "../trainer/candidate.ts";
import type {
  AgentModule,
  DrawRequest,
  EvaluationRequest,
  Evaluator,
  ExampleDrawing,
  ExampleRef,
  ExampleText,
  Report,
  SmokeInputs,
  TaskFacts,
  ValidateOptions,
} from "../trainer/evaluator.ts";
import { checkAgentCode } from "./check_agent_code.ts";
import { checkOutput } from "./check_output.ts";
import { defaultEvaluationTimeoutMs } from "./evaluation_timeout.ts";
import { ExampleSeeds } from "./example_seeds.ts";
import { type ExamplesBySplit, examplesOf } from "./examples.ts";
import { hashOfExamples } from "./examples_hash.ts";
import {
  carryBack,
  type Delivered,
  failureText,
  forward,
  type ForwardResult,
  reportedFailure,
} from "./forward.ts";
import { type FullJudgement, judge } from "./judge.ts";
import type { LiveAgent } from "./live_agent.ts";
import { AgentPool } from "./agent_pool.ts";
import { objectiveOf } from "./objective.ts";
import type { Example, Task } from "./task.ts";
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
  /** URL of the task's module, from which an exported agent takes what it uses. @default those of its code */
  readonly moduleUrl?: string;
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

/** Programs of the initial candidate by name of the code parameter. */
type Programs = ReadonlyMap<string, Program>;

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
const maxOutputLength = 400;

/** Maximum characters of an example's printed input, and of its printed expected value; the log bounds them further. */
const maxExampleLength = 8_000;

class TaskEvaluator implements Evaluator {
  readonly #task: Task;
  readonly #runner: CodeRunner;
  readonly #seed: number;
  #opened: Promise<Opened> | undefined;
  #facts: Promise<TaskFacts> | undefined;
  #initial: Promise<Candidate> | undefined;
  readonly #modules: readonly string[];
  readonly #isTypeChecked: boolean;
  readonly #hasStatements: boolean;
  /** Undefined when only the minimal subgraph is used. */
  readonly #propagator: Propagator<unknown> | undefined;
  readonly #timeoutMs: number;
  #programs: Promise<Programs> | undefined;

  constructor(task: Task, options: TaskEvaluatorOptions) {
    this.#task = task;
    this.#runner = options.runner;
    this.#seed = options.seed;
    this.#modules = options.moduleUrl === undefined ? [] : [options.moduleUrl];
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
    const { agents: { initial }, examples } = await this.#open();
    const { parameters } = initial;
    const hasCode = [...parameters.values()].some(({ code }) => code !== undefined);
    if (hasCode) this.#runner.begin?.(); // while the compiler starts
    await Promise.all([...parameters.values()].map((parameter) => parameter.ready()));
    await checkAgentCode(initial.agent);
    return {
      name: this.#task.name,
      objective: objectiveOf(this.#task),
      parameters: parameterStates(parameters),
      examples: {
        train: examples.train.length,
        validation: examples.validation.length,
        test: examples.test.length,
      },
      ...(this.#task.metrics === undefined ? {} : { metrics: this.#task.metrics }),
      examplesHash: hashOfExamples(examples),
    };
  }

  async evaluate(request: EvaluationRequest): Promise<Report> {
    const { candidate, example: ref, isTraced, hasInputs = false, signal } = request;
    const { agents, seeds, examples } = await this.#open();
    const example = exampleAt(examples, ref);
    // Arguments are recorded by an agent that no other evaluation calls meanwhile.
    using loan = await (hasInputs ? agents.lendAlone(candidate) : agents.lend(candidate));
    signal?.throwIfAborted();
    const earlier = hasInputs ? lastInputs(loan.live) : [];
    const start = performance.now();
    const seed = seeds.of(ref, request.seed);
    const runner = new WatchedRunner(this.#runner, seed, candidate.isProvisional);
    const ran = await forward(loan.live, example.input, {
      runner,
      seed,
      signal,
      timeoutMs: this.#timeoutMs,
      hasStatements: isTraced && this.#hasStatements,
      recordsCalls: isTraced || hasInputs,
    });
    const durationMs = performance.now() - start;
    const isInitial = candidate.id === (await this.#initialCandidate()).id;
    const outcome = checkOutput(ran, { schema: this.#task.output, isInitial });
    const output = outcome.kind === "output" ? outcome.value : outcome.error;
    // A guide may run code: in the sandboxes of the run, so that its limits hold and its time-outs are noticed.
    const verdict = await withSandbox(runner, () =>
      judge(this.#task.guide, {
        ref,
        example,
        output,
        isInitial,
        signal,
        timeoutMs: this.#timeoutMs,
      }));
    const isLate = verdict.isByClock || (ran.kind === "failed" && ran.isByClock);
    const error = outcome.kind === "failed" ? failureText(outcome) : verdict.error;
    const feedback = error === undefined || verdict.feedback.includes(error)
      ? verdict.feedback
      : [verdict.feedback, error].filter((text) => text !== "").join("\n");
    return {
      score: verdict.score,
      feedback,
      metrics: verdict.metrics,
      ...(verdict.relaxed === undefined ? {} : { relaxed: verdict.relaxed }),
      output: printValue(output, maxOutputLength),
      ...(error === undefined ? {} : { error }),
      ...(isInitial && outcome.kind === "failed" ? { failure: reportedFailure(outcome) } : {}),
      ...(isInitial ? unawaitedIn(ran, verdict) : {}),
      ...(isTraced ? this.#carryBack(loan.live, outcome, { ...verdict, feedback }) : {}),
      ...(hasInputs ? { inputs: newInputs(loan.live, new Set(earlier)) } : {}),
      console: runner.console,
      ...(runner.isByClock || isLate ? { isByClock: true } : {}),
      durationMs,
    };
  }

  async validate(
    candidate: Candidate,
    changed: readonly string[],
    { signal, inputs = {}, mayBeProvisional = false }: ValidateOptions = {},
  ): Promise<Validation> {
    const { agents, seeds } = await this.#open();
    const programs = await (this.#programs ??= this.#initialPrograms());
    signal?.throwIfAborted();
    const values = Object.fromEntries(changed.map((name) => [name, candidate.values[name]]));
    using loan = await agents.lend(candidate);
    const seed = seeds.of({ split: "train", index: 0 }, this.#seed);
    const runner = new WatchedRunner(this.#runner, seed);
    const validation = await validateValues(loan.live.parameters, values, {
      runner: () => runner,
      smokeTest: (name, code) => ({
        inputs: inputs[name] ?? [],
        current: programs.get(name) ?? code.program(),
      }),
      isTypeChecked: this.#isTypeChecked,
      isProvisional: mayBeProvisional && !this.#isTypeChecked,
      wasProvisional: candidate.isProvisional ?? false,
      signal,
    });
    const isByClock = (runner.isByClock || validation.isByClock === true) &&
      validation.rejections.length > 0;
    return isByClock ? { ...validation, isByClock } : validation;
  }

  async exampleText(ref: ExampleRef): Promise<ExampleText> {
    const { input, expected } = exampleAt((await this.#open()).examples, ref);
    return {
      input: printValue(input, maxExampleLength),
      ...(expected === undefined ? {} : { expected: printValue(expected, maxExampleLength) }),
    };
  }

  async draw(request: DrawRequest): Promise<ExampleDrawing | null> {
    const { candidate, example: ref, signal } = request;
    const { draw, output: schema } = this.#task;
    if (draw === undefined) return null;
    const { agents, seeds, examples } = await this.#open();
    const example = exampleAt(examples, ref);
    using loan = await agents.lend(candidate);
    const seed = seeds.of(ref, request.seed);
    const runner = new WatchedRunner(this.#runner, seed);
    const timeoutMs = this.#timeoutMs;
    const ran = await forward(loan.live, example.input, { runner, seed, signal, timeoutMs });
    const outcome = checkOutput(ran, { schema, isInitial: false });
    if (outcome.kind === "failed") return { example: ref, reason: failureText(outcome) };
    return { example: ref, drawing: draw(example, outcome.value) };
  }

  async exportAgent(candidate: Candidate): Promise<AgentModule> {
    using loan = await (await this.#open()).agents.lend(candidate);
    const { agent, parameters } = loan.live;
    await Promise.all([...parameters.values()].map((parameter) => parameter.ready()));
    try {
      return { kind: "module", text: await exportModule(agent, { modules: this.#modules }) };
    } catch (error) {
      if (!(error instanceof ExportError)) throw error;
      return { kind: "missing", reason: `${error.message}.\n${error.advice ?? ""}` };
    }
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

  #open(): Promise<Opened> {
    return this.#opened ??= this.#make();
  }

  async #make(): Promise<Opened> {
    const examples = await examplesOf(this.#task, { seed: this.#seed, timeoutMs: this.#timeoutMs });
    return { agents: new AgentPool(this.#task), examples, seeds: new ExampleSeeds(examples) };
  }

  #initialCandidate(): Promise<Candidate> {
    return this.#initial ??= this.facts().then(({ parameters }) =>
      candidateOf(Object.fromEntries(parameters.map(({ name, value }) => [name, value])))
    );
  }

  /** The programs in use at the start: an input on which they fail as well does not count against a proposal. */
  async #initialPrograms(): Promise<Programs> {
    using loan = await (await this.#open()).agents.lend(await this.#initialCandidate());
    return new Map(
      [...loan.live.parameters].flatMap(([name, { code }]) =>
        code === undefined ? [] : [[name, code.program()]]
      ),
    );
  }
}

/** @throws {RangeError} when there is no such example */
function exampleAt(examples: ExamplesBySplit, { split, index }: ExampleRef): Example {
  const example = examples[split][index];
  if (example === undefined) throw new RangeError(`Cannot find ${split} example ${index}`);
  return example;
}

/** The functions whose calls agent or guide did not wait for. */
function unawaitedIn(
  ran: ForwardResult,
  { unawaited: ofGuide = [] }: FullJudgement,
): Pick<Report, "unawaited"> {
  const ofAgent = ran.kind === "output" ? ran.unawaited : [];
  const names = [...new Set([...ofAgent, ...ofGuide])];
  return names.length === 0 ? {} : { unawaited: names };
}

function lastInputs({ parameters }: LiveAgent): readonly (readonly unknown[])[] {
  return [...parameters.values()].flatMap(({ code }) => code?.lastInputs ?? []);
}

/** Maximum characters of the arguments of one call, as JSON. */
const maxInputLength = 20_000;

/** Arguments of calls that are not among earlier ones; those that are no plain data or too long are left out. */
function newInputs(
  { parameters }: LiveAgent,
  earlier: ReadonlySet<readonly unknown[]>,
): SmokeInputs {
  return Object.fromEntries(
    [...parameters].flatMap(([name, { code }]) => {
      const inputs = (code?.lastInputs ?? []).filter((args) =>
        !earlier.has(args) && isWritable(args)
      );
      return inputs.length === 0 ? [] : [[name, inputs]];
    }),
  );
}

function isWritable(args: readonly unknown[]): boolean {
  try {
    return JSON.stringify(writeTree(args)).length <= maxInputLength;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
