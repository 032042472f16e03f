/**
 * A code runner in the test's own process, for unit tests only: it keeps time, but it is no boundary.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";
import { createContext, Script } from "node:vm";
import type {
  CallReport,
  CallResult,
  ConsoleLine,
  Diagnostic,
  InnerCall,
  Stage,
  ThrownError,
} from "../../sandbox/protocol.ts";
import type {
  CodeCall,
  CodeRunner,
  HostTool,
  Preparation,
  Program,
  Unit,
} from "../../src/trace/code_runner.ts";

const defaultTimeoutMs = 1000;

/** Options of the runner. */
export interface InProcessOptions {
  /** @default 1000 */
  readonly timeoutMs?: number;
}

/** Runs every call in a fresh vm context of this process. */
export class InProcessRunner implements CodeRunner {
  /** How many programs were compiled: the same program is compiled once. */
  compiled = 0;
  /** Every call that was run, newest last. */
  readonly calls: CodeCall[] = [];
  readonly #prepared = new Map<string, Preparation>();
  readonly #timeoutMs: number;

  constructor(options: InProcessOptions = {}) {
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  }

  prepare(program: Program): Promise<Preparation> {
    const key = JSON.stringify([
      program.entry,
      program.units.map(({ id, entry, source }) => [id, entry, source]),
    ]);
    let known = this.#prepared.get(key);
    if (known === undefined) {
      this.compiled++;
      known = check(program, this.#timeoutMs);
      this.#prepared.set(key, known);
    }
    return Promise.resolve(known);
  }

  async run(call: CodeCall): Promise<CallResult> {
    call.signal?.throwIfAborted();
    this.calls.push(call);
    const preparation = await this.prepare(call.program);
    if (preparation.kind === "refused") return refusal(preparation);
    return await new RunningCall(call, call.timeoutMs ?? this.#timeoutMs).result();
  }

  runMany(
    call: Omit<CodeCall, "args">,
    argsList: readonly (readonly unknown[])[],
  ): Promise<readonly CallResult[]> {
    return Promise.all(argsList.map((args) => this.run({ ...call, args })));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** Errors that end a call in another way than by throwing. */
class Limit extends Error {
  constructor(readonly kind: "timeout" | "refused", message: string) {
    super(message);
  }
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** How a call ended, without its report. */
type Ended = Without<CallResult, keyof CallReport>;

/** One call: its context, its units, and what they report. */
class RunningCall {
  readonly #call: CodeCall;
  readonly #timeoutMs: number;
  readonly #context = createContext({});
  readonly #loaded = new Map<string, (...args: unknown[]) => unknown>();
  readonly #toolCalls = new Map<string, number>();
  readonly #report = {
    console: [] as ConsoleLine[],
    trace: {
      calls: [] as InnerCall[],
      callCounts: {} as Record<string, number>,
      statements: [],
      isTruncated: false,
    },
    durationMs: 0,
  } satisfies CallReport;
  #openCall = -1;

  constructor(call: CodeCall, timeoutMs: number) {
    this.#call = call;
    this.#timeoutMs = timeoutMs;
  }

  async result(): Promise<CallResult> {
    const start = performance.now();
    const ended = await this.#settle();
    return { ...this.#report, ...ended, durationMs: performance.now() - start };
  }

  async #settle(): Promise<Ended> {
    try {
      return { kind: "value", value: await this.#value() };
    } catch (error) {
      const thrown = describe(error, this.#call.program);
      if (!(error instanceof Limit)) return { kind: "thrown", error: thrown };
      if (error.kind === "timeout") {
        return { kind: "timeout", error: thrown, limitMs: this.#timeoutMs };
      }
      return { kind: "refused", error: thrown };
    }
  }

  async #value(): Promise<unknown> {
    this.#installGlobals();
    for (const unit of this.#call.program.units) this.#loaded.set(unit.id, this.#load(unit));
    const entry = this.#call.program.units.find(({ id }) => id === this.#call.program.entry);
    if (entry === undefined) throw new Limit("refused", "the program has no such entry");
    const result = timed(
      () => this.#enter(entry, plain(this.#call.args) as unknown[]),
      this.#context,
      this.#timeoutMs,
    );
    return plain(await within(result, this.#timeoutMs));
  }

  #installGlobals(): void {
    const log = (level: ConsoleLine["level"]) => (...args: unknown[]) => {
      this.#report.console.push({ level, text: args.map(String).join(" ").slice(0, 1000) });
    };
    Object.assign(this.#context, {
      console: {
        debug: log("debug"),
        log: log("log"),
        info: log("info"),
        warn: log("warn"),
        error: log("error"),
      },
    });
    let state = (this.#call.seed ?? 0) >>> 0;
    Object.assign(this.#context, {
      __random: () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      },
    });
    new Script("Math.random = __random; delete globalThis.__random;").runInContext(this.#context);
  }

  #load(unit: Unit): (...args: unknown[]) => unknown {
    return new Script(moduleText(unit), { filename: unit.id }).runInContext(this.#context, {
      timeout: this.#timeoutMs,
    });
  }

  #enter(unit: Unit, args: unknown[]): unknown {
    const loaded = this.#loaded.get(unit.id);
    if (loaded === undefined) throw new Limit("refused", `there is no unit ${unit.id}`);
    return Object.keys(unit.uses).length === 0
      ? loaded(...args)
      : loaded(this.#injected(unit), ...args);
  }

  #injected(unit: Unit): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(unit.uses).map(([name, use]) => {
        if (use.kind === "data") return [name, plain(use.value)];
        if (use.kind === "tool") {
          return [name, (...args: unknown[]) => this.#callTool(use.tool, args)];
        }
        return [name, (...args: unknown[]) => this.#callUnit(use.unit, args)];
      }),
    );
  }

  #callUnit(id: string, args: unknown[]): unknown {
    const unit = this.#call.program.units.find((candidate) => candidate.id === id);
    return this.#inner("unit", id, args, () => {
      if (unit === undefined) throw new Limit("refused", `there is no unit ${id}`);
      return this.#enter(unit, args);
    });
  }

