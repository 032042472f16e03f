/**
 * Saves the values of a module's parameters as versioned data, and loads them.
 *
 * @module
 */
import { isRecord } from "../../record.ts";
import { OptoError } from "../../errors.ts";
import type { ValueData } from "../data/graph_data.ts";
import { parameterNames } from "../data/node_names.ts";
import type { ParameterNode } from "../node_type.ts";
import { readValue } from "../data/exact_value.ts";
import { encodeValue } from "../data/value_data.ts";
import { printValue } from "../print_value.ts";
import type { TraceNode } from "../trace_node.ts";

/** A saved module. */
export interface ModuleData {
  /** Format marker. */
  readonly format: "opto.module";
  /** Version of the format. */
  readonly version: 1;
  /** Values by path; code is kept as text and does not run when read. */
  readonly parameters: Readonly<Record<string, ValueData>>;
}

/**
 * Saved data does not fit a module; the module is unchanged.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { type MaybeNode, Module, ModuleDataError, ops, parameter } from "@opto/opto/trace";
 *
 * class Scale extends Module<number, number> {
 *   factor = parameter(2);
 *   forward(x: MaybeNode<number>) {
 *     return ops.mul(x, this.factor);
 *   }
 * }
 * const data = { format: "opto.module", version: 1, parameters: {} } as const;
 * const { missing } = assertThrows(() => new Scale().load(data), ModuleDataError);
 * assertEquals(missing, ["factor"]);
 * ```
 */
export class ModuleDataError extends OptoError {
  /** Always `module-data`. */
  override readonly code = "module-data";
  /** Parameters of the module that are missing from the data. */
  readonly missing: readonly string[];
  /** Paths in the data that the module does not have. */
  readonly extra: readonly string[];

  /** Data that does not fit. @param reason the cause @param missing paths @param extra paths */
  constructor(reason: string, missing: readonly string[] = [], extra: readonly string[] = []) {
    super(`Cannot load the data as this module's: received ${reason}`, {
      advice: "Load data that a module of the same class saved, or allow partial data.",
    });
    this.missing = missing;
    this.extra = extra;
  }
}

/** The values by path. @throws {TypeError} when a value cannot be encoded exactly */
export function saveParameters(parameters: ReadonlyMap<string, ParameterNode>): ModuleData {
  const saved = [...parameters].map(([path, parameter]): [string, ValueData] => {
    const data = encodeValue(parameter.peek());
    if (data.kind === "exact") return [path, data];
    throw new TypeError(
      `Cannot save "${path}" as data: received ${printValue(parameter.peek(), 80)}`,
    );
  });
  return { format: "opto.module", version: 1, parameters: Object.fromEntries(saved) };
}

/** Options of `loadParameters`. */
export interface LoadOptions {
  /** Sets the paths that fit and ignores the rest. @default false */
  readonly isPartial?: boolean;
}

/** Values by path, where they may be by the names that a run gives the parameters. */
function byPath(
  values: ReadonlyMap<string, unknown>,
  parameters: ReadonlyMap<string, ParameterNode>,
): Map<string, unknown> {
  const paths = new Map<unknown, string>([...parameters].map(([path, node]) => [node, path]));
  const named = parameterNames(parameters as ReadonlyMap<string, TraceNode>); // as: parameters are nodes
  const known = new Map([...named].map(([node, name]) => [name, paths.get(node)]));
  return new Map(
    [...values].map(([key, value]) => {
      const path = parameters.has(key) ? undefined : known.get(key);
      return [path === undefined || values.has(path) ? key : path, value];
    }),
  );
}

/**
 * Sets all parameters from data; sets none when anything does not fit.
 *
 * @param parameters the module's parameters, by path
 * @param data what `saveParameters` gave, or the values by name as in `best/parameters.json` of a run. It may be any
 * value: it is checked, and no code from it runs
 * @throws {ModuleDataError} when the format differs, paths are missing or extra, or a value is refused
 */
export function loadParameters(
  parameters: ReadonlyMap<string, ParameterNode>,
  data: unknown,
  options: LoadOptions = {},
): void {
  const values = byPath(readValues(data), parameters);
  const missing = [...parameters.keys()].filter((path) => !values.has(path));
  const extra = [...values.keys()].filter((path) => !parameters.has(path));
  if (!options.isPartial && missing.length + extra.length > 0) {
    throw new ModuleDataError(differences(missing, extra), missing, extra);
  }
  const changes = [...parameters].filter(([path]) => values.has(path)).map(([path, parameter]) => {
    const checked = parameter.check(values.get(path));
    if (checked.kind === "refused") {
      throw new ModuleDataError(`"${path}" with ${checked.reasons.join("; ")}`);
    }
    return { parameter, value: checked.value };
  });
  for (const { parameter, value } of changes) parameter.update(value);
}

function differences(missing: readonly string[], extra: readonly string[]): string {
  const parts = [["missing", missing], ["extra", extra]] as const;
  return parts.filter(([, paths]) => paths.length > 0)
    .map(([kind, paths]) => `${kind} ${paths.map((path) => `"${path}"`).join(", ")}`).join("; ");
}

function readValues(data: unknown): Map<string, unknown> {
  if (!isRecord(data)) throw new ModuleDataError("no saved module");
  if (!("format" in data && "parameters" in data)) {
    return new Map(Object.entries(data).map(([name, json]) => [name, readJson(name, json)]));
  }
  if (data["format"] !== "opto.module") throw new ModuleDataError("no saved module");
  if (data["version"] !== 1) {
    throw new ModuleDataError(`version ${printValue(data["version"], 40)}`);
  }
  if (!isRecord(data["parameters"])) throw new ModuleDataError("no parameters");
  return new Map(
    Object.entries(data["parameters"]).map(([path, value]) => {
      if (!isRecord(value) || value["kind"] !== "exact") {
        throw new ModuleDataError(`"${path}" without a value`);
      }
      return [path, readJson(path, value["json"])];
    }),
  );
}

function readJson(path: string, json: unknown): unknown {
  try {
    return readValue(json, { compilesRegExps: true });
  } catch (error) {
    throw new ModuleDataError(
      `"${path}" with ${error instanceof Error ? error.message : "a broken value"}`,
    );
  }
}
