/**
 * The compiler in this process.
 *
 * @module
 */
import { bundleModules, type BundleModulesOptions } from "./bundle_modules.ts";
import { CompilationCache } from "./compilation_cache.ts";
import { compileUnit } from "./compile_unit.ts";
import type {
  CheckLevel,
  CompileOptions,
  Compiler,
  CompileUnit,
  InlinedModule,
  UnitCompilation,
} from "./compiler.ts";

/** Compiles in this process, with a cache. */
export class LocalCompiler implements Compiler {
  readonly #outcomes = new CompilationCache<UnitCompilation>();

  /** Compiles units one after the other; esbuild handles one at a time. */
  async compile(
    units: readonly CompileUnit[],
    { level = "screen", signal }: CompileOptions = {},
  ): Promise<readonly UnitCompilation[]> {
    const outcomes: UnitCompilation[] = [];
    for (const unit of units) {
      signal?.throwIfAborted();
      outcomes.push(await this.#outcome(unit, level));
    }
    return outcomes;
  }

  /** Turns a module into statements for a function body. */
  async inline(source: string): Promise<InlinedModule> {
    const { inlineModule } = await import("./inline_module.ts");
    return inlineModule(source);
  }

  /** Bundles a module and all its imports into one text. */
  bundle(entry: string, options?: BundleModulesOptions): Promise<string> {
    return bundleModules(entry, options);
  }

  #outcome(unit: CompileUnit, level: CheckLevel): Promise<UnitCompilation> {
    const { source, entry, original, uses, libraries, isTraced } = unit;
    const key = JSON.stringify([level, source, entry, original, uses, libraries, isTraced]);
    return this.#outcomes.getOrInsert(key, () => compileUnit(unit, level));
  }
}
