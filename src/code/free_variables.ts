/**
 * Finds the undeclared names of a module; the only importer of eslint-scope.
 *
 * @module
 */
import type { Program } from "acorn";
import { assertedExpression } from "./typed_tree.ts";

/** A name used without a declaration, at the offset of its first use. */
export interface FreeVariable {
  readonly name: string;
  readonly start: number;
}

/** Every free variable once, in text order, standard globals included. */
export async function freeVariables(program: Program): Promise<readonly FreeVariable[]> {
  const scopes = await scopesOf(program);
  const first = new Map<string, number>();
  for (const { identifier: { name, range } } of scopes.globalScope?.through ?? []) {
    const start = range?.[0] ?? 0;
    first.set(name, Math.min(start, first.get(name) ?? Infinity));
  }
  return [...first].map(([name, start]) => ({ name, start })).sort((a, b) => a.start - b.start);
}

async function scopesOf(program: Program) {
  const { analyze } = await import("eslint-scope");
  // acorn and eslint-scope describe the same tree in two sets of types.
  const tree = program as unknown as Parameters<typeof analyze>[0];
  return analyze(tree, { ecmaVersion: 2025, sourceType: "module", fallback });
}

/** The keys of a TypeScript node that contain values: the expression of an assertion; none for types. */
function fallback(node: { readonly type: string }): string[] {
  return assertedExpression(node) ? ["expression"] : [];
}
