/**
 * What a check finds, before its offset has become line and column.
 *
 * @module
 */
import type { Diagnostic, Stage } from "../../sandbox/protocol.ts";
import { placeAt } from "./text_place.ts";

/** A reason to refuse source, at an offset in it. */
export interface Finding {
  readonly stage: Stage;
  readonly message: string;
  readonly start: number;
}

/** The finding as a diagnostic of that source. */
export function diagnosticAt(source: string, { stage, message, start }: Finding): Diagnostic {
  const { line, column, lineText } = placeAt(source, start);
  return { stage, message, line, column, lineText };
}
