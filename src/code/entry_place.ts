/**
 * Where a source declares its entry, for what is said of the function as a whole.
 *
 * @module
 */
import type { SourcePosition } from "../../sandbox/protocol.ts";
import { compile } from "./compiler.ts";
import { findFunction } from "./function_shape.ts";
import { readCompiled } from "./readable_module.ts";
import { placeAt } from "./text_place.ts";

/** The place of the entry's name, or the source's first character when there is no such function. */
export async function entryPlace(source: string, entry: string): Promise<SourcePosition> {
  const compilation = await compile(source);
  if (compilation.kind === "refused") return placeAt(source, 0);
  const module = await readCompiled(source, compilation);
  const found = findFunction(module, entry);
  return placeAt(source, found ? module.sourceOffset(found.start) : 0);
}
