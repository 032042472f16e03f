/**
 * Checks that source imports only the modules its author allowed.
 *
 * @module
 */
import type { Finding } from "./finding.ts";
import type { ReadableModule } from "./readable_module.ts";

/**
 * Every import and re-export of something else.
 *
 * @param allowed specifiers as they are written in the source
 */
export function checkImports(
  module: ReadableModule,
  allowed: readonly string[],
): readonly Finding[] {
  return module.program.body.flatMap((node) => {
    if (!("source" in node) || !node.source) return [];
    const specifier = String(node.source.value);
    if (allowed.includes(specifier)) return [];
    const expected = allowed.length > 0
      ? `only ${allowed.join(", ")} may be imported`
      : "nothing may be imported";
    return [{
      stage: "import",
      message: `Cannot import "${specifier}": ${expected}`,
      start: node.source.start,
    }];
  });
}
