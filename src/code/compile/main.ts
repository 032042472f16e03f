/**
 * The main module of the compiler's process. All source that a model or a stranger wrote is read here and nowhere else.
 *
 * @module
 */
import { serve } from "../child/serve.ts";
import type { AdoptRequest, BundleRequest, CompileRequest, ShapeRequest } from "../compiler.ts";
import { adoptSource } from "./adopt_source.ts";
import { bundleModules } from "./bundle_modules.ts";
import { compileModule } from "./compile_module.ts";
import { compileUnit } from "./compile_unit.ts";
import { inlineModule } from "./inline_module.ts";
import { readResultShape } from "./read_result_shape.ts";

await compileModule("export {};"); // loads esbuild, so that no request is charged for it

// as: the host sent the argument, through `ChildCompiler`.
await serve({
  compile(argument) {
    const { unit, level } = argument as CompileRequest;
    return compileUnit(unit, level);
  },
  inline: (source) => inlineModule(source as string),
  adopt: (request) => adoptSource(request as AdoptRequest),
  shape: (request) => readResultShape(request as ShapeRequest),
  bundle(argument) {
    const { entry, options } = argument as BundleRequest;
    return bundleModules(entry, options);
  },
});
