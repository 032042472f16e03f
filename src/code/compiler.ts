/**
 * The port for compiling and checking candidate code: plain data in, plain data out.
 *
 * Requests and results are structured-cloneable, so an implementation may run in another process.
 *
 * @module
 */
import type { Diagnostic, SourcePosition } from "../../sandbox/protocol.ts";
import type { ResultShape } from "./result_shape.ts";

/**
 * The depth of the checks. `screen`: syntax, entry, signature, imports, free variables and forbidden constructs.
 * `full`: types as well.
 */
export type CheckLevel = "screen" | "full";

/** Maximum characters of a source: longer than hand-written ones, and read in a few milliseconds. */
export const maxSourceChars = 200_000;

/** One module to compile. */
export interface CompileUnit {
  /** TypeScript. */
  readonly source: string;
  /** The function called by the host. Without it only the syntax is checked. */
  readonly entry?: string;
  /** The author's TypeScript, which fixes name and parameters of the entry. @default the source */
  readonly original?: string;
  /** The names in the entry's injected record. @default [] */
  readonly uses?: readonly string[];
  /** The specifiers it may import. @default [] */
  readonly libraries?: readonly string[];
  /** Whether the code reports its statements to a probe. @default false */
  readonly isTraced?: boolean;
  /**
   * Whether types may be erased by their places in the tree, without esbuild, which takes a tenth of the time. All checks of
   * the level `screen` are made.
   *
   * @default false
   */
  readonly isProvisional?: boolean;
  /** Whether it ran provisionally: it is refused when it compiles to another program than that one. @default false */
  readonly wasProvisional?: boolean;
}

/** A unit with an entry and with all defaults filled in. */
export type CheckedUnit = Required<
  Omit<CompileUnit, "isTraced" | "isProvisional" | "wasProvisional">
>;

/** A unit that can be loaded. */
export interface CompiledUnit {
  /** Tag of this outcome. */
  readonly kind: "compiled";
  /**
   * The body of a strict function with the parameter `require`; when traced, its second argument is the probe. It returns
   * the module's exports and its other top-level functions.
   */
  readonly code: string;
  /** The names of the exports. */
  readonly exports: readonly string[];
  /** The `mappings` of a source map from `code` to the source; absent where the code has its lines, one below, and its columns. */
  readonly mappings?: string;
  /** The place of the entry's declaration; the first character when there is no entry. */
  readonly entryPlace: SourcePosition;
}

/** A unit that cannot be loaded. */
export interface RefusedUnit {
  /** Tag of this outcome. */
  readonly kind: "refused";
  /** At least one reason, at most 20. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a limit of time or memory was the reason, so that another machine could decide otherwise. */
  readonly isByClock?: true;
}

/** The outcome for one unit. */
export type UnitCompilation = CompiledUnit | RefusedUnit;

/** A module as statements for a function body. */
export type InlinedModule = RefusedUnit | {
  /** Tag of this outcome. */
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

/** Source as a model wrote it, with what it has to become. */
export interface AdoptRequest {
  /** TypeScript. */
  readonly source: string;
  /** The function called by the host. */
  readonly entry: string;
  /** The source in use, which has the declared name and parameters. */
  readonly current: string;
}

/** Source in the form that a program needs. */
export interface AdoptedSource {
  readonly source: string;
  /** Whether it differs from the source in use by spaces, comments, types and local names only. */
  readonly isSame: boolean;
}

/** Options of a bundle. */
export interface BundleOptions {
  /** Sources by URL. All other modules are fetched. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * Packages that the entry's own modules may import: name → full specifier, as in `{ comlink: "npm:comlink@4.4.2"
   * }`. Other bare imports are refused. `npm:name@version` counts as `name`.
   *
   * @default {}
   */
  readonly packages?: Readonly<Record<string, string>>;
  /**
   * Imports to keep, as in `["node:vm"]`; only in a `module`.
   *
   * @default []
   */
  readonly external?: readonly string[];
  /**
   * `module`: an ECMAScript module. `body`: the body of a function that returns the entry's exports.
   *
   * @default "module"
   */
  readonly format?: "module" | "body";
  /**
   * Whether names and white space are minified.
   *
   * @default false
   */
  readonly isMinified?: boolean;
}

/** Options of one compilation. */
export interface CompileOptions {
  /** The depth of the checks. @default "screen" */
  readonly level?: CheckLevel;
  /** Aborts the work. */
  readonly signal?: AbortSignal;
}

/** What the compiler's process is asked to compile. */
export interface CompileRequest {
  readonly unit: CompileUnit;
  readonly level: CheckLevel;
}

/** What the compiler's process is asked to read the result's shape of. */
export interface ShapeRequest {
  /** The author's TypeScript. */
  readonly original: string;
  readonly entry: string;
}

/** What a process with the author's rights is asked to bundle. */
export interface BundleRequest {
  /** URL of the module, or a key of `files`. */
  readonly entry: string;
  readonly options: BundleOptions;
}

/**
 * Compiles and checks. Contract:
 * - A fault of the source is a refusal with its place, never a rejection.
 * - Equal units give equal outcomes; recent outcomes are cached.
 */
export interface Compiler {
  /**
   * Compiles units; outcomes are in the order of the units.
   *
   * @throws {SandboxError} when the compiler cannot be started
   */
  compile(
    units: readonly CompileUnit[],
    options?: CompileOptions,
  ): Promise<readonly UnitCompilation[]>;
  /** Turns a module into statements for a function body; types and comments stay. */
  inline(source: string): Promise<InlinedModule>;
  /**
   * Gives a model's source the entry's name, parameters and export, and removes unused imports. Source that does not
   * parse comes back unchanged.
   */
  adopt(request: AdoptRequest): Promise<AdoptedSource>;
  /** The declared result of a function, awaited; `any` without a declaration. */
  resultShape(original: string, entry: string): Promise<ResultShape>;
  /**
   * Bundles a module and all its imports into one text.
   *
   * @throws {SyntaxError} when a module does not parse, cannot be fetched or is not allowed
   * @throws {SandboxError} when it takes too long or too much memory
   */
  bundle(entry: string, options?: BundleOptions): Promise<string>;
}
