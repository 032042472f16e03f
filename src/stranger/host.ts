/**
 * The host, as the process of a stranger's task sees it: sandboxes, compiler and models behind questions.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { requestLimits } from "../../sandbox/limits.ts";
import type { CallResult } from "../../sandbox/protocol.ts";
import { reasonOf } from "../../sandbox/value/decode.ts";
import { encode } from "../../sandbox/value/encode.ts";
import { claimLimits, inboundLimits } from "../../sandbox/value/limits.ts";
import type {
  AdoptedSource,
  CompileOptions,
  Compiler,
  CompileUnit,
  InlinedModule,
  UnitCompilation,
} from "../code/compiler.ts";
import type { ResultShape } from "../code/result_shape.ts";
import { emptyReport } from "../code/sandbox/call_results.ts";
import { plainError } from "../code/sandbox/thrown_error.ts";
import { checkedTool, shownFailure, type Tools } from "../code/sandbox/tool_host.ts";
import type { LanguageModel, ModelResponse } from "../model/language_model.ts";
import type { ModelsInUse } from "../model/models_in_use.ts";
import type { CodeCall, CodeRunner, Preparation, Program } from "../trace/code_runner.ts";
import type { Channel } from "../wire/channel.ts";
import { decodeResults, encodeProgram } from "../wire/program.ts";
import { readWire, writeWire } from "../wire/value.ts";
import type { TaskMethod, ToolReply, ToolRequest } from "../untrusted/protocol.ts";

/** What the process asks its host. */
export class Host implements CodeRunner, Compiler {
  readonly #channel: () => Channel;
  /** Number of the use of the evaluator that code works for. */
  readonly #use = new AsyncLocalStorage<number>();
  /** Tools of running calls, each in the context of its call. */
  readonly #tools = new Map<number, { readonly tools: Tools; readonly within: Within }>();
  readonly #programs = new WeakMap<Program, string>();
  #lastCall = 0;

  /** @param channel gives the connection; it is made later */
  constructor(channel: () => Channel) {
    this.#channel = channel;
  }

  /** Does work for a use of the evaluator. */
  during<R>(use: number, work: () => R): R {
    return this.#use.run(use, work);
  }

  /** The models of the host, which pays for them. */
  get models(): ModelsInUse {
    return {
      agent: this.#model("agent", "agent"),
      judge: ({ name }) => this.#model("judge", name),
    };
  }

  async prepare(
    program: Program,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Preparation> {
    const request = { program: this.#text(program) };
    return await this.#ask("prepare", request, signal) as Preparation; // as: the host is trusted
  }

  async run({ args, ...call }: CodeCall): Promise<CallResult> {
    const [result] = await this.runMany(call, [args]);
    if (result === undefined) throw new Error("The host gave no result");
    return result;
  }

  async runMany(
    { program, tools = new Map(), signal, ...settings }: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]> {
    const call = ++this.#lastCall;
    let given: readonly unknown[];
    try {
      given = argsList.map((args) => JSON.parse(encode(args, argsRules)));
    } catch (error) {
      const message = `Cannot pass the arguments as plain data: ${reasonOf(error)}`;
      const refused = { kind: "refused", error: plainError("TypeError", message) } as const;
      return argsList.map(() => ({ ...refused, ...emptyReport(0) }));
    }
    this.#tools.set(call, { tools, within: AsyncLocalStorage.snapshot() });
    try {
      return decodeResults(
        await this.#ask("run", {
          ...settings,
          call,
          program: this.#text(program),
          argsList: given,
          tools: [...tools].map(([name, { deadlineMs, maxCalls }]) => ({
            name,
            deadlineMs,
            maxCalls,
          })),
        }, signal),
      );
    } finally {
      this.#tools.delete(call);
    }
  }

  /** Calls a tool for a running call. */
  async callTool({ call, name, args }: ToolRequest): Promise<ToolReply> {
    const open = this.#tools.get(call);
    const tool = open?.tools.get(name);
    try {
      if (open === undefined || tool === undefined) throw new ReferenceError(`No tool "${name}"`);
      const given = readWire(args, "untrusted");
      const value = await open.within(() => checkedTool(name, tool, given));
      return { kind: "value", value: JSON.parse(encode(value, resultRules)) };
    } catch (error) {
      return { kind: "thrown", ...shownFailure(error) };
    }
  }

  async compile(
    units: readonly CompileUnit[],
    { level, signal }: CompileOptions = {},
  ): Promise<readonly UnitCompilation[]> {
    return await this.#compiler("compile", [units, { level }], signal) as UnitCompilation[]; // as: the host is trusted
  }

  async inline(source: string): Promise<InlinedModule> {
    return await this.#compiler("inline", [source]) as InlinedModule; // as: the host is trusted
  }

  async resultShape(original: string, entry: string): Promise<ResultShape> {
    return await this.#compiler("resultShape", [original, entry]) as ResultShape; // as: the host is trusted
  }

  /** Proposals are adopted in the host. */
  adopt({ source }: { readonly source: string }): Promise<AdoptedSource> {
    return Promise.resolve({ source, isSame: false });
  }

  /** Libraries are fetched for a task of the user only. */
  bundle(entry: string): Promise<string> {
    return Promise.reject(new SyntaxError(`An untrusted task may not bundle "${entry}"`));
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #compiler(method: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    return this.#ask("compile", { method, args }, signal);
  }

  #model(role: "agent" | "judge", name: string): LanguageModel {
    return {
      name,
      generate: async (request, { signal } = {}) =>
        await this.#ask("model", { role, request: writeWire(request) }, signal) as ModelResponse, // as: the host is trusted
    };
  }

  #ask(method: TaskMethod, request: object, signal?: AbortSignal): Promise<unknown> {
    const use = this.#use.getStore() ?? 0;
    return this.#channel().ask(method, { use, ...request }, { signal });
  }

  #text(program: Program): string {
    let text = this.#programs.get(program);
    if (text === undefined) {
      this.#programs.set(program, text = JSON.stringify(encodeProgram(program)));
    }
    return text;
  }
}

type Within = ReturnType<typeof AsyncLocalStorage.snapshot>;

/** Arguments as the sandbox takes them: class instances as records. */
const argsRules = {
  limits: {
    ...inboundLimits,
    maxChars: requestLimits.maxArgsChars,
    maxDepth: claimLimits.maxDepth + 1,
    hasCycles: false,
  },
  name: "arguments",
  isExact: false,
} as const;

const resultRules = {
  limits: { ...inboundLimits, maxChars: claimLimits.maxChars, maxDepth: claimLimits.maxDepth },
  name: "result",
  isExact: false,
} as const;
