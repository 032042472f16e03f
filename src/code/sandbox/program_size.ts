/**
 * Checks that a program fits in one message to a sandbox.
 *
 * @module
 */
import type { Diagnostic } from "../../../sandbox/protocol.ts";
import { requestLimits } from "../../../sandbox/limits.ts";
import type { WireUnit } from "../../../sandbox/wire.ts";
import { placeAt } from "../text_place.ts";

/** Maximum bytes of all units as JSON; the rest of the message is small. */
const maxProgramBytes = requestLimits.maxFrameBytes - 64 * 1024;

/** The reason why a program is too large, and the unit with the most code. */
export interface ProgramTooLarge {
  readonly unit: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks whether a program is too large to load. Compiled code may be far larger than its source.
 *
 * @param units compiled units @param sourceOf the TypeScript of a unit
 */
export function programTooLarge(
  units: readonly WireUnit[],
  sourceOf: (unit: string) => string,
): ProgramTooLarge | undefined {
  const text = JSON.stringify(units);
  if (text.length * 3 <= maxProgramBytes) return undefined; // a code unit takes at most three bytes
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= maxProgramBytes) return undefined;
  const largest = units.reduce((a, b) => b.code.length > a.code.length ? b : a);
  const message =
    `Cannot load a program of ${bytes} bytes: a message to the sandbox holds ${maxProgramBytes}`;
  const { lineText } = placeAt(sourceOf(largest.id), 0);
  return {
    unit: largest.id,
    diagnostics: [{ stage: "load", message, line: 1, column: 1, lineText }],
  };
}
