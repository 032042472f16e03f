/**
 * Finds the declaration of the entry, the place of diagnostics about the whole function.
 *
 * @module
 */
import type { SourcePosition } from "../../../sandbox/protocol.ts";
import { compileModule } from "./compile_module.ts";
import { findFunction } from "../function_shape.ts";
import { type ReadableModule, readCompiled } from "./readable_module.ts";
import { placeAt } from "../text_place.ts";

/** The place of the entry's name; the source's first character when there is no such function. */
export function entryPlaceIn(module: ReadableModule, entry: string | undefined): SourcePosition {
  const found = entry === undefined ? undefined : findFunction(module, entry);
  return placeAt(module.source, found ? module.sourceOffset(found.start) : 0);
}

/** As `entryPlaceIn`, for source text; the first character when it does not compile. */
export async function entryPlace(source: string, entry: string): Promise<SourcePosition> {
  const compiled = await compileModule(source);
  return compiled.kind === "refused"
    ? placeAt(source, 0)
    : entryPlaceIn(readCompiled(source, compiled), entry);
}
