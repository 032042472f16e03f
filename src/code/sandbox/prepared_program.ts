/**
 * From a program of TypeScript units to what a kernel loads: checked, compiled, and with the way back to its lines.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import { reasonOf } from "../../../sandbox/value/decode.ts";
import { encode } from "../../../sandbox/value/encode.ts";
import { lineLimits } from "../../../sandbox/value/limits.ts";
import type { WireUnit, WireUse } from "../../../sandbox/wire.ts";
import type { Program, Unit, Use } from "../../trace/code_runner.ts";
import { checkUnit } from "../check.ts";
import { compile, type Compiled } from "../compiler.ts";
import { parseJavaScript } from "../parse_javascript.ts";
import type { Positions } from "../positions.ts";
import { programTooLarge } from "./program_size.ts";
import type { PositionsByUnit } from "./thrown_error.ts";

/** A program that may be loaded. */
export interface PreparedProgram {
  /** What kernels know it by; unique in this process. */
  readonly id: string;
  readonly units: readonly WireUnit[];
  /** Id of the unit the host calls. */
  readonly entryUnit: string;
  /** Name of the function the host calls; empty for a module whose exports are called by name. */
  readonly entryName: string;
  readonly positions: PositionsByUnit;
  /** Whether one call could leave something behind that the next one finds. */
  readonly mayKeepState: boolean;
}

/** What preparing gave. */
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
  const tooLarge = programTooLarge([unit], () => source);
  if (tooLarge !== undefined) return { kind: "refused", ...tooLarge };
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
  const sourceOf = (id: string) => units.find((unit) => unit.id === id)?.source ?? "";
  const tooLarge = programTooLarge(wireUnits, sourceOf);
  if (tooLarge !== undefined) return { kind: "refused", ...tooLarge };
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

/** Data a unit was given lives as long as its realm, and so do the libraries it imports. */
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

/** Two programs with the same key are the same program. */
export function programKey(program: Program, hasStatements: boolean): string {
  const units = program.units.map(({ uses, ...unit }) => [
    unit,
    Object.entries(uses).map(([name, use]) => [name, wireUse(name, use)]),
  ]);
  return JSON.stringify([program.entry, hasStatements, units]);
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

const dataLimits = { ...lineLimits, maxChars: 4 * 1024 * 1024, maxDepth: 64 };

/** @throws {TypeError} when the data is not plain */
function wireUse(name: string, use: Use): WireUse {
  if (use.kind !== "data") return use;
  try {
    return { kind: "data", text: encode(use.value, { limits: dataLimits, name, isExact: false }) };
  } catch (error) {
    throw new TypeError(`Cannot use "${name}" as data of a program: ${reasonOf(error)}`);
  }
}
