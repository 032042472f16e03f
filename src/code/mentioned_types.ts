/**
 * Gathers the type declarations that a function mentions, from its module and the modules that one imports types from.
 *
 * @module
 */
import { loadModule } from "./load_module.ts";
import type { ParsedModule } from "./parse.ts";
import { typeDeclarations, typeImports, wordsInTypes } from "./type_declarations.ts";

/**
 * The declarations of the types among `words`, of those they mention in turn, and so on; imported ones first. A name is
 * declared once. A type that a package exports, or that an import renames, is left out.
 *
 * @param url of the module, against which its imports are resolved; without it they are not followed
 */
export async function mentionedTypes(
  module: ParsedModule,
  words: ReadonlySet<string>,
  url: string | undefined,
  declared: Set<string> = new Set(),
): Promise<readonly string[]> {
  const own = ownTypes(module, words, declared);
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

/** The module's own declarations that `words` lead to, in the order of the text, and all words on the way. */
function ownTypes(module: ParsedModule, words: ReadonlySet<string>, declared: Set<string>) {
  const declarations = typeDeclarations(module);
  const mentioned = new Set(words);
  const texts: { start: number; text: string }[] = [];
  // A set that grows while it is walked is walked to its new end.
  for (const word of mentioned) {
    const declaration = declarations.find(({ name }) => name === word);
    if (!declaration || declared.has(word)) continue;
    declared.add(word);
    texts.push(declaration);
    const { start, end } = declaration;
    for (const inner of wordsInTypes(module, start, end)) mentioned.add(inner);
  }
  texts.sort((a, b) => a.start - b.start);
  return { mentioned, texts: texts.map(({ text }) => text) };
}
