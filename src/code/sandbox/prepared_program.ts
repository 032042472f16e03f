/**
 * Prepares a program of TypeScript units for a kernel: checks and compiles it, and maps errors back to its lines.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import type { WireUnit } from "../../../sandbox/wire.ts";
import type { Program, Unit } from "../../trace/code_runner.ts";
import { checkUnit } from "../check.ts";
import { compile, type Compiled } from "../compiler.ts";
import { parseJavaScript } from "../parse_javascript.ts";
import type { Positions } from "../positions.ts";
import { wireUse } from "./program_key.ts";
import type { PositionsByUnit } from "./thrown_error.ts";

/** A program that may be loaded. */
export interface PreparedProgram {
  /** Its id in kernels; unique in this process. */
  readonly id: string;
  readonly units: readonly WireUnit[];
  /** Id of the unit the host calls. */
  readonly entryUnit: string;
  /** Name of the function the host calls; empty for a module whose exports are called by name. */
  readonly entryName: string;
  readonly positions: PositionsByUnit;
  /** Whether one call could keep state for the next one. */
  readonly mayKeepState: boolean;
}

/** The result of preparing. */
export type Prepared =
  | { readonly kind: "prepared"; readonly program: PreparedProgram }
  | {
    readonly kind: "refused";
    readonly unit: string;
    readonly diagnostics: readonly Diagnostic[];
  };

let lastId = 0;

/** Compiles a single module without an entry point; only its syntax is checked. */
export async function prepareModule(id: string, source: string): Promise<Prepared> {
  const compilation = await compile(source);
  if (compilation.kind === "refused") return { ...compilation, unit: id };
  const unit: WireUnit = {
    id,
    realm: "candidate",
    entry: "",
    code: compilation.code,
    uses: [],
    libraries: {},
  };
  return {
    kind: "prepared",
    program: {
      id: nextId(),
      units: [unit],
      entryUnit: id,
      entryName: "",
      positions: new Map([[id, compilation.positions]]),
      mayKeepState: true,
    },
  };
}

/**
 * Checks and compiles all units of a program; the first unit that is refused ends it.
 *
 * @param program its units @param options whether statements of candidate code report what they do
 * @throws {ReferenceError} when the entry is none of the units
 * @throws {SyntaxError} when a library cannot be bundled
 */
export async function prepareProgram(
  { units, entry }: Program,
  { hasStatements = false }: { readonly hasStatements?: boolean } = {},
): Promise<Prepared> {
  const wireUnits: WireUnit[] = [];
  const positions = new Map<string, Positions>();
  let mayKeepState = false;
  for (const unit of units) {
    const diagnostics = await checkUnit(unit);
    if (diagnostics.length > 0) return { kind: "refused", unit: unit.id, diagnostics };
    const compilation = await compile(unit.source);
    if (compilation.kind === "refused") return { ...compilation, unit: unit.id };
    const compiled = hasStatements && unit.kind === "trainable"
      ? await instrumented(compilation)
      : compilation;
    mayKeepState ||= await unitMayKeepState(unit, compilation);
    positions.set(unit.id, compiled.positions);
    wireUnits.push(wireUnit(unit, compiled.code, await librariesOf(unit)));
  }
  const entryName = units.find(({ id }) => id === entry)?.entry;
  if (entryName === undefined) {
    const ids = units.map(({ id }) => id).join(", ");
    throw new ReferenceError(`Cannot find "${entry}" as the entry of a program: received ${ids}`);
  }
  return {
    kind: "prepared",
    program: {
      id: nextId(),
      units: wireUnits,
      entryUnit: entry,
      entryName,
      positions,
      mayKeepState,
    },
  };
}

/** Data that a unit is given and libraries that it imports live as long as its realm. */
async function unitMayKeepState(
  { uses, libraries }: Unit,
  { module }: Compiled,
): Promise<boolean> {
  if (libraries !== undefined && Object.keys(libraries).length > 0) return true;
  const holdsObjects = Object.values(uses).some((use) =>
    use.kind === "data" && typeof use.value === "object" && use.value !== null
  );
  if (holdsObjects) return true;
  const { mayKeepState } = await import("../keeps_state.ts");
  return await mayKeepState(await parseJavaScript(module), new Set(Object.keys(uses)));
}

async function instrumented(compiled: Compiled): Promise<Compiled> {
  const { instrument } = await import("../instrument.ts");
  return await instrument(compiled);
}

async function librariesOf({ libraries }: Unit): Promise<Readonly<Record<string, string>>> {
  if (libraries === undefined) return {};
  const { bundleLibraries } = await import("../libraries.ts");
  return await bundleLibraries(libraries);
}

function nextId(): string {
  return `program ${++lastId}`;
}

/** The candidate's units share a realm; each of the author's has its own. */
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
