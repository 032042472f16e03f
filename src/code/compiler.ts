/**
 * Compiles TypeScript to a function body that a realm can run, and keeps the way back to the author's lines.
 *
 * @module
 */
import type { Message, TransformFailure } from "esbuild-wasm";
import type { Diagnostic } from "../../sandbox/protocol.ts";
import { costlyShape } from "./costly_shape.ts";
import { loadEsbuild } from "./esbuild.ts";
import { moduleBody } from "./module_body.ts";
import { isOutOfStack, tooDeep } from "./out_of_stack.ts";
import { parseJavaScript } from "./parse_javascript.ts";
import { type Positions, positionsOf } from "./positions.ts";
import { RecentMap } from "./recent_map.ts";
import { lineEnd, placeAt } from "./text_place.ts";

/** What compiling one text gave. */
export type Compilation = Compiled | Refused;

/** Code that may be loaded. */
export interface Compiled {
  /** The tag of this outcome. */
  readonly kind: "compiled";
  /**
   * The body of a strict function whose one parameter is named `require` and which returns what the module exports:
   * `vm.compileFunction(code, ["require"], { parsingContext, filename })(require)`. The source's own top-level
   * functions are among the exports also where it does not export them.
   */
  readonly code: string;
  /** The module without its types, as it was before it became a body; one line shorter at the top. */
  readonly module: string;
  /** The names of what the function returns. */
  readonly exports: readonly string[];
  /** Back from lines and columns of `code`. */
  readonly positions: Positions;
}

/** Text that is no TypeScript. */
export interface Refused {
  /** The tag of this outcome. */
  readonly kind: "refused";
  /** Every syntax error, with its place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that V8 in Deno 2.9 runs without rewriting; decorators and `using` are rewritten. */
const target = "es2024";

const kept = new RecentMap<string, Promise<Compilation>>(512);

/**
 * Compiles one module. The same text is compiled once; a refusal is data.
 *
 * @param source TypeScript, a module
 * @throws {SandboxError} when the compiler itself cannot be started
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compile } from "./compiler.ts";
 *
 * const compiled = await compile("export const twice = (n: number): number => n * 2;");
 * if (compiled.kind === "refused") throw new Error(compiled.diagnostics[0]?.message);
 * const { twice } = new Function("require", compiled.code)();
 * assertEquals(twice(4), 8);
 * ```
 */
export function compile(source: string): Promise<Compilation> {
  return kept.getOrInsert(source, () => {
    const compilation = compileAnew(source);
    compilation.catch(() => kept.delete(source)); // the compiler failed, not the text: try again
    return compilation;
  });
}

async function compileAnew(source: string): Promise<Compilation> {
  const message = costlyShape(source);
  if (message) return refuse({ stage: "syntax", message, ...placeAt(source, 0) });
  const esbuild = await loadEsbuild();
  try {
    // The empty export makes any text a module, and with it strict.
    const { code, map } = await esbuild.transform(source + "\nexport {};", {
      loader: "ts",
      target,
      supported: { "top-level-await": false },
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
    });
    const body = moduleBody(code, await parseJavaScript(code));
    const { mappings } = JSON.parse(map) as { mappings: string }; // esbuild wrote it
    // The body opens with one line of its own, which maps to nothing.
    return {
      kind: "compiled",
      module: code,
      ...body,
      positions: positionsOf(";" + mappings, source),
    };
  } catch (error) {
    if (isTransformFailure(error)) {
      return refuse(...error.errors.map((message) => diagnosticOf(message, source)));
    }
    if (isOutOfStack(error)) return refuse(tooDeep(source));
    throw error;
  }
}

function refuse(...diagnostics: readonly Diagnostic[]): Refused {
  return { kind: "refused", diagnostics };
}

function isTransformFailure(error: unknown): error is TransformFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function diagnosticOf({ text, location }: Message, source: string): Diagnostic {
  const lines = source.split(lineEnd);
  const line = location?.line ?? 1;
  const lineText = lines[line - 1];
  if (lineText === undefined) {
    // The parser ran on into what was appended.
    const last = lines.at(-1) ?? "";
    const message = "Unexpected end of file";
    return {
      stage: "syntax",
      message,
      line: lines.length,
      column: last.length + 1,
      lineText: last,
    };
  }
  // esbuild counts columns from 0 and in bytes of UTF-8.
  const before = new TextEncoder().encode(lineText).subarray(0, location?.column ?? 0);
  const column = new TextDecoder().decode(before).length + 1;
  const message = text.replace(/ in the configured target environment.*/, " here");
  return { stage: "syntax", message, line, column, lineText };
}
