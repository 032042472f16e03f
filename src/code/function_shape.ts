/**
 * Finds a function of a module by name and reads its head.
 *
 * @module
 */
import type { AnyNode, ModuleDeclaration, Pattern, Statement } from "acorn";
import type { FunctionNode } from "../trace/function/function_text.ts";
import type { ReadableModule } from "./compile/readable_module.ts";

/** Whether a node is a function of any syntax. */
export function isFunction(node: AnyNode): node is FunctionNode & AnyNode {
  return node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression" ||
    node.type === "FunctionDeclaration";
}

/** One parameter of a function. */
export interface ParameterShape {
  /** `optional` covers `b?: T` and `b = 1`. */
  readonly kind: "required" | "optional" | "rest";
  /** Its name, or `undefined` for a destructuring pattern. */
  readonly name: string | undefined;
  readonly pattern: Pattern;
}

/** The head of a function. */
export interface FunctionShape {
  readonly node: FunctionNode;
  /** Offset of the name in the module's JavaScript. */
  readonly start: number;
  /** From the first keyword to the body, as written by the author: `export function f(a: number): string`. */
  readonly head: string;
  readonly parameters: readonly ParameterShape[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Whether the declared result is a promise; true for every `async` function. */
  readonly isAwaitable: boolean;
}

/** The module's top-level function of that name, or `undefined`. Follows aliases in export lists. */
export function findFunction(module: ReadableModule, name: string): FunctionShape | undefined {
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

/** The declaration in a top-level statement, exported or not. */
function declarationOf(statement: Statement | ModuleDeclaration): AnyNode | null | undefined {
  return statement.type === "ExportNamedDeclaration" ||
      statement.type === "ExportDefaultDeclaration"
    ? statement.declaration
    : statement;
}

/** `export { inner as name }` */
function localName({ program }: ReadableModule, name: string): string {
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
  module: ReadableModule,
  node: FunctionNode,
  start: number,
  headStart: number,
): FunctionShape {
  const { source } = module;
  const bodyStart = module.sourceOffset(node.body.start);
  const isArrow = node.type === "ArrowFunctionExpression";
  const headEnd = isArrow ? source.lastIndexOf("=>", bodyStart) : bodyStart;
  const head = source.slice(keywordStart(source, module.sourceOffset(headStart)), headEnd).trim();
  return {
    node,
    start,
    head,
    parameters: node.params.map((pattern) => parameterOf(pattern, module)),
    isAsync: node.async,
    isGenerator: node.generator,
    isAwaitable: node.async || /\)\s*:[^)]*\bPromise(Like)?\s*</.test(head),
  };
}

/** The compiler's positions may point behind the keywords of a declaration. */
function keywordStart(source: string, start: number): number {
  const keywords = /(?:\bexport\s+)?(?:\bdefault\s+)?(?:\basync\s+)?$/.exec(source.slice(0, start));
  return keywords?.index ?? start;
}

function parameterOf(pattern: Pattern, module: ReadableModule): ParameterShape {
  if (pattern.type === "RestElement") {
    return { ...parameterOf(pattern.argument, module), kind: "rest", pattern };
  }
  if (pattern.type === "AssignmentPattern") {
    return { ...parameterOf(pattern.left, module), kind: "optional", pattern };
  }
  if (pattern.type !== "Identifier") return { kind: "required", name: undefined, pattern };
  const { name } = pattern;
  const end = module.sourceOffset(pattern.start) + name.length;
  const isOptional = /^\s*\?/.test(module.source.slice(end));
  return { kind: isOptional ? "optional" : "required", name, pattern };
}
