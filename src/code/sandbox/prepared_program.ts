/**
 * Prepares a program of TypeScript units for a kernel: checks and compiles it, and maps errors back to the source.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import type { WireUnit } from "../../../sandbox/wire.ts";
import type { Program, Unit } from "../../trace/code_runner.ts";
import {
  type CompiledProgramUnit,
  compileUnits,
  type CompileUnitsOptions,
} from "../compile_units.ts";
import { positionsOf } from "../positions.ts";
import { sharedCompiler } from "../shared_compiler.ts";
import { wireUse } from "./program_key.ts";
import { programTooLarge } from "./program_size.ts";
import type { PositionsByUnit } from "./thrown_error.ts";

/** A program that can be loaded. */
export interface PreparedProgram {
  /** Its id in kernels; unique in this process. */
  readonly id: string;
  readonly units: readonly WireUnit[];
  /** Id of the unit that the host calls. */
  readonly entryUnit: string;
  /** Name of the function that the host calls; empty for a module whose exports are called by name. */
  readonly entryName: string;
  readonly positions: PositionsByUnit;
}

/** The outcome of preparing. */
export type Prepared =
  | { readonly kind: "prepared"; readonly program: PreparedProgram }
  | {
    readonly kind: "refused";
    readonly unit: string;
    readonly diagnostics: readonly Diagnostic[];
    /** True when a limit of the compiler was the reason. */
    readonly isByClock?: boolean;
  };

let lastId = 0;

/** Compiles a single module without an entry point; only its syntax is checked. */
export async function prepareModule(id: string, source: string): Promise<Prepared> {
  const [compilation] = await sharedCompiler().compile([{ source }]);
  if (compilation === undefined) throw new Error(`Cannot compile "${id}": received no outcome`);
  if (compilation.kind === "refused") return { ...compilation, unit: id };
  const unit: WireUnit = {
    id,
    realm: "candidate",
    entry: "",
    code: compilation.code,
    uses: [],
    libraries: {},
  };
  const tooLarge = programTooLarge([unit], () => source);
  if (tooLarge !== undefined) return { kind: "refused", ...tooLarge };
  return {
    kind: "prepared",
    program: {
      id: nextId(),
      units: [unit],
      entryUnit: id,
      entryName: "",
      positions: new Map([[id, positionsOf(compilation.mappings, source)]]),
    },
  };
}

/**
 * Checks and compiles all units of a program, up to the first refusal.
 *
 * @param program its units @param options whether statements of candidate code are traced, and whether it is compiled
 * provisionally
 * @throws {ReferenceError} when the entry is not one of the units
 * @throws {SyntaxError} when a library cannot be bundled
 */
export async function prepareProgram(
  { units, entry }: Program,
  options: Pick<CompileUnitsOptions, "hasStatements" | "isProvisional"> = {},
): Promise<Prepared> {
  const compilation = await compileUnits(units, options);
  if (compilation.kind === "refused") return compilation;
  const entryName = units.find(({ id }) => id === entry)?.entry;
  if (entryName === undefined) {
    const ids = units.map(({ id }) => id).join(", ");
    throw new ReferenceError(`Cannot find "${entry}" as the entry of a program: received ${ids}`);
  }
  const wireUnits = await Promise.all(compilation.units.map(wireUnitOf));
  const tooLarge = programTooLarge(
    wireUnits,
    (id) => units.find((unit) => unit.id === id)?.source ?? "",
  );
  if (tooLarge !== undefined) return { kind: "refused", ...tooLarge };
  return {
    kind: "prepared",
    program: {
      id: nextId(),
      units: wireUnits,
      entryUnit: entry,
      entryName,
      positions: new Map(
        compilation.units.map(({ unit, compiled }) => [
          unit.id,
          positionsOf(compiled.mappings, unit.source),
        ]),
      ),
    },
  };
}

async function wireUnitOf({ unit, compiled }: CompiledProgramUnit): Promise<WireUnit> {
  return wireUnit(unit, compiled.code, await librariesOf(unit));
}

async function librariesOf({ libraries }: Unit): Promise<Readonly<Record<string, string>>> {
  if (libraries === undefined) return {};
  const { bundleLibraries } = await import("../libraries.ts");
  return await bundleLibraries(libraries);
}

function nextId(): string {
  return `program ${++lastId}`;
}

/** The candidate's units share a realm; each unit of the author has its own. */
function wireUnit(
  { id, kind, entry, uses }: Unit,
  code: string,
  libraries: Readonly<Record<string, string>>,
): WireUnit {
  return {
    id,
    realm: kind === "trainable" ? "candidate" : `author ${id}`,
    entry,
    code,
    uses: Object.entries(uses).map(([name, use]) => [name, wireUse(name, use)]),
    libraries,
  };
}