  async #callTool(name: string, args: unknown[]): Promise<unknown> {
    const tool = this.#call.tools?.get(name);
    if (tool === undefined) throw new Error(`Cannot call "${name}" as a tool: it is not allowed`);
    const count = (this.#toolCalls.get(name) ?? 0) + 1;
    this.#toolCalls.set(name, count);
    if (count > (tool.maxCalls ?? 100)) {
      throw new Error(`Cannot call "${name}" more than ${tool.maxCalls ?? 100} times`);
    }
    return await this.#inner(
      "tool",
      name,
      args,
      async () => plain(await runTool(name, tool, args)),
    );
  }

  /** Records a call made from inside, and its end when it has one. */
  #inner(kind: InnerCall["kind"], callee: string, args: unknown[], run: () => unknown): unknown {
    const { calls, callCounts } = this.#report.trace;
    const id = calls.length;
    const parent = this.#openCall;
    calls.push({ id, parent, callee, kind, args: plain(args) as unknown[] });
    callCounts[callee] = (callCounts[callee] ?? 0) + 1;
    const end = (outcome: { result?: unknown; error?: ThrownError }) => {
      calls[id] = { ...calls[id] as InnerCall, ...outcome };
    };
    this.#openCall = id;
    try {
      const result = run();
      if (!isThenable(result)) end({ result: plain(result) });
      else {
        result.then(
          (value) => end({ result: value }),
          (error) => end({ error: describe(error, this.#call.program) }),
        );
      }
      return result;
    } catch (error) {
      end({ error: describe(error, this.#call.program) });
      throw error;
    } finally {
      this.#openCall = parent;
    }
  }
}

/** The unit as one expression that gives its entry; every line stays where the author wrote it. */
function moduleText({ source, entry }: Unit): string {
  const script = stripTypeScriptTypes(source).replace(
    /^([ \t]*)export(\s+default)?(?=\s)/gm,
    (match) => " ".repeat(match.length),
  );
  return `(() => { "use strict"; ${script}\n; return typeof ${entry} === "function" ? ${entry} : undefined; })()`;
}

/** Strips, compiles and loads every unit; the first fault refuses the program. */
function check(program: Program, timeoutMs: number): Preparation {
  for (const unit of program.units) {
    const refused = (stage: Stage, message: string, line = 1): Preparation => ({
      kind: "refused",
      unit: unit.id,
      diagnostics: [{
        stage,
        message,
        line,
        column: 1,
        lineText: unit.source.split("\n")[line - 1] ?? "",
      }],
    });
    let script: Script;
    try {
      script = new Script(moduleText(unit), { filename: unit.id });
    } catch (error) {
      return refused("syntax", `SyntaxError: ${messageOf(error)}`, lineOf(error, unit.id));
    }
    try {
      const entry: unknown = script.runInContext(createContext({}), { timeout: timeoutMs });
      if (typeof entry !== "function") {
        return refused("entry", `there is no function ${unit.entry}`);
      }
    } catch (error) {
      return refused("load", messageOf(error), lineOf(error, unit.id));
    }
  }
  return { kind: "ready" };
}

function refusal({ unit, diagnostics }: Extract<Preparation, { kind: "refused" }>): CallResult {
  const [first] = diagnostics;
  const error: ThrownError = {
    name: first?.stage === "syntax" ? "SyntaxError" : "RefusedError",
    message: diagnostics.map(({ message }) => message.replace(/^SyntaxError: /, "")).join("; "),
    frames: diagnostics.map(({ line, column, lineText }: Diagnostic) => ({
      unit,
      line,
      column,
      lineText,
    })),
  };
  const trace = { calls: [], callCounts: {}, statements: [], isTruncated: false };
  return { kind: "refused", error, console: [], trace, durationMs: 0 };
}

/** Whether a value of any realm is a promise. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}

/** Plain data of this realm, or a refusal. */
function plain(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new Limit("refused", messageOf(error));
  }
}

/** Runs `enter` from a script of the context, so that the engine stops it at the limit. */
function timed(enter: () => unknown, context: object, timeoutMs: number): unknown {
  Object.assign(context, { __enter: enter });
  try {
    return new Script("__enter()").runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    if (messageOf(error).startsWith("Script execution timed out")) {
      throw new Limit("timeout", `the call took longer than ${timeoutMs} ms`);
    }
    throw error;
  }
}

async function within(value: unknown, timeoutMs: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Limit("timeout", `the call took longer than ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function runTool(name: string, tool: HostTool, args: unknown[]): Promise<unknown> {
  const checked = await tool.args?.["~standard"].validate(args);
  if (checked?.issues !== undefined) {
    throw new TypeError(`Cannot call "${name}" with these arguments`);
  }
  const result = await within(Promise.resolve(tool.run(...args)), tool.deadlineMs ?? 10_000);
  const answered = await tool.result?.["~standard"].validate(result);
  if (answered?.issues !== undefined) throw new TypeError(`Cannot take what "${name}" gave`);
  return result;
}

function describe(error: unknown, program: Program): ThrownError {
  const isError = typeof error === "object" && error !== null && "message" in error;
  if (!isError) return { name: typeof error, message: String(error), frames: [] };
  const name = error instanceof Limit
    ? `${error.kind === "timeout" ? "Timeout" : "Refused"}Error`
    : nameOf(error);
  return {
    name,
    message: messageOf(error) || "no message was given",
    frames: framesOf(error, program),
  };
}

function nameOf(error: object): string {
  return "name" in error && typeof error.name === "string" ? error.name : "Error";
}

function messageOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error
    ? String(error.message)
    : String(error);
}

function stackOf(error: unknown): string {
  return typeof error === "object" && error !== null && "stack" in error ? String(error.stack) : "";
}

function lineOf(error: unknown, unit: string): number {
  const place = stackOf(error).split("\n").find((line) => line.includes(`${unit}:`));
  return Number(/:(\d+)(?::\d+)?\)?$/.exec(place ?? "")?.[1] ?? 1);
}

function framesOf(error: unknown, program: Program): ThrownError["frames"] {
  const frames: ThrownError["frames"][number][] = [];
  for (const [, functionName, place = "", line, column] of stackOf(error).matchAll(frameLine)) {
    const unit = program.units.find(({ id }) => place === id || place.endsWith(`/${id}`));
    if (unit === undefined) continue;
    const lineText = unit.source.split("\n")[Number(line) - 1] ?? "";
    frames.push({
      unit: unit.id,
      line: Number(line),
      column: Number(column),
      lineText,
      ...functionName === undefined ? {} : { functionName },
    });
  }
  return frames;
}

const frameLine = /^ {4}at (?:async )?(?:([^\n(]*?) \()?([^\n()]*?):(\d+):(\d+)\)?$/gm;
