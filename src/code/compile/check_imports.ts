/**
 * Checks that source imports only the modules allowed by its author.
 *
 * @module
 */
import type { Finding } from "./finding.ts";
import type { ReadableModule } from "./readable_module.ts";

/**
 * Every import and re-export of another module.
 *
 * @param allowed specifiers as written in the source
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
      : "nothing may be imported; write what it needs as a function beside it";
    return [{
      stage: "import",
      message: `Cannot import "${specifier}": ${expected}`,
      start: node.source.start,
    }];
  });
}
