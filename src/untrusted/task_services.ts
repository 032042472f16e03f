/**
 * Answers the questions of a stranger's task: sandboxes for its candidates, the compiler, and the models of the run.
 *
 * @module
 */
import { inboundLimits } from "../../sandbox/value/limits.ts";
import { encode } from "../../sandbox/value/encode.ts";
import type { CheckLevel, CompileUnit } from "../code/compiler.ts";
import { RecentMap } from "../code/recent_map.ts";
import { sharedCompiler } from "../code/shared_compiler.ts";
import { OptoError, TaskError } from "../errors.ts";
import { noModel } from "../model/ask.ts";
import type { LanguageModel, ModelRequest } from "../model/language_model.ts";
import { type ModelsInUse, modelsInUse } from "../model/models_in_use.ts";
import type { CodeRunner, HostTool, Program } from "../trace/code_runner.ts";
import type { Question } from "../wire/channel.ts";
import { decodeProgram, encodeResults } from "../wire/program.ts";
import {
  anything,
  finite,
  flag,
  list,
  oneOf,
  optional,
  type Read,
  record,
  refusal,
  tagged,
  text,
  whole,
} from "../wire/shape.ts";
import { readWire } from "../wire/value.ts";
import type {
  CompileQuestion,
  ModelQuestion,
  PrepareRequest,
  RunRequest,
  TaskMethod,
  ToolReply,
  ToolRequest,
} from "./protocol.ts";
import type { TaskLimits } from "./task_limits.ts";

/** What the services need of the run. */
export interface TaskServicesOptions {
  readonly limits: TaskLimits;
  /** Runs candidate code. */
  readonly runner: () => CodeRunner;
  /** Answers judges; null without a model. */
  readonly judgeModel: () => LanguageModel | null;
  /** Calls a tool of the task. */
  readonly callTool: (request: ToolRequest) => Promise<unknown>;
}

/** One use of the evaluator. */
interface Use {
  /** The models that answer for it; undefined outside of a run's evaluations. */
  readonly models: ModelsInUse | undefined;
  callsLeft: number;
  /** Errors of the host's own, which the task may only pass on. */
  readonly errors: OptoError[];
}

/** Programs that are known by their text. */
const maxPrograms = 256;

/** Characters of one program. */
const maxProgramChars = 8_000_000;

/** The questions of one process. */
export class TaskServices {
  readonly #options: TaskServicesOptions;
  readonly #uses = new Map<number, Use>();
  readonly #programs = new RecentMap<string, Program>(maxPrograms);
  #lastUse = 0;

  /** @param options runner, models and limits */
  constructor(options: TaskServicesOptions) {
    this.#options = options;
    this.#uses.set(0, this.#newUse(undefined));
  }

  /** Does work for which the process may ask; it gets the number that the process names then. */
  async during<R>(work: (use: number) => Promise<R>): Promise<R> {
    const number = ++this.#lastUse;
    const use = this.#newUse(modelsInUse());
    this.#uses.set(number, use);
    try {
      return await work(number);
    } catch (error) {
      // What the host threw comes back as the task's word; the host's own is thrown.
      const message = error instanceof TaskError ? error.message : undefined;
      throw use.errors.find((own) => own.message === message) ?? error;
    } finally {
      this.#uses.delete(number);
    }
  }

  /** Answers a question. @throws {TypeError} for one of another shape @throws {TaskError} when there are too many */
  async serve({ method, argument, signal }: Question): Promise<unknown> {
    const { use: number } = readUse(argument, method);
    const use = this.#uses.get(number);
    if (use === undefined) throw new TaskError(`Cannot ask "${method}" after the evaluation`);
    if (--use.callsLeft < 0) {
      const { maxCalls } = this.#options.limits;
      throw new TaskError(`Cannot ask more than ${maxCalls} times in one evaluation`, {
        advice: "Call candidate code and models less often.",
      });
    }
    try {
      return await this.#answer(method as TaskMethod, argument, { signal, use });
    } catch (error) {
      if (error instanceof OptoError) use.errors.push(error);
      throw error;
    }
  }

  #newUse(models: ModelsInUse | undefined): Use {
    return { models, callsLeft: this.#options.limits.maxCalls, errors: [] };
  }

