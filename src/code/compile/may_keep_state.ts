/**
 * Decides whether code could keep state between calls; other code may reuse its realm.
 *
 * The answer is yes in case of doubt. Not a boundary: code that hides its state only affects its own later results.
 *
 * @module
 */
import type { AnyNode, Expression, Program, VariableDeclarator } from "acorn";
import { type Reference, sharedReferences } from "../free_variables.ts";
import { walk } from "../walk.ts";

/** Kinds of stateless top-level values. */
type Shared = "function" | "primitive" | "table" | "standard";

/** Methods that do not modify their table. */
const pureMethods: ReadonlySet<string> = new Set(
  `at concat entries every filter find findIndex findLast flat flatMap forEach get has includes indexOf join keys
  lastIndexOf map reduce reduceRight slice some toReversed toSorted toSpliced values with`.split(
    /\s+/,
  ),
);

/** Standard names that reach the whole realm, or that have state. */
const statefulGlobals: ReadonlySet<string> = new Set(
  "globalThis Reflect RegExp Proxy WeakRef FinalizationRegistry".split(" "),
);

/** Properties that reach objects shared by all code of a realm. */
const realmProperties: ReadonlySet<string> = new Set(
  `prototype constructor __proto__ callee caller assign defineProperty defineProperties setPrototypeOf getPrototypeOf
  __defineGetter__ __defineSetter__`.split(/\s+/),
);

/** Standard names that are objects, not functions: a function could write to them as arguments. */
const namespaces: ReadonlySet<string> = new Set("Math JSON Intl console Atomics".split(" "));

/**
 * Whether a module could keep state between calls of its functions.
 *
 * @param program the module, as JavaScript
 * @param used names injected by the first parameter, the same for all calls
 */
export async function mayKeepState(
  program: Program,
  used: ReadonlySet<string> = new Set(),
): Promise<boolean> {
  const names = topLevel(program);
  if (names === undefined || reachesRealm(program) || writesTo(program, used)) return true;
  const references = new Map<number, Reference>();
  for (const reference of await sharedReferences(program)) {
    references.set(reference.start, reference);
  }
  let mayKeep = false;
  walk(program, (node, ancestors) => {
    const reference = node.type === "Identifier" ? references.get(node.start) : undefined;
    if (reference === undefined || mayKeep) return;
    const kind = names.get(reference.name) ??
      (statefulGlobals.has(reference.name) ? undefined : "standard");
    mayKeep = kind === undefined || !isHarmless(reference, kind, node, ancestors);
  });
  return mayKeep;
}

/** The kinds of the top-level names; undefined when there is other code than functions and constants. */
function topLevel({ body }: Program): Map<string, Shared> | undefined {
  const names = new Map<string, Shared>();
  for (const statement of body) {
    const declaration = statement.type === "ExportNamedDeclaration" && statement.declaration
      ? statement.declaration
      : statement;
    switch (declaration.type) {
      case "FunctionDeclaration":
        names.set(declaration.id?.name ?? "", "function");
        break;
      case "VariableDeclaration":
        for (const { id, init } of declaration.declarations as VariableDeclarator[]) {
          const kind = declaration.kind === "const" && init ? kindOf(init) : undefined;
          if (id.type !== "Identifier" || kind === undefined) return undefined;
          names.set(id.name, kind);
        }
        break;
      case "ExportNamedDeclaration": // only names; those with a source are imports
        if (declaration.source) return undefined;
        break;
      case "EmptyStatement":
        break;
      case "ExpressionStatement":
        if (declaration.expression.type !== "Literal") return undefined; // not a directive
        break;
      default:
        return undefined;
    }
  }
  return names;
}

function kindOf(init: Expression): Shared | undefined {
  switch (init.type) {
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return "function";
    case "ArrayExpression":
      return init.elements.every((element) => element && isPrimitive(element))
        ? "table"
        : undefined;
    case "ObjectExpression":
      return init.properties.every((property) =>
          property.type === "Property" && property.kind === "init" && isPrimitive(property.value)
        )
        ? "table"
        : undefined;
    default:
      return isPrimitive(init) ? "primitive" : undefined;
  }
}

