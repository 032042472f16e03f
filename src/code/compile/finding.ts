/**
 * The result of a check, before it becomes a diagnostic with a place in the author's source.
 *
 * @module
 */
import type { Diagnostic, Stage } from "../../../sandbox/protocol.ts";
import type { ReadableModule } from "./readable_module.ts";
import { LineTable } from "../text_place.ts";

/** A reason to refuse a module. */
export interface Finding {
  readonly stage: Stage;
  readonly message: string;
  /** Its offset in the tree; absent when it concerns the whole module. */
  readonly start?: number;
}

/** Maximum number of diagnostics in a refusal. */
export const maxDiagnostics = 20;

/** The first findings at their places in the source. */
export function diagnosticsOf(
  module: ReadableModule,
  findings: readonly Finding[],
): readonly Diagnostic[] {
  const lines = new LineTable(module.source);
  return findings.slice(0, maxDiagnostics).map(({ stage, message, start }) => {
    const { line, column, lineText } = lines.placeAt(
      start === undefined ? 0 : module.sourceOffset(start),
    );
    return { stage, message, line, column, lineText };
  });
}
