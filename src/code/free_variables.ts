/**
 * Finds the undeclared names of a module, and the uses of declared ones; the only importer of eslint-scope.
 *
 * @module
 */
import type { Program } from "acorn";
import type { FunctionNode } from "../trace/function/function_text.ts";
import { assertedExpression } from "./typed_tree.ts";

/** A name used without a declaration, at the offset of its first use. */
export interface FreeVariable {
  readonly name: string;
  readonly start: number;
}

/** Every free variable once, in text order, standard globals included. */
export async function freeVariables(program: Program): Promise<readonly FreeVariable[]> {
  const scopes = await analysisOf(program);
  const first = new Map<string, number>();
  for (const { identifier: { name, range } } of scopes.globalScope?.through ?? []) {
    const start = range?.[0] ?? 0;
    first.set(name, Math.min(start, first.get(name) ?? Infinity));
  }
  return [...first].map(([name, start]) => ({ name, start })).sort((a, b) => a.start - b.start);
}

/** The places of a declared name, as offsets. */
export interface NamePlaces {
  readonly declarations: readonly number[];
  /** Places in types are not among them. */
  readonly uses: readonly number[];
}

/** The names that a module declares. */
export interface NameScopes {
  /** A name declared or imported at the top level. */
  topLevel(name: string): NamePlaces | undefined;
  /** A parameter of a function. */
  parameter(node: FunctionNode, name: string): NamePlaces | undefined;
}

/** The scopes of a module. */
export async function scopesOf(program: Program): Promise<NameScopes> {
  const scopes = await analysisOf(program);
  const module = scopes.scopes.find(({ type }) => type === "module");
  return {
    topLevel: (name) => placesOf(module?.set.get(name)),
    parameter: (node, name) =>
      placesOf(
        // as: acorn and eslint-scope describe the same tree in two sets of types
        scopes.acquire(node as unknown as Parameters<typeof scopes.acquire>[0], true)?.set.get(
          name,
        ),
      ),
  };
}

/** A name of eslint-scope, with the place that acorn gave it. */
interface PlacedName {
  readonly range?: readonly [number, number] | undefined;
}

/** A variable of eslint-scope, as far as it is read here. */
interface ScopedVariable {
  readonly identifiers: readonly PlacedName[];
  readonly references: readonly { readonly identifier: PlacedName }[];
}

function placesOf(variable: ScopedVariable | undefined): NamePlaces | undefined {
  if (variable === undefined) return undefined;
  const startOf = ({ range }: PlacedName) => range?.[0] ?? 0;
  const declarations = variable.identifiers.map(startOf);
  const uses = variable.references.map(({ identifier }) => startOf(identifier))
    .filter((start) => !declarations.includes(start)); // an initializer refers to its declaration
  return { declarations, uses };
}

async function analysisOf(program: Program) {
  const { analyze } = await import("eslint-scope");
  // acorn and eslint-scope describe the same tree in two sets of types.
  const tree = program as unknown as Parameters<typeof analyze>[0];
  return analyze(tree, { ecmaVersion: 2025, sourceType: "module", fallback });
}

/** The keys of a TypeScript node that contain values: the expression of an assertion; none for types. */
function fallback(node: { readonly type: string }): string[] {
  return assertedExpression(node) ? ["expression"] : [];
}