/** Whether an expression always gives a primitive value. */
function isPrimitive(node: AnyNode): boolean {
  switch (node.type) {
    case "Literal":
      return !("regex" in node && node.regex !== undefined);
    case "TemplateLiteral":
      return node.expressions.every(isPrimitive);
    case "UnaryExpression":
      return isPrimitive(node.argument);
    case "BinaryExpression":
      return isPrimitive(node.left) && isPrimitive(node.right);
    case "MemberExpression": // Math.PI, Number.MAX_VALUE
      return node.object.type === "Identifier" && /^(Math|Number)$/.test(node.object.name);
    default:
      return false;
  }
}

/** Whether code accesses objects of the realm. */
function reachesRealm(program: Program): boolean {
  let reaches = false;
  walk(program, (node, ancestors) => {
    if (node.type === "MemberExpression") {
      const { property, computed } = node;
      const name = property.type === "Identifier" && !computed
        ? property.name
        : property.type === "Literal"
        ? String(property.value)
        : "";
      reaches ||= realmProperties.has(name);
    }
    reaches ||= node.type === "ThisExpression" &&
      !ancestors.some(({ type }) => /^Class/.test(type));
    reaches ||= node.type === "MetaProperty" || node.type === "ImportExpression";
    return !reaches;
  });
  return reaches;
}

/** Whether code writes properties of injected values, or uses their record as a whole. */
function writesTo(program: Program, used: ReadonlySet<string>): boolean {
  if (used.size === 0) return false;
  let writes = false;
  walk(program, (node) => {
    const target = node.type === "AssignmentExpression"
      ? node.left
      : node.type === "UpdateExpression"
      ? node.argument
      : undefined;
    if (target?.type === "MemberExpression") writes ||= used.has(rootName(target));
    const isTopFunction = node.type === "FunctionDeclaration" &&
      program.body.some((statement) =>
        statement === node ||
        (statement.type === "ExportNamedDeclaration" && statement.declaration === node)
      );
    if (isTopFunction) writes ||= node.params[0]?.type === "Identifier";
    return !writes;
  });
  return writes;
}

function rootName(node: AnyNode): string {
  if (node.type === "MemberExpression") return rootName(node.object);
  return node.type === "Identifier" ? node.name : "";
}

/** Whether one use of a shared name leaves its value unchanged. */
function isHarmless(
  { isWritten }: Reference,
  kind: Shared,
  node: AnyNode,
  ancestors: readonly AnyNode[],
): boolean {
  if (isWritten) return false;
  if (kind === "primitive") return true;
  let [child, parent] = [node, ancestors.at(-1)];
  let depth = 1;
  let lastName = "";
  while (parent?.type === "MemberExpression" && parent.object === child) {
    lastName = parent.property.type === "Identifier" && !parent.computed
      ? parent.property.name
      : "";
    child = parent;
    parent = ancestors.at(-++depth);
  }
  const isMember = child !== node;
  switch (parent?.type) {
    case "ExportSpecifier":
      return true;
    case "CallExpression":
    case "NewExpression": {
      if (parent.callee !== child) {
        return isMember || (kind !== "table" && !namespaces.has(rootName(node)));
      }
      return kind !== "table" || (isMember && pureMethods.has(lastName));
    }
    case "AssignmentExpression":
      return parent.left !== child && isMember;
    case "UpdateExpression":
      return false;
    case "UnaryExpression":
      return parent.operator !== "delete";
    case "ForOfStatement":
    case "ForInStatement":
      return parent.right === child;
    case "AssignmentPattern":
    case "ArrayPattern":
    case "RestElement":
      return isMember && parent.type === "AssignmentPattern" && parent.right === child;
    case "SpreadElement":
    case "BinaryExpression":
      return true;
    default:
      return isMember || isConstant(node);
  }
}

/** `undefined`, `NaN` and `Infinity` are identifiers with constant values. */
function isConstant(node: AnyNode): boolean {
  return node.type === "Identifier" && /^(undefined|NaN|Infinity)$/.test(node.name);
}