  async #answer(
    method: TaskMethod,
    argument: unknown,
    { signal, use }: { readonly signal: AbortSignal; readonly use: Use },
  ): Promise<unknown> {
    switch (method) {
      case "prepare": {
        const { program } = readPrepare(argument, method);
        return await this.#options.runner().prepare(this.#program(program), { signal });
      }
      case "run":
        return await this.#run(readRun(argument, method), signal);
      case "compile":
        return await compileAnswer(readCompile(argument, method), signal);
      case "model":
        return await this.#askModel(readModel(argument, method), { signal, use });
      default:
        method satisfies never;
        throw new TypeError(`Cannot ask the host for "${String(method).slice(0, 100)}"`);
    }
  }

  async #run(request: RunRequest, signal: AbortSignal): Promise<unknown> {
    const { call, program, argsList, tools, timeoutMs, seed } = request;
    const { traceStatements, recordsCalls, isProvisional } = request;
    const results = await this.#options.runner().runMany({
      program: this.#program(program),
      tools: new Map(tools.map((offer) => [offer.name, this.#tool(offer, call)])),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(seed === undefined ? {} : { seed }),
      ...(traceStatements === undefined ? {} : { traceStatements }),
      ...(recordsCalls === undefined ? {} : { recordsCalls }),
      ...(isProvisional === undefined ? {} : { isProvisional }),
      signal,
    }, argsList.map(argumentsOf));
    return encodeResults(results);
  }

  /** A tool of the task: the candidate asks the host, and the host asks the task's process. */
  #tool({ name, deadlineMs, maxCalls }: RunRequest["tools"][number], call: number): HostTool {
    return {
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      ...(maxCalls === undefined ? {} : { maxCalls }),
      run: async (...args) => {
        const encoded = JSON.parse(encode(args, toolRules));
        const reply = readReply(
          await this.#options.callTool({ call, name, args: encoded }),
          "tool",
        );
        if (reply.kind === "value") return readWire(reply.value, "untrusted");
        throw Object.assign(new Error(reply.message), { name: reply.name });
      },
    };
  }

  #program(json: string): Program {
    return this.#programs.getOrInsert(json, () => {
      const program = decodeProgram(JSON.parse(json));
      if (program.units.some(({ libraries = {} }) => Object.keys(libraries).length > 0)) {
        throw new TaskError("Cannot use libraries in the code of an untrusted task", {
          advice: "Write what the code needs into the function, or into a sandboxed function.",
        });
      }
      return program;
    });
  }

  async #askModel(
    { role, request }: ModelQuestion,
    { signal, use: { models } }: { readonly signal: AbortSignal; readonly use: Use },
  ): Promise<unknown> {
    if (models === undefined) throw noModel();
    const given = readModelRequest(readWire(request, "untrusted"), "request");
    const judge = role === "judge" ? this.#options.judgeModel() : undefined;
    if (judge === null) throw noModel();
    const model = judge === undefined ? models.agent : models.judge(judge);
    return await model.generate(given, { signal });
  }
}

async function compileAnswer(
  { method, args }: CompileQuestion,
  signal: AbortSignal,
): Promise<unknown> {
  const compiler = sharedCompiler();
  switch (method) {
    case "compile": {
      const [units, options] = args;
      const { level } = readOptions(options, "compile");
      return await compiler.compile(list(readUnit, maxUnits)(units, "compile"), {
        ...(level === undefined ? {} : { level }),
        signal,
      });
    }
    case "inline":
      return await compiler.inline(source(args[0], "inline"));
    case "resultShape":
      return await compiler.resultShape(source(args[0], "shape"), name(args[1], "shape"));
    default:
      return method satisfies never;
  }
}

/** The arguments of one call. */
function argumentsOf(json: unknown): readonly unknown[] {
  return list(anything, maxArguments)(readWire(json, "untrusted"), "args");
}

const toolRules = { limits: inboundLimits, name: "arguments", isExact: false } as const;

const maxUnits = 1_000;
const maxArguments = 1_000;
const maxCallsAtOnce = 1_000;
const maxTools = 100;
const maxPromptChars = 2_000_000;

const name = text(1_000);
const source = text(1_000_000);

const readUse = record({ use: whole() });

const readPrepare: Read<PrepareRequest> = record({ use: whole(), program: text(maxProgramChars) });

/** The longest limit of time that a task may set for candidate code or a tool, in milliseconds. */
const longest = 3_600_000;

const readRun: Read<RunRequest> = record({
  use: whole(),
  call: whole(1),
  program: text(maxProgramChars),
  argsList: list(anything, maxCallsAtOnce),
  tools: list(
    record({
      name,
      deadlineMs: optional(whole(1, longest)),
      maxCalls: optional(whole(0, 1_000_000)),
    }),
    maxTools,
  ),
  timeoutMs: optional(whole(1, longest)),
  seed: optional(whole(Number.MIN_SAFE_INTEGER)),
  traceStatements: optional(flag),
  recordsCalls: optional(flag),
  isProvisional: optional(flag),
});

const readCompile: Read<CompileQuestion> = record({
  use: whole(),
  method: oneOf("compile", "inline", "resultShape"),
  args: list(anything, 10),
});

const readUnit: Read<CompileUnit> = record({
  source,
  entry: optional(name),
  original: optional(source),
  uses: optional(list(name, maxUnits)),
  libraries: optional(list(name, maxUnits)),
  isTraced: optional(flag),
  isProvisional: optional(flag),
  wasProvisional: optional(flag),
});

const readOptions = record({ level: optional(oneOf<CheckLevel>("screen", "full")) });

const readModel: Read<ModelQuestion> = record({
  use: whole(),
  role: oneOf("agent", "judge"),
  request: anything,
});

/** A schema of an answer: small plain data, which goes to the server of the model. */
const answerSchema: Read<Readonly<Record<string, unknown>>> = (claim, path) => {
  const isRecord = typeof claim === "object" && claim !== null && !Array.isArray(claim);
  if (!isRecord || JSON.stringify(claim).length > 20_000) throw refusal(path, "a schema", claim);
  return claim as Readonly<Record<string, unknown>>; // as: checked above
};

const readModelRequest: Read<ModelRequest> = record({
  messages: list(
    record({ role: oneOf("system", "user", "assistant"), content: text(maxPromptChars) }),
    1_000,
  ),
  format: optional(tagged({
    text: record({}),
    json: record({ name, schema: optional(answerSchema) }),
  })),
  temperature: optional(finite),
  maxTokens: optional(whole(1, 10_000_000)),
  seed: optional(whole(Number.MIN_SAFE_INTEGER)),
});

const readReply: Read<ToolReply> = tagged({
  value: record({ value: anything }),
  thrown: record({ name: text(200), message: text(10_000) }),
});
