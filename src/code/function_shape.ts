/**
 * Finds a function of a module by name and reads its head.
 *
 * @module
 */
import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  ModuleDeclaration,
  Pattern,
  Statement,
} from "acorn";
import type { ParsedModule } from "./parse.ts";

/** The syntax of a function. */
export type FunctionNode =
  | FunctionDeclaration
  | AnonymousFunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression;

/** One parameter of a function. */
export interface ParameterShape {
  /** `optional` covers `b?: T` and `b = 1`. */
  readonly kind: "required" | "optional" | "rest";
  /** Its name, or `undefined` for a destructuring pattern. */
  readonly name: string | undefined;
  readonly pattern: Pattern;
}

/** A function as its head declares it. */
export interface FunctionShape {
  readonly node: FunctionNode;
  /** Where the name stands, as an offset. */
  readonly start: number;
  /** From the first keyword up to the body, as the author wrote it: `export function f(a: number): string`. */
  readonly head: string;
  readonly parameters: readonly ParameterShape[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Whether the declared result is a promise; also true of an `async` function. */
  readonly isAwaitable: boolean;
}

/** The module's top-level function of that name, or `undefined`. Aliases in export lists are followed. */
export function findFunction(module: ParsedModule, name: string): FunctionShape | undefined {
  const local = localName(module, name);
  for (const statement of module.program.body) {
    const declaration = declarationOf(statement);
    if (declaration?.type === "FunctionDeclaration" && declaration.id?.name === local) {
      return shapeOf(module, declaration, declaration.id.start, statement.start);
    }
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier" || id.name !== local) continue;
      if (init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression") {
        return shapeOf(module, init, id.start, statement.start);
      }
    }
  }
  return undefined;
}

/** What a top-level statement declares, exported or not. */
function declarationOf(statement: Statement | ModuleDeclaration): AnyNode | null | undefined {
  return statement.type === "ExportNamedDeclaration" ||
      statement.type === "ExportDefaultDeclaration"
    ? statement.declaration
    : statement;
}

/** `export { inner as name }` */
function localName({ program }: ParsedModule, name: string): string {
  for (const statement of program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.source) continue;
    for (const { local, exported } of statement.specifiers) {
      if (local.type === "Identifier" && exported.type === "Identifier" && exported.name === name) {
        return local.name;
      }
    }
  }
  return name;
}

function shapeOf(
  { source, js }: ParsedModule,
  node: FunctionNode,
  start: number,
  headStart: number,
): FunctionShape {
  const arrow = node.type === "ArrowFunctionExpression"
    ? js.lastIndexOf("=>", node.body.start)
    : -1;
  const end = arrow < 0 ? node.body.start : arrow;
  const afterParameters = source.slice(js.lastIndexOf(")", end) + 1, end);
  return {
    node,
    start,
    head: source.slice(headStart, end).trim(),
    parameters: node.params.map((pattern) => parameterOf(pattern, source)),
    isAsync: node.async,
    isGenerator: node.generator,
    isAwaitable: node.async || /\bPromise(Like)?\s*</.test(afterParameters),
  };
}

function parameterOf(pattern: Pattern, source: string): ParameterShape {
  const isOptional = pattern.type === "AssignmentPattern" ||
    /^\s*\?/.test(source.slice(pattern.end));
  const inner = pattern.type === "AssignmentPattern"
    ? pattern.left
    : pattern.type === "RestElement"
    ? pattern.argument
    : pattern;
  return {
    kind: pattern.type === "RestElement" ? "rest" : isOptional ? "optional" : "required",
    name: inner.type === "Identifier" ? inner.name : undefined,
    pattern,
  };
}
