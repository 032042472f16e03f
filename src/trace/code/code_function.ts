/**
 * A function that runs in a sandbox: its source, its uses, and the program built from them.
 *
 * @module
 */
import { type Binder, binderOf } from "../bundle/bound_arguments.ts";
import type { HostTool, Program } from "../code_runner.ts";
import type { CodeSpec } from "../code_spec.ts";
import { type Declaration, declare, declaredName } from "../function/declaration.ts";
import { readSignature } from "../function/signature.ts";
import type { ParameterNode } from "../node_type.ts";
import type { Operator } from "../operator.ts";
import {
  type CallSite,
  type FoundSource,
  type GivenSource,
  hostServices,
  type SourceOrigin,
} from "../host_services.ts";
import type { Place } from "../failure.ts";
import { TraceParameter } from "../trace_parameter.ts";

/** A program and the host functions it may call. */
export interface Assembly {
  readonly program: Program;
  readonly tools: ReadonlyMap<string, HostTool>;
}

/** The inputs of `trainable` and `sandboxed`. */
export interface CodeOptions {
  readonly kind: "trainable" | "sandboxed";
  readonly fn: (...args: never[]) => unknown;
  readonly name: string;
  readonly description: string | undefined;
  readonly uses: Readonly<Record<string, unknown>>;
  readonly source: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly libraries: Readonly<Record<string, string>> | undefined;
  readonly callSite: CallSite | undefined;
  /** Builds the program of one code function, with `source` in place of its own text. */
  readonly assemble: (code: CodeFunction, source?: string) => Assembly;
}

const maxLastInputs = 3;

/** The state of a trainable or sandboxed function across calls. */
export class CodeFunction implements CodeSpec {
  readonly kind: "trainable" | "sandboxed";
  readonly name: string;
  readonly operator: Operator;
  readonly used: Readonly<Record<string, unknown>>;
  readonly libraries: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs: number | undefined;
  /** Names of the parameters after the injected one. */
  readonly inputNames: readonly string[];
  /** Binds the arguments after the injected one. */
  readonly bind: Binder;
  /** The trainable text; undefined for fixed code. */
  readonly parameter: ParameterNode<string> | undefined;
  readonly #fn: (...args: never[]) => unknown;
  readonly #assemble: CodeOptions["assemble"];
  readonly #callSite: CallSite | undefined;
  readonly #options: CodeOptions;
  #original: string;
  #entry: string;
  #signature: string;
  #origin: SourceOrigin | undefined;
  #found: Promise<void> | undefined;
  readonly #lastInputs: (readonly unknown[])[] = [];

  /** Use `trainable` or `sandboxed` instead. */
  constructor(options: CodeOptions) {
    this.#options = options;
    this.kind = options.kind;
    this.name = options.name;
    this.operator = Object.freeze({ name: options.name, documentation: options.description ?? "" });
    this.used = options.uses;
    this.libraries = options.libraries;
    this.timeoutMs = options.timeoutMs;
    this.#fn = options.fn;
    this.#callSite = options.callSite;
    this.#assemble = options.assemble;
    const parameters = readSignature(options.fn).parameters.slice(this.uses.length > 0 ? 1 : 0);
    this.inputNames = parameters.map(({ name }) => name);
    this.bind = binderOf(options.name, parameters);
    const { source, entry, signature } = declarationOf(options);
    this.#original = source;
    this.#entry = entry;
    this.#signature = signature;
    if (options.kind === "trainable") {
      this.parameter = new TraceParameter(this.#original, {
        name: options.name,
        description: options.description,
        code: this,
      }) as unknown as ParameterNode<string>; // every node has the operators of its value
    }
  }

  get uses(): readonly string[] {
    return Object.keys(this.used);
  }

  get entry(): string {
    return this.#entry;
  }

  get original(): string {
    return this.#original;
  }

  get signature(): string {
    return this.#signature;
  }

  get lastInputs(): readonly (readonly unknown[])[] {
    return this.#lastInputs;
  }

  /** Whether its text is the author's own. */
  get isUntouched(): boolean {
    return this.source === this.#original;
  }

  /** Where a line of the author's text stands; the place of the call that made the function when unknown. */
  placeOf(line?: number): Place | undefined {
    const { url, runs } = this.#origin ?? {};
    const run = runs?.findLast(({ first }) => first <= (line ?? Infinity));
    if (url !== undefined && run?.line !== undefined) {
      return { file: url, line: run.line + (line ?? run.first) - run.first };
    }
    return this.#callSite && { file: this.#callSite.url, line: this.#callSite.line };
  }

  /** The current text. */
  get source(): string {
    return this.parameter?.peek() ?? this.#original;
  }

  /** Stores the arguments of a call, newest last. */
  remember(args: readonly unknown[]): void {
    this.#lastInputs.push(args);
    if (this.#lastInputs.length > maxLastInputs) this.#lastInputs.shift();
  }

  /** A copy with the same text, and with the results of `map` for its uses. */
  copy(map: (used: unknown) => unknown): CodeFunction {
    const uses = Object.fromEntries(
      Object.entries(this.used).map(([name, value]) => [name, map(value)]),
    );
    const copy = new CodeFunction({ ...this.#options, uses });
    copy.#original = this.#original;
    copy.#entry = this.#entry;
    copy.#signature = this.#signature;
    copy.#origin = this.#origin;
    copy.parameter?.update(this.source);
    return copy;
  }

  program(source?: string): Program {
    return this.#assemble(this, source).program;
  }

  tools(): ReadonlyMap<string, HostTool> {
    return this.#assemble(this).tools;
  }

  ready(): Promise<void> {
    return this.#found ??= this.#find();
  }

  #given(): GivenSource | undefined {
    const { source } = this.#options;
    return source === undefined ? undefined : { source, entry: this.#entry };
  }

  async #find(): Promise<void> {
    const { sourceReader } = hostServices();
    if (sourceReader === undefined) return;
    let found: FoundSource;
    try {
      found = await sourceReader(this.#fn, this.#callSite, this.#given());
    } catch {
      return; // Falls back to the text from the engine; only types and comments are lost.
    }
    const { isUntouched } = this;
    this.#original = found.source;
    this.#entry = found.entry;
    this.#signature = found.signature;
    this.#origin = found.origin;
    if (isUntouched) this.parameter?.update(found.source);
  }
}

/** The text from the engine, used until the author's source is found; a given source takes precedence. */
function declarationOf({ fn, name, source }: CodeOptions): Declaration {
  if (source === undefined) return declare(fn, name);
  const entry = declaredName(fn, name);
  return { source, entry, signature: entry };
}

const codeBrand = Symbol.for("opto.code");

/** Registers `callable` as the callable form of `code`, for every copy of the library. */
export function registerCodeFunction(callable: object, code: CodeFunction): void {
  Object.defineProperty(callable, codeBrand, { value: code });
}

/** The code function of a value, if it has one. */
export function codeFunctionOf(value: unknown): CodeFunction | undefined {
  return typeof value === "function"
    ? (value as { [codeBrand]?: CodeFunction })[codeBrand]
    : undefined;
}
