/**
 * Evaluates candidates of a task: runs its agent in the sandbox, asks its guide, carries the feedback back.
 *
 * @module
 */
import { parameterStates } from "../optimizer/parameter_state.ts";
import type { CodeRunner } from "../trace/code_runner.ts";
import { exportModule } from "../export/export_module.ts";
import { printValue } from "../trace/print_value.ts";
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
import { carryBack, failureText, forward } from "./forward.ts";
import { judge } from "./judge.ts";
import { LiveAgents } from "./live_agents.ts";
import type { Task } from "./task.ts";
import { type SmokeTests, validateValues } from "./validate_values.ts";
import { WatchedRunner } from "./watched_runner.ts";

/** What an evaluator of a task needs besides it. */
export interface TaskEvaluatorOptions {
  /** Where candidate code runs; disposed of with the evaluator. */
  readonly runner: CodeRunner;
  /** The run's seed, of which the examples are made. */
  readonly seed: number;
  /** Whether proposed code must pass TypeScript's own checker. @default false */
  readonly isTypeChecked?: boolean;
}

/** What is made of a task when it is first needed. */
interface Opened {
  readonly agents: LiveAgents;
  readonly examples: ExamplesBySplit;
}

/** An evaluator of a task in this process; candidate code runs where `runner` says. */
export function taskEvaluator(task: Task, options: TaskEvaluatorOptions): Evaluator {
  return new TaskEvaluator(task, options);
}

/** Characters of a printed output; it is for people who read a log, and there may be a million of them. */
const maxOutputLength = 160;

class TaskEvaluator implements Evaluator {
  readonly #task: Task;
  readonly #runner: CodeRunner;
  readonly #seed: number;
  #opened: Opened | undefined;
  #facts: Promise<TaskFacts> | undefined;
  #initial: Promise<Candidate> | undefined;
  readonly #isTypeChecked: boolean;
  #smokeTests: Promise<SmokeTests> | undefined;

  constructor(task: Task, { runner, seed, isTypeChecked = false }: TaskEvaluatorOptions) {
    this.#task = task;
    this.#runner = runner;
    this.#seed = seed;
    this.#isTypeChecked = isTypeChecked;
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
    const runner = new WatchedRunner(this.#runner);
    const outcome = await forward(lease.live, example.input, {
      ...request,
      runner,
      hasStatements: isTraced && (this.#task.optimizer?.traceStatements ?? true),
    });
    const durationMs = performance.now() - start;
    const output = outcome.kind === "output" ? outcome.value : outcome.error;
    const isInitial = candidate.id === (await this.#initialCandidate()).id;
    const verdict = await judge(this.#task.guide, { ref, example, output, isInitial });
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
      ...(isTraced
        ? { feedbackGraph: carryBack(lease.live, outcome, { ...verdict, feedback }) }
        : {}),
      console: runner.console,
      ...(runner.isByClock ? { isByClock: true } : {}),
      durationMs,
    };
  }

  async validate(
    candidate: Candidate,
    changed: readonly string[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Validation> {
    const { agents } = this.#open();
    this.#smokeTests ??= this.#recordInputs();
    const smokeTests = await this.#smokeTests;
    signal?.throwIfAborted();
    const values = Object.fromEntries(changed.map((name) => [name, candidate.values[name]]));
    using lease = await agents.lend(candidate);
    const runner = new WatchedRunner(this.#runner);
    const validation = await validateValues(lease.live, values, {
      runner,
      smokeTests,
      isTypeChecked: this.#isTypeChecked,
      signal,
    });
    const isByClock = runner.isByClock && validation.rejections.length > 0;
    return isByClock ? { ...validation, isByClock } : validation;
  }

  async exportAgent(candidate: Candidate): Promise<string> {
    using lease = await this.#open().agents.lend(candidate);
    const { agent, parameters } = lease.live;
    await Promise.all([...parameters.values()].map((parameter) => parameter.ready()));
    return await exportModule(agent);
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

  /**
   * What the code parameters are called with when the initial candidate meets the first example it is judged on: what
   * proposals are tried on before they are evaluated. The same in every repetition of a run.
   */
  async #recordInputs(): Promise<SmokeTests> {
    const { agents, examples } = this.#open();
    using lease = await agents.lend(await this.#initialCandidate());
    const [split, example] = examples.validation[0] === undefined
      ? ["train", examples.train[0]] as const
      : ["validation", examples.validation[0]] as const;
    const parameters = [...lease.live.parameters];
    const earlier = new Set(parameters.flatMap(([, { code }]) => code?.lastInputs ?? []));
    const seed = seedOf(this.#seed, split, 0);
    await forward(lease.live, example?.input, { seed, runner: this.#runner });
    return new Map(parameters.flatMap(([name, { code }]) => {
      if (code === undefined) return [];
      const inputs = code.lastInputs.filter((inputs) => !earlier.has(inputs));
      return [[name, { inputs, current: code.program() }]];
    }));
  }
}
