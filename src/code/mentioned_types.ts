/**
 * Collects the type declarations that a function mentions, from its module and the modules it imports types from.
 *
 * @module
 */
import { loadModule } from "./load_module.ts";
import type { ParsedModule } from "./parsed_module.ts";
import { namesInTypes, typeDeclarations, typeImports } from "./type_declarations.ts";

/**
 * The declarations of the types among `names`, and of all types they mention, imported ones first, each name once.
 * Omits types exported by packages and types renamed by imports.
 *
 * @param url base URL of the module's imports; without it imports are not followed
 */
export async function mentionedTypes(
  module: ParsedModule,
  names: ReadonlySet<string>,
  url: string | undefined,
  declared: Set<string> = new Set(),
): Promise<readonly string[]> {
  const own = ownTypes(module, names, declared);
  const imported: string[] = [];
  for (const { specifier, names } of typeImports(module)) {
    const needed = [...names].filter(([local, name]) =>
      local === name && own.mentioned.has(local) && !declared.has(local)
    );
    if (needed.length === 0 || !url || !/^(?:\.{0,2}\/|https?:|file:)/.test(specifier)) continue;
    const target = new URL(specifier, url).href;
    const other = await loadModule(target);
    if (!other) continue;
    const wanted = new Set(needed.map(([local]) => local));
    imported.push(...await mentionedTypes(other, wanted, target, declared));
  }
  return [...imported, ...own.texts];
}

/** The module's declarations reachable from `names`, in text order, and all names on the way. */
function ownTypes(module: ParsedModule, names: ReadonlySet<string>, declared: Set<string>) {
  const declarations = typeDeclarations(module);
  const mentioned = new Set(names);
  const texts: { start: number; text: string }[] = [];
  // Iteration over a set includes members added meanwhile.
  for (const name of mentioned) {
    const declaration = declarations.find((one) => one.name === name);
    if (!declaration || declared.has(name)) continue;
    declared.add(name);
    texts.push(declaration);
    const { start, end } = declaration;
    for (const inner of namesInTypes(module, start, end)) mentioned.add(inner);
  }
  texts.sort((a, b) => a.start - b.start);
  return { mentioned, texts: texts.map(({ text }) => text) };
}
