/**
 * Compiles TypeScript to a function body that a realm can run, and keeps the way back to the author's lines.
 *
 * @module
 */
import type { Message, TransformFailure } from "esbuild-wasm";
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { loadEsbuild } from "./esbuild.ts";
import { moduleBody } from "./module_body.ts";
import { type Positions, positionsOf } from "./positions.ts";

/** What compiling one text gave. */
export type Compilation = Compiled | Refused;

/** Code that may be loaded. */
export interface Compiled {
  readonly kind: "compiled";
  /**
   * The body of a strict function whose one parameter is named `require` and which returns what the module exports:
   * `vm.compileFunction(code, ["require"], { parsingContext, filename })(require)`. The source's own top-level
   * functions are among the exports also where it does not export them.
   */
  readonly code: string;
  /** The names of what the function returns. */
  readonly exports: readonly string[];
  /** Back from lines and columns of `code`. */
  readonly positions: Positions;
}

/** Text that is no TypeScript. */
export interface Refused {
  readonly kind: "refused";
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that V8 in Deno 2.9 runs without rewriting; decorators and `using` are rewritten. */
const target = "es2024";

/** How many compilations are kept, the latest used ones. */
const capacity = 512;
const kept = new Map<string, Promise<Compilation>>();

/**
 * Compiles one module. The same text is compiled once; a refusal is data.
 *
 * @param source TypeScript, a module
 * @throws {SandboxError} when the compiler itself cannot be started
 *
 * @example
 * ```ts
 * import { compile } from "./compiler.ts";
 *
 * const compiled = await compile("export const twice = (n: number): number => n * 2;");
 * if (compiled.kind === "refused") throw new Error(compiled.diagnostics[0]?.message);
 * const { twice } = new Function("require", compiled.code)();
 * console.assert(twice(4) === 8);
 * ```
 */
export function compile(source: string): Promise<Compilation> {
  const known = kept.get(source);
  const compilation = known ?? compileAnew(source);
  // The map's own order is the order of use.
  kept.delete(source);
  kept.set(source, compilation);
  if (known) return known;
  compilation.catch(() => kept.delete(source));
  for (const oldest of kept.keys()) {
    if (kept.size <= capacity) break;
    kept.delete(oldest);
  }
  return compilation;
}

async function compileAnew(source: string): Promise<Compilation> {
  const [esbuild, acorn] = await Promise.all([loadEsbuild(), import("acorn")]);
  try {
    const { code, map } = await esbuild.transform(source, {
      loader: "ts",
      target,
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
    });
    const program = acorn.parse(code, { ecmaVersion: "latest", sourceType: "module" });
    const body = moduleBody(code, program);
    const { mappings } = JSON.parse(map) as { mappings: string }; // esbuild wrote it
    // The body opens with one line of its own, which maps to nothing.
    return { kind: "compiled", ...body, positions: positionsOf(";" + mappings, source) };
  } catch (error) {
    if (!isTransformFailure(error)) throw error;
    return { kind: "refused", diagnostics: error.errors.map(diagnosticOf) };
  }
}

function isTransformFailure(error: unknown): error is TransformFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

/** esbuild counts columns from 0 and in bytes of UTF-8. */
function diagnosticOf({ text, location }: Message): Diagnostic {
  const lineText = location?.lineText ?? "";
  const before = new TextEncoder().encode(lineText).subarray(0, location?.column ?? 0);
  return {
    stage: "syntax",
    message: text,
    line: location?.line ?? 1,
    column: new TextDecoder().decode(before).length + 1,
    lineText,
  };
}
