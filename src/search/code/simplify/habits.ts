/**
 * Finds out which language features a source uses that limit what can be known of its values.
 *
 * @module
 */
import type { AnyNode, CallExpression, Program } from "acorn";
import { walk } from "../../../code/walk.ts";

/** What holds everywhere in a source. */
export interface Habits {
  /** No getters, classes or objects with conversions of their own: reading and calculating have no side effects. */
  readonly isPlain: boolean;
  /** Plain, and nothing changes the fields or items of objects. */
  readonly isQuiet: boolean;
}

/** Names whose use may give reading or calculating side effects. */
const unusual = new Set([
  "Proxy",
  "Reflect",
  "Symbol",
  "__proto__",
  "defineProperties",
  "defineProperty",
  "eval",
  "setPrototypeOf",
]);

/** Methods of lists, texts and numbers that change nothing. */
const readingMethods = new Set(
  ("at charAt charCodeAt concat endsWith entries every filter find findIndex findLast findLastIndex flat flatMap " +
    "forEach get has includes indexOf join keys lastIndexOf localeCompare map padEnd padStart reduce reduceRight " +
    "repeat replace replaceAll slice some split startsWith substring toFixed toLowerCase toReversed toSorted " +
    "toString toUpperCase trim values").split(" "),
);

/** Those that take functions. */
const callingMethods = /^(?:every|filter|find|flatMap|forEach|map|reduce|replace|some|toSorted)/;

const readingFunctions = new Set(["Boolean", "Number", "String", "isFinite", "isNaN", "parseInt"]);

/** The habits of a source. */
export function habitsOf(program: Program): Habits {
  const own = ownFunctions(program);
  let isPlain = true;
  let isQuiet = true;
  walk(program, (node) => {
    isPlain &&= !isUnusual(node);
    isQuiet &&= !changesObjects(node, own);
  });
  return { isPlain, isQuiet: isPlain && isQuiet };
}

function isUnusual(node: AnyNode): boolean {
  switch (node.type) {
    case "ClassDeclaration":
    case "ClassExpression":
    case "WithStatement":
      return true;
    case "Identifier":
      return unusual.has(node.name);
    case "Property":
      return node.kind !== "init" || node.computed ||
        (node.key.type === "Identifier" ? /^(?:valueOf|toString)$/.test(node.key.name) : true);
    case "AssignmentExpression":
      return node.left.type === "MemberExpression" && node.left.object.type === "Identifier" &&
        node.left.object.name === "Math";
    default:
      return false;
  }
}

function changesObjects(node: AnyNode, own: ReadonlySet<string>): boolean {
  switch (node.type) {
    case "AssignmentExpression":
      return node.left.type !== "Identifier";
    case "UpdateExpression":
      return node.argument.type !== "Identifier";
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type !== "VariableDeclaration";
    case "UnaryExpression":
      return node.operator === "delete";
    case "CallExpression":
      return !isReading(node, own);
    case "AwaitExpression":
    case "YieldExpression":
    case "NewExpression":
    case "TaggedTemplateExpression":
    case "ImportExpression":
      return true;
    default:
      return false;
  }
}

function isReading(call: CallExpression, own: ReadonlySet<string>): boolean {
  const { callee } = call;
  if (callee.type === "Identifier") {
    return own.has(callee.name) || readingFunctions.has(callee.name);
  }
  if (callee.type !== "MemberExpression" || callee.computed) return false;
  if (callee.object.type === "Identifier" && callee.object.name === "Math") return true;
  if (callee.property.type !== "Identifier" || !readingMethods.has(callee.property.name)) {
    return false;
  }
  // A method may call a function that it is given.
  return !callingMethods.test(callee.property.name) ||
    call.arguments.every((argument) =>
      argument.type === "Identifier" ? own.has(argument.name) : argument.type !== "MemberExpression"
    );
}

/** The functions that the source declares itself, whose bodies are looked at like everything else. */
function ownFunctions(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === "FunctionDeclaration" && node.id) names.add(node.id.name);
    if (node.type !== "VariableDeclaration" || node.kind !== "const") return;
    for (const { id, init } of node.declarations) {
      if (id.type === "Identifier" && init && /Function/.test(init.type)) names.add(id.name);
    }
  });
  return names;
}
