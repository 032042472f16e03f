/**
 * What a check finds, before it is told in terms of the author's text.
 *
 * @module
 */
import type { Diagnostic, Stage } from "../../sandbox/protocol.ts";
import type { ReadableModule } from "./readable_module.ts";
import { placeAt } from "./text_place.ts";

/** A reason to refuse a module. */
export interface Finding {
  readonly stage: Stage;
  readonly message: string;
  /** The offset in its JavaScript; absent when it concerns the whole. */
  readonly start?: number;
}

/** The finding at its place in the source. */
export function diagnosticOf(
  module: ReadableModule,
  { stage, message, start }: Finding,
): Diagnostic {
  const { line, column, lineText } = placeAt(
    module.source,
    start === undefined ? 0 : module.sourceOffset(start),
  );
  return { stage, message, line, column, lineText };
}
