/**
 * Maps an error of a realm to the author's TypeScript.
 *
 * @module
 */
import type { ThrownError } from "../../../sandbox/protocol.ts";
import type { RawError } from "../../../sandbox/protocol.ts";
import type { Positions } from "../positions.ts";

/** Source positions by unit. */
export type PositionsByUnit = ReadonlyMap<string, Positions>;

const maxFrames = 16;

/** `at name (opto:unit:line:column)`, with or without a name. */
const framePattern = /^\s*at (?:(?:async )?(?:new )?(.*?) \()?opto:([^:\s()]+):(\d+):(\d+)\)?$/;

/**
 * Maps a stack to the author's lines.
 *
 * @param raw an untrusted error with checked text lengths @param positions of the units that may occur in its stack
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

/** An error that is not from candidate code. */
export function plainError(name: string, message: string): ThrownError {
  return { name, message, frames: [] };
}

function decodeUnit(file: string): string {
  try {
    return decodeURIComponent(file);
  } catch {
    return ""; // a stack forged by the candidate
  }
}
