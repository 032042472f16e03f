/**
 * The gate of drawings: checks and bounds what an evaluator draws before it is logged.
 *
 * @module
 */
import { shortText } from "../cut_text.ts";
import { messageOf } from "../message_of.ts";
import { isRecord } from "../record.ts";
import { drawingIn } from "./drawing.ts";
import type { ExampleDrawing, ExampleRef } from "./evaluator.ts";

/** Maximum characters of a reason. */
const maxReason = 500;

/** The drawing of an example, or the reason why there is none, from what an evaluator returned. */
export function exampleDrawing(example: ExampleRef, given: unknown): ExampleDrawing {
  try {
    const { drawing, reason } = isRecord(given) ? given : {};
    if (typeof reason === "string") return { example, reason: shortText(reason, maxReason) };
    return { example, drawing: drawingIn(drawing) };
  } catch (error) {
    return undrawn(example, error);
  }
}

/** The reason of an error in place of a drawing. */
export function undrawn(example: ExampleRef, error: unknown): ExampleDrawing {
  const reason = `The output could not be drawn: ${messageOf(error)}`;
  return { example, reason: shortText(reason, maxReason) };
}
