/**
 * The import map of this library's own modules, for children that run them.
 *
 * @module
 */
import config from "../../../deno.json" with { type: "json" };

/** The packages of `deno.json` as an import map in JSON. A library from a registry has full specifiers and ignores it. */
export function libraryImports(): string {
  const packages = Object.entries(config.imports).filter(([, target]) => target.startsWith("npm:"));
  const prefixes = packages.filter(([name]) => !name.endsWith("/")).map(([name, target]) =>
    [`${name}/`, `${target.replace("npm:", "npm:/")}/`] as const
  );
  return JSON.stringify({ imports: Object.fromEntries([...packages, ...prefixes]) });
}
