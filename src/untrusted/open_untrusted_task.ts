/**
 * Opens the task of a stranger in a process without permissions.
 *
 * @module
 */
import { openSandboxPool } from "../code/sandbox/open_sandbox.ts";
import { TaskError } from "../errors.ts";
import type { LanguageModel } from "../model/language_model.ts";
import { defaultEvaluationTimeoutMs } from "../task/evaluation_timeout.ts";
import type { RemoteEvaluatorSettings } from "../task/remote_task.ts";
import type { Task } from "../task/task.ts";
import type { CodeRunner } from "../trace/code_runner.ts";
import type { Evaluator } from "../trainer/evaluator.ts";
import { remoteEvaluator } from "../wire/evaluator_wire.ts";
import { list, text } from "../wire/shape.ts";
import { decodeOutline, type TaskOutline } from "./outline.ts";
import type { OpenRequest } from "./protocol.ts";
import { StrangerProcess } from "./stranger_process.ts";
import { type TaskLimits, taskLimits } from "./task_limits.ts";
import { TaskServices } from "./task_services.ts";
import { checkSource, isDataPath, isSourcePath } from "./task_source.ts";
import type { TaskSource } from "../task/task_source.ts";

type Summarize = NonNullable<Task["summarize"]>;

/** A task in its process; disposing of it ends the process. */
export interface UntrustedTask extends AsyncDisposable {
  readonly outline: TaskOutline;
  /** Its files. */
  readonly source: TaskSource;
  /** Why its process has ended; resolved before what was asked of it is rejected. */
  readonly ended: Promise<Error>;
  /** Id of the process. */
  readonly pid: number;
  /** Opens the evaluator, once. Disposing of it ends the sandboxes of the candidates. */
  openEvaluator(settings: RemoteEvaluatorSettings): Evaluator;
  /** Has a model answer the judges of the guide. @default none answers */
  judgeBy(model: LanguageModel | null): void;
  /** The task's one line on the scores of a split; undefined for a task without one. */
  readonly summarize: ((scores: Parameters<Summarize>[0]) => Promise<string>) | undefined;
}

/** Longest time of a task's `summarize`, in milliseconds. */
const summaryMs = 30_000;

/** Most imports of one file. */
const maxImports = 1_000;

/** Time that an evaluation may take beyond the limits of agent and guide, in milliseconds: for queues. */
const graceMs = 600_000;

/** Gives the text of a file of a task by its path from the entry's folder; undefined when there is none. */
export type ReadTaskFile = (path: string) => string | undefined | Promise<string | undefined>;

/**
 * Loads a task from its source, in a process of its own that has no permission.
 *
 * The task's modules may import `@opto/opto` with the entries that need no rights, `zod`, and each other. Its candidates run in
 * sandboxes beside it, its models are asked by this process.
 *
 * @param source the files, or the entry and a function that reads it and what it imports
 * @throws {TaskError} when the source is too large, imports anything else, does not load, or needs more than it may
 * @throws {SandboxError} when the process cannot be started
 */
