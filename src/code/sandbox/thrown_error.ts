/**
 * Turns an error as a realm saw it into one in terms of the author's TypeScript.
 *
 * @module
 */
import type { ThrownError } from "../../../sandbox/protocol.ts";
import type { RawError } from "../../../sandbox/protocol.ts";
import type { Positions } from "../positions.ts";

/** The way back from compiled code, by unit. */
export type PositionsByUnit = ReadonlyMap<string, Positions>;

const maxFrames = 16;

/** `at name (opto:unit:line:column)`, with or without a name. */
const framePattern = /^\s*at (?:(?:async )?(?:new )?(.*?) \()?opto:([^:\s()]+):(\d+):(\d+)\)?$/;

/**
 * Finds the author's lines in a stack.
 *
 * @param raw a claim, already known to hold texts @param positions of the units that may be in its stack
 */
export function thrownError(
  { name, message, stack, locals }: RawError,
  positions: PositionsByUnit,
): ThrownError {
  const frames: ThrownError["frames"][number][] = [];
  for (const line of stack.split("\n")) {
    const [, functionName, file = "", row, column] = framePattern.exec(line) ?? [];
    if (file === "" || frames.length === maxFrames) continue;
    const unit = decodeUnit(file);
    const position = positions.get(unit)?.locate(Number(row), Number(column));
    if (position === undefined) continue;
    const own = functionName?.replace(/^Object\./, "");
    frames.push({
      unit,
      ...position,
      ...(own && own !== "<anonymous>" ? { functionName: own } : {}),
    });
  }
  return { name, message, frames, ...(locals ? { locals } : {}) };
}

/** An error that no code threw. */
export function plainError(name: string, message: string): ThrownError {
  return { name, message, frames: [] };
}

function decodeUnit(file: string): string {
  try {
    return decodeURIComponent(file);
  } catch {
    return ""; // a stack that the candidate made up
  }
}
