/**
 * Compiles the units of a program, up to the first refusal.
 *
 * @module
 */
import type { Diagnostic } from "../../sandbox/protocol.ts";
import type { Unit } from "../trace/code_runner.ts";
import type { CompiledUnit, CompileOptions, Compiler, CompileUnit } from "./compiler.ts";
import { sharedCompiler } from "./shared_compiler.ts";

/** A unit of a program and its code. */
export interface CompiledProgramUnit {
  readonly unit: Unit;
  readonly compiled: CompiledUnit;
}

/** The outcome for all units of a program. */
export type UnitsCompilation =
  | {
    readonly kind: "compiled";
    /** In the order of the program. */
    readonly units: readonly CompiledProgramUnit[];
  }
  | {
    readonly kind: "refused";
    /** The id of the refused unit. */
    readonly unit: string;
    readonly diagnostics: readonly Diagnostic[];
    /** True when a limit of the compiler was the reason. */
    readonly isByClock?: boolean;
  };

/** Options of `compileUnits`. */
export interface CompileUnitsOptions extends CompileOptions {
  /** The compiler to use. @default the compiler of this process */
  readonly compiler?: Compiler;
  /** Whether statements of trainable units are traced. @default false */
  readonly hasStatements?: boolean;
  /** Whether the units that differ from the author's are compiled provisionally. @default false */
  readonly isProvisional?: boolean;
  /** Whether these units ran provisionally, so that they are refused when they compile to other programs. @default false */
  readonly wasProvisional?: boolean;
}

/** Compiles and checks units; of `uses` and `libraries` only the names are passed to the compiler. */
export async function compileUnits(
  units: readonly Unit[],
  options: CompileUnitsOptions = {},
): Promise<UnitsCompilation> {
  const { compiler = sharedCompiler(), level, signal } = options;
  const outcomes = await compiler.compile(
    units.map((unit) => compileUnitOf(unit, options)),
    { ...(level && { level }), ...(signal && { signal }) },
  );
  const compiled: CompiledProgramUnit[] = [];
  for (const [index, unit] of units.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind === "refused") return { ...outcome, unit: unit.id };
    if (outcome) compiled.push({ unit, compiled: outcome });
  }
  return { kind: "compiled", units: compiled };
}

/** A unit that no machine could run, by its index. */
export interface RefusedProgramUnit {
  readonly index: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Every unit that is refused for its text; refusals by a limit of the compiler are left out. */
export async function refusedUnits(
  units: readonly Unit[],
  compiler: Compiler = sharedCompiler(),
): Promise<readonly RefusedProgramUnit[]> {
  const outcomes = await compiler.compile(units.map((unit) => compileUnitOf(unit, {})));
  return outcomes.flatMap((outcome, index) =>
    outcome.kind === "refused" && !outcome.isByClock
      ? [{ index, diagnostics: outcome.diagnostics }]
      : []
  );
}

function compileUnitOf(
  { kind, entry, source, original, uses, libraries = {} }: Unit,
  { hasStatements = false, isProvisional = false, wasProvisional = false }: CompileUnitsOptions,
): CompileUnit {
  const isOwn = source === original;
  return {
    source,
    entry,
    original,
    uses: Object.keys(uses),
    libraries: Object.keys(libraries),
    isTraced: hasStatements && kind === "trainable",
    ...(isProvisional && !isOwn ? { isProvisional } : {}),
    ...(wasProvisional && !isOwn ? { wasProvisional } : {}),
  };
}
