/**
 * A key for each program, so that equal programs are compiled once.
 *
 * @module
 */
import { requestLimits } from "../../../sandbox/limits.ts";
import { reasonOf } from "../../../sandbox/value/decode.ts";
import { encode } from "../../../sandbox/value/encode.ts";
import { inboundLimits } from "../../../sandbox/value/limits.ts";
import type { WireUse } from "../../../sandbox/wire.ts";
import type { Program, Use } from "../../trace/code_runner.ts";

/**
 * Programs with equal keys are equal.
 *
 * @param program its units @param form how its code is made
 * @throws {TypeError} when injected data is not plain
 */
export function programKey(program: Program, form: string): string {
  const units = program.units.map(({ uses, ...unit }) => [
    unit,
    Object.entries(uses).map(([name, use]) => [name, wireUse(name, use)]),
  ]);
  return JSON.stringify([program.entry, form, units]);
}

/**
 * A use of a unit, as sent to the kernel.
 *
 * @throws {TypeError} when the data is not plain
 */
export function wireUse(name: string, use: Use): WireUse {
  if (use.kind !== "data") return use;
  const { maxDataChars: maxChars, maxDataDepth: maxDepth } = requestLimits;
  const limits = { ...inboundLimits, maxChars, maxDepth };
  try {
    return { kind: "data", text: encode(use.value, { limits, name, isExact: false }) };
  } catch (error) {
    throw new TypeError(`Cannot use "${name}" as data of a program: ${reasonOf(error)}`);
  }
}
