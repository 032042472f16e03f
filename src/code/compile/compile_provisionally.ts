/**
 * Compiles and checks a unit without esbuild: it is parsed once, and its types are erased.
 *
 * @module
 */
import type { CompileUnit, UnitCompilation } from "../compiler.ts";
import { parseModule } from "../parsed_module.ts";
import { entryPlaceIn } from "./entry_place.ts";
import { eraseTypes } from "./erase_types.ts";
import { moduleBody } from "./module_body.ts";
import { isOutOfStack } from "./out_of_stack.ts";
import { screenUnit } from "./screen_unit.ts";

/** Text that is code in a module, and a comment in the body of a function; and a hashbang. */
const readsDifferently = /<!--|-->|^#!/;

/**
 * The unit, with all checks of the level `screen`; undefined for source that needs a compiler, or that does not parse, so that
 * esbuild says why.
 */
export async function compileProvisionally(
  { source, original = source, entry = "", uses = [], libraries = [] }: CompileUnit,
): Promise<UnitCompilation | undefined> {
  if (readsDifferently.test(source)) return undefined;
  try {
    const module = parseModule(source);
    const erased = eraseTypes(module);
    if (erased === undefined) return undefined;
    const readable = { ...module, program: erased.program };
    const diagnostics = await screenUnit(
      { source, entry, uses, libraries },
      readable,
      parseModule(original),
    );
    if (diagnostics.length > 0) return { kind: "refused", diagnostics };
    const { code, exports } = moduleBody(erased.code, erased.program);
    return { kind: "compiled", code, exports, entryPlace: entryPlaceIn(readable, entry) };
  } catch (error) {
    if (error instanceof SyntaxError || isOutOfStack(error)) return undefined;
    throw error;
  }
}
