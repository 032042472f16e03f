/**
 * The compiler in a process of its own, so that no source can stall, crash or fill the host.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { SandboxError } from "../errors.ts";
import { Service, type ServiceReply } from "./child/service.ts";
import { CompilationCache } from "./compilation_cache.ts";
import { adoptedClaim, inlinedClaim, unitClaim } from "./compiler_claims.ts";
import { RecentMap } from "./recent_map.ts";
import { anyResult, type ResultShape, shapeClaim } from "./result_shape.ts";
import { placeAt } from "./text_place.ts";
import {
  type AdoptedSource,
  type AdoptRequest,
  type BundleOptions,
  type BundleRequest,
  type CheckLevel,
  type CompileOptions,
  type Compiler,
  type CompileRequest,
  type CompileUnit,
  type InlinedModule,
  maxSourceChars,
  type RefusedUnit,
  type ShapeRequest,
  type UnitCompilation,
} from "./compiler.ts";

/** Limits of a compiler. */
export interface CompilerLimits {
  /** Processor time for one source without its types; honest source takes a few milliseconds. @default 3_000 */
  readonly limitMs?: number;
  /** Processor time for one source with its types; the first check loads the checker. @default 8_000 */
  readonly typeLimitMs?: number;
}

/** Processor time for a bundle of the author's modules. */
const bundleLimitMs = 60_000;

const main = import.meta.resolve("./compile/main.ts");

// Never called: the import lists the child's modules in the module graph, so that they are loaded, locked and cached
// with this one.
const _modulesOfTheChild = (): Promise<unknown> => import("./compile/main.ts");

/** Compiles in child processes, which start at first use, and are killed and replaced at their limits. */
export class ChildCompiler implements Compiler {
  readonly #outcomes = new CompilationCache<UnitCompilation>();
  readonly #shapes = new RecentMap<string, Promise<ResultShape>>(64);
  readonly #screener: Service;
  readonly #typeChecker: Service;

  /** A compiler whose processes start at first use. */
  constructor({ limitMs = 3_000, typeLimitMs = 8_000 }: CompilerLimits = {}) {
    this.#screener = new Service({ name: "the compiler", main, limitMs });
    this.#typeChecker = new Service({ name: "the type checker", main, limitMs: typeLimitMs });
  }

  /** Ids of the running processes. */
  get pids(): readonly number[] {
    return [this.#screener.pid, this.#typeChecker.pid].filter((pid) => pid !== undefined);
  }

  /** Starts the process for `screen` ahead of the first request. */
  start(): void {
    this.#screener.start();
  }

  /** Compiles units; the requests are sent together. */
  async compile(
    units: readonly CompileUnit[],
    { level = "screen", signal }: CompileOptions = {},
  ): Promise<readonly UnitCompilation[]> {
    signal?.throwIfAborted();
    const outcomes = await Promise.all(units.map((unit) => this.#outcome(unit, level)));
    signal?.throwIfAborted();
    return outcomes;
  }

  /** Turns a module into statements for a function body. */
  async inline(source: string): Promise<InlinedModule> {
    if (source.length > maxSourceChars) return tooLong(source);
    const reply = await this.#screener.ask("inline", source);
    return reply.kind === "answered"
      ? inlinedClaim(reply.value) ?? faulty(source)
      : refusalOf(reply, source, "syntax");
  }

  /** Adopts a model's source; where the process fails, the source comes back unchanged and is refused on compilation. */
  async adopt(request: AdoptRequest): Promise<AdoptedSource> {
    const { source, current } = request;
    const unchanged = { source, isSame: source === current };
    if (Math.max(source.length, current.length) > maxSourceChars) return unchanged;
    const reply = await this.#screener.ask("adopt", request);
    return (reply.kind === "answered" ? adoptedClaim(reply.value) : undefined) ?? unchanged;
  }

  /** The declared result of the author's function. */
  resultShape(original: string, entry: string): Promise<ResultShape> {
    return this.#shapes.getOrInsert(JSON.stringify([original, entry]), async () => {
      if (original.length > maxSourceChars) return anyResult;
      const request: ShapeRequest = { original, entry };
      const reply = await this.#screener.ask("shape", request);
      return reply.kind === "answered" ? shapeClaim(reply.value) : anyResult;
    });
  }

  /** Bundles the author's modules in a process with the author's rights, which sees no other source. */
  async bundle(entry: string, options: BundleOptions = {}): Promise<string> {
    const bundler = new Service({
      name: "the bundler",
      main,
      limitMs: bundleLimitMs,
      mayRead: true,
    });
    try {
      const request: BundleRequest = { entry, options };
      const reply = await bundler.ask("bundle", request);
      if (reply.kind === "answered" && typeof reply.value === "string") return reply.value;
      if (reply.kind === "failed") throw new SyntaxError(reply.message);
      const reason = reply.kind === "answered" ? "gave no text" : reply.reason;
      throw new SandboxError(`Cannot bundle "${entry}": the bundler ${reason}`);
    } finally {
      await bundler.close();
    }
  }

  /** Ends the processes; a later request starts others. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#screener.close(), this.#typeChecker.close()]);
  }

  #outcome(unit: CompileUnit, level: CheckLevel): Promise<UnitCompilation> {
    const { source, entry, original = "", uses, libraries, isTraced } = unit;
    const { isProvisional, wasProvisional } = unit;
    if (Math.max(source.length, original.length) > maxSourceChars) {
      return Promise.resolve(tooLong(source));
    }
    const key = JSON.stringify([
      ...[level, source, entry, original, uses, libraries],
      ...[isTraced, isProvisional, wasProvisional],
    ]);
    return this.#outcomes.getOrInsert(key, () => this.#compileAnew(unit, level));
  }

  async #compileAnew(unit: CompileUnit, level: CheckLevel): Promise<UnitCompilation> {
    const { source, original = source } = unit;
    const isTyped = level === "full" && source !== original;
    const service = isTyped ? this.#typeChecker : this.#screener;
    const request: CompileRequest = { unit, level };
    const reply = await service.ask("compile", request);
    return reply.kind === "answered"
      ? unitClaim(reply.value) ?? faulty(source)
      : refusalOf(reply, source, isTyped ? "type" : "syntax");
  }
}

function tooLong(source: string): RefusedUnit {
  const message =
    `Cannot read source of ${source.length} characters: the limit is ${maxSourceChars}`;
  return { kind: "refused", diagnostics: [atStart(source, "syntax", message)] };
}

/** A source on which the compiler itself fails is refused like any other. */
function refusalOf(
  reply: Exclude<ServiceReply, { readonly kind: "answered" }>,
  source: string,
  stage: Diagnostic["stage"],
): RefusedUnit {
  const act = stage === "type" ? "check the types of" : "compile";
  const reason = reply.kind === "failed"
    ? `the compiler failed with ${reply.name.slice(0, 100)}: ${reply.message.slice(0, 500)}`
    : `the compiler ${reply.reason}`;
  const diagnostics = [atStart(source, stage, `Cannot ${act} this source: ${reason}`)];
  return reply.kind === "failed"
    ? { kind: "refused", diagnostics }
    : { kind: "refused", diagnostics, isByClock: true };
}

function faulty(source: string): RefusedUnit {
  const message = "Cannot compile this source: the compiler's answer has no known shape";
  return { kind: "refused", diagnostics: [atStart(source, "syntax", message)] };
}

function atStart(source: string, stage: Diagnostic["stage"], message: string): Diagnostic {
  return { stage, message, ...placeAt(source.slice(0, maxSourceChars), 0) };
}
