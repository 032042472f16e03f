/**
 * Compiles TypeScript to a function body for a realm, with a map to the author's lines.
 *
 * @module
 */
import type { Message, TransformFailure } from "esbuild-wasm";
import type { Diagnostic, SourcePosition } from "../../../sandbox/protocol.ts";
import { parseJavaScript } from "../../trace/function/parse_javascript.ts";
import { CompilationCache } from "../compilation_cache.ts";
import { loadEsbuild } from "./esbuild.ts";
import { maxDiagnostics } from "./finding.ts";
import { moduleBody } from "./module_body.ts";
import { isOutOfStack, tooDeep } from "./out_of_stack.ts";
import { positionsOf } from "../positions.ts";
import { lineEnd, LineTable, placeAt, quotedLine } from "../text_place.ts";

/** The outcome of compiling one text. */
export type ModuleCompilation = CompiledModule | RefusedModule;

/** A module that can be loaded. */
export interface CompiledModule {
  /** Tag of this outcome. */
  readonly kind: "compiled";
  /**
   * The body of a strict function with the parameter `require`, which returns the module's exports:
   * `vm.compileFunction(code, ["require"], { parsingContext, filename })(require)`. The exports include all
   * top-level functions of the source.
   */
  readonly code: string;
  /** The module without types, before conversion to a body; one line shorter at the top. */
  readonly module: string;
  /** The names of the exports. */
  readonly exports: readonly string[];
  /** The `mappings` of a source map from `code` to the source. */
  readonly mappings: string;
}

/** Text that is not TypeScript. */
export interface RefusedModule {
  /** Tag of this outcome. */
  readonly kind: "refused";
  /** Syntax errors and their places, at most 20. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The syntax that V8 in Deno 2.9 runs unchanged; decorators and `using` are rewritten. */
const target = "es2024";

/** Maximum characters of compiled code. The sandbox accepts messages of 16 MB. */
const maxCodeLength = 2_000_000;

const compilations = new CompilationCache<ModuleCompilation>();

/**
 * Compiles one module, with a cache. A refusal is data.
 *
 * @param source TypeScript, a module
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compileModule } from "./compile_module.ts";
 *
 * const compiled = await compileModule("export const twice = (n: number): number => n * 2;");
 * if (compiled.kind === "refused") throw new Error(compiled.diagnostics[0]?.message);
 * const { twice } = new Function("require", compiled.code)();
 * assertEquals(twice(4), 8);
 * ```
 */
export function compileModule(source: string): Promise<ModuleCompilation> {
  return compilations.getOrInsert(source, () => compileAnew(source));
}

async function compileAnew(source: string): Promise<ModuleCompilation> {
  const esbuild = await loadEsbuild();
  try {
    // The empty export makes any text a module, and therefore strict.
    const { code, map } = await esbuild.transform(withoutHashbang(source) + "\nexport {};", {
      loader: "ts",
      target,
      supported: { "top-level-await": false },
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
    });
    if (code.length > maxCodeLength) return refuse(tooLong(source, code.length));
    const { mappings } = JSON.parse(map) as { mappings: string }; // esbuild wrote it
    return bodyOf(source, code, mappings);
  } catch (error) {
    if (isTransformFailure(error)) {
      const errors = error.errors.slice(0, maxDiagnostics);
      return refuse(...errors.map((message) => diagnosticOf(message, source)));
    }
    if (isOutOfStack(error)) return refuse(tooDeep(source));
    throw error;
  }
}

/** The module as a body. Some errors appear only here, such as those in regular expressions. */
function bodyOf(source: string, code: string, mappings: string): ModuleCompilation {
  try {
    const { code: body, exports } = moduleBody(code, parseJavaScript(code));
    // The body starts with an extra line, which maps to nothing.
    return { kind: "compiled", module: code, code: body, exports, mappings: `;${mappings}` };
  } catch (error) {
    if (isOutOfStack(error) || !isParseError(error)) throw error;
    const { line, column } = new LineTable(code).placeAt(error.pos);
    const place = positionsOf(mappings, source).locate(line, column) ?? placeAt(source, 0);
    const message = error.message.replace(/ \(\d+:\d+\)$/, "");
    return refuse({ stage: "syntax", message, ...placed(place) });
  }
}

/** A function body cannot contain a hashbang; a comment of the same length replaces it. */
function withoutHashbang(source: string): string {
  return source.replace(/^#!/, "//");
}

function isParseError(error: unknown): error is SyntaxError & { readonly pos: number } {
  return error instanceof SyntaxError && "pos" in error && typeof error.pos === "number";
}

function placed({ line, column, lineText }: SourcePosition) {
  return { line, column, lineText };
}

function tooLong(source: string, length: number): Diagnostic {
  const message = `Cannot use source that compiles to ${length} characters: ` +
    `the limit is ${maxCodeLength}`;
  return { stage: "syntax", message, ...placeAt(source, 0) };
}

function refuse(...diagnostics: readonly Diagnostic[]): RefusedModule {
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
    // The parser reached the appended line.
    const last = lines.at(-1) ?? "";
    const message = "Unexpected end of file";
    return {
      stage: "syntax",
      message,
      line: lines.length,
      column: last.length + 1,
      lineText: quotedLine(last),
    };
  }
  // esbuild counts columns from 0, in bytes of UTF-8.
  const before = new TextEncoder().encode(lineText).subarray(0, location?.column ?? 0);
  const column = new TextDecoder().decode(before).length + 1;
  const message = text.replace(/ in the configured target environment.*/, " here");
  return { stage: "syntax", message, line, column, lineText: quotedLine(lineText) };
}