export async function openUntrustedTask(
  source: TaskSource | { readonly entry: string; readonly read: ReadTaskFile },
  limits: Partial<TaskLimits> = {},
): Promise<UntrustedTask> {
  const all = taskLimits(limits);
  if ("files" in source) checkSource(source, all);
  const opened = await OpenedTask.start(all);
  try {
    await opened.load("files" in source ? source : await opened.collect(source));
    return opened;
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

/** The services of a process, once its evaluator is open. */
interface OpenServices {
  services?: TaskServices;
}

/** What is known of a task once it is loaded. */
type Loaded = Pick<UntrustedTask, "outline" | "source">;

class OpenedTask implements UntrustedTask {
  readonly #limits: TaskLimits;
  readonly #process: StrangerProcess;
  readonly #slot: OpenServices;
  /** End of the time for loading. */
  readonly #loadedBy: number;
  #judgeModel: LanguageModel | null = null;
  #loaded: Loaded | undefined;

  private constructor(limits: TaskLimits, process: StrangerProcess, slot: OpenServices) {
    this.#limits = limits;
    this.#process = process;
    this.#slot = slot;
    this.#loadedBy = performance.now() + limits.loadMs;
  }

  static async start(limits: TaskLimits): Promise<OpenedTask> {
    const slot: OpenServices = {};
    const process = await StrangerProcess.start(limits, async (question) => {
      if (slot.services !== undefined) return await slot.services.serve(question);
      throw new TaskError("Cannot run code, compile or ask a model while the task is loaded", {
        advice: "Do it in the agent, in the guide, or in the function that makes the examples.",
      });
    });
    return new OpenedTask(limits, process, slot);
  }

  get outline(): TaskOutline {
    return this.#task.outline;
  }

  get source(): TaskSource {
    return this.#task.source;
  }

  get #task(): Loaded {
    if (this.#loaded === undefined) throw new TypeError("The task is not loaded");
    return this.#loaded;
  }

  get ended(): Promise<Error> {
    return this.#process.ended;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get summarize(): UntrustedTask["summarize"] {
    if (!this.outline.hasSummary) return undefined;
    return async (scores) =>
      text(10_000)(
        await this.#process.ask("summarize", scores, { deadlineMs: summaryMs }),
        "summary",
      );
  }

  /** Reads the entry and what it imports, directly or not; the process finds the imports. */
  async collect(
    { entry, read }: { readonly entry: string; readonly read: ReadTaskFile },
  ): Promise<TaskSource> {
    const files = new Map<string, string>();
    const wanted = new Set([entry]);
    for (const path of wanted) { // it grows meanwhile
      const source = isSourcePath(path) ? await read(path) : "";
      if (source === undefined) {
        throw new TaskError(`Cannot read "${path}": there is no such file of the task`, {
          advice: "An untrusted task imports files of its own folder and of those below it.",
        });
      }
      files.set(path, source);
      checkSource({ files: Object.fromEntries(files), entry }, this.#limits);
      if (isDataPath(path)) continue;
      const json = await this.#askToLoad("imports", { path, source });
      const paths = await this.#checked(() => list(text(200), maxImports)(json, "imports"));
      for (const imported of paths) wanted.add(imported);
    }
    return { files: Object.fromEntries(files), entry };
  }

  async load(source: TaskSource): Promise<void> {
    const json = await this.#askToLoad("load", source);
    const outline = await this.#checked(() => decodeOutline(json));
    this.#loaded = { outline, source };
    const { timeoutMs = 0, memoryMb = 0 } = outline.sandbox ?? {};
    const { maxTimeoutMs, maxSandboxMb } = this.#limits;
    if (timeoutMs > maxTimeoutMs || memoryMb > maxSandboxMb) {
      throw new TaskError(
        `Cannot give the sandboxes of this task ${memoryMb} MB and ${timeoutMs} ms a call`,
        { advice: `It may ask for ${maxSandboxMb} MB and ${maxTimeoutMs} ms.` },
      );
    }
  }

  /** Asks something on the way to the loaded task, which has one limit of time for all. */
  async #askToLoad(method: "imports" | "load", argument: unknown): Promise<unknown> {
    const seconds = this.#limits.loadMs / 1_000;
    return await this.#process.ask(method, argument, {
      deadlineMs: this.#loadedBy - performance.now(),
      late: `took more than ${seconds} ${seconds === 1 ? "second" : "seconds"} to load`,
    });
  }

  judgeBy(model: LanguageModel | null): void {
    this.#judgeModel = model;
  }

  openEvaluator(settings: RemoteEvaluatorSettings): Evaluator {
    const { concurrency, sandbox, ...request } = settings;
    const { evaluationTimeoutMs = defaultEvaluationTimeoutMs } = request;
    const runner: CodeRunner = openSandboxPool({
      realmLife: "call",
      ...this.outline.sandbox,
      ...sandbox,
      size: concurrency,
    });
    const services = new TaskServices({
      limits: this.#limits,
      runner: () => runner,
      judgeModel: () => this.#judgeModel,
      callTool: (call) => this.#process.ask("tool", call, { deadlineMs: evaluationTimeoutMs }),
    });
    this.#slot.services = services;
    const deadlineMs = 2 * evaluationTimeoutMs + graceMs;
    const opened = this.#process.ask("open", request satisfies OpenRequest, { deadlineMs });
    opened.catch(() => {}); // told by the first question
    return remoteEvaluator({
      ask: async (method, argument, { signal }) => {
        await opened;
        return await services.during((use) =>
          this.#process.ask(method, { use, argument }, { deadlineMs, signal })
        );
      },
      breach: (error) => this.#process.breach(error),
      close: async () => await runner[Symbol.asyncDispose](),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  /** What a check gives; the process ends for an answer of another shape. */
  async #checked<Value>(check: () => Value): Promise<Value> {
    try {
      return check();
    } catch (error) {
      return await this.#process.breach(error);
    }
  }
}
