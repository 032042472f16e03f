/**
 * Finds the names a module uses and does not declare; the one owner of eslint-scope.
 *
 * @module
 */
import type { Program } from "acorn";

/** A name used without a declaration, at the offset of its first use. */
export interface FreeVariable {
  readonly name: string;
  readonly start: number;
}

/** Every free variable once, in the order of the text. Standard globals are among them. */
export async function freeVariables(program: Program): Promise<readonly FreeVariable[]> {
  const { analyze } = await import("eslint-scope");
  // acorn and eslint-scope describe the same tree in two sets of types.
  const tree = program as unknown as Parameters<typeof analyze>[0];
  const scopes = analyze(tree, { ecmaVersion: 2025, sourceType: "module" });
  const first = new Map<string, number>();
  for (const { identifier: { name, range } } of scopes.globalScope?.through ?? []) {
    const start = range?.[0] ?? 0;
    first.set(name, Math.min(start, first.get(name) ?? Infinity));
  }
  return [...first].map(([name, start]) => ({ name, start })).sort((a, b) => a.start - b.start);
}
