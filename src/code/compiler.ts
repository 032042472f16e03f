/**
 * The port through which the host asks about candidate code: plain data in, plain data out.
 *
 * Requests and results survive `structuredClone`, so an implementation may work in another process.
 *
 * @module
 */
import type { Diagnostic, SourcePosition } from "../../sandbox/protocol.ts";
import type { BundleModulesOptions } from "./bundle_modules.ts";

/**
 * How much is checked. `screen`: syntax, entry, signature, imports, free variables and forbidden constructs. `full`: the
 * types too.
 */
export type CheckLevel = "screen" | "full";

/** One module to compile. */
export interface CompileUnit {
  /** TypeScript. */
  readonly source: string;
  /** The function the host calls. Without it only the syntax is checked. */
  readonly entry?: string;
  /** The author's TypeScript, which fixes name and parameters of the entry. @default the source */
  readonly original?: string;
  /** The names that the entry's first parameter holds. @default [] */
  readonly uses?: readonly string[];
  /** The specifiers that may be imported. @default [] */
  readonly libraries?: readonly string[];
  /** Whether the code reports its statements to a probe. @default false */
  readonly isTraced?: boolean;
}

/** A unit with an entry and without defaults, as the checks see it. */
export type CheckedUnit = Required<Omit<CompileUnit, "isTraced">>;

/** A unit that may be loaded. */
export interface CompiledUnit {
  /** The tag of this outcome. */
  readonly kind: "compiled";
  /**
   * The body of a strict function with the parameter `require`, and `__opto` for the probe when it is traced. It returns
   * the module's exports and its other top-level functions.
   */
  readonly code: string;
  /** The names of the exports. */
  readonly exports: readonly string[];
  /** The `mappings` of a source map from `code` to the source. */
  readonly mappings: string;
  /** Where the source declares the entry; its first character when there is no entry. */
  readonly entryPlace: SourcePosition;
  /** Whether the module's own code could keep anything from one call to the next; true without an entry. */
  readonly mayKeepState: boolean;
}

/** A unit that may not be loaded. */
export interface RefusedUnit {
  /** The tag of this outcome. */
  readonly kind: "refused";
  /** At least one reason, at most 20. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The outcome for one unit. */
export type UnitCompilation = CompiledUnit | RefusedUnit;

/** A module as statements that may stand in a function. */
export type InlinedModule = RefusedUnit | {
  /** The tag of this outcome. */
  readonly kind: "inlined";
  /** TypeScript, without import declarations and export keywords. */
  readonly text: string;
  /** The import declarations, each in three parts. */
  readonly imports: readonly {
    readonly before: string;
    readonly specifier: string;
    readonly after: string;
  }[];
  /** Exported name → local name, where they differ. */
  readonly names: Readonly<Record<string, string>>;
};

/** Options of one compilation. */
export interface CompileOptions {
  /** How much is checked. @default "screen" */
  readonly level?: CheckLevel;
  /** Ends the work by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Compiles and checks. Implementations obey:
 * - A fault of the source is a refusal with its place, never a rejection.
 * - The same unit gives the same outcome, and is compiled once as long as it is remembered.
 */
export interface Compiler {
  /**
   * Compiles units; the outcomes come in the order of the units.
   *
   * @throws {SandboxError} when the compiler cannot be started
   */
  compile(
    units: readonly CompileUnit[],
    options?: CompileOptions,
  ): Promise<readonly UnitCompilation[]>;
  /** Turns a module into statements that may stand in a function; types and comments stay. */
  inline(source: string): Promise<InlinedModule>;
  /**
   * Bundles a module and all it imports into one text.
   *
   * @throws {SyntaxError} when a module does not parse, cannot be fetched or is not allowed
   */
  bundle(entry: string, options?: BundleModulesOptions): Promise<string>;
}
