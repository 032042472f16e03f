/**
 * Reads the name and parameters of a function.
 *
 * @module
 */
import type { AnyNode, Expression, Pattern } from "acorn";
import { type FunctionText, readFunction } from "./function_text.ts";
import { someNode } from "./some_node.ts";

/** One parameter as written by the author. */
export interface SignatureParameter {
  /** The name; for a destructured parameter its property names joined by `_`. */
  readonly name: string;
  readonly kind: "plain" | "rest" | "pattern";
  /** Its default, when that is a literal; other defaults are computed inside the function. */
  readonly fallback?: { readonly value: unknown };
}

/** Name and parameters of a function. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly SignatureParameter[];
  /** Whether the function itself uses `this`. */
  readonly usesThis: boolean;
  /** The documentation comment at the start of its body, on one line. */
  readonly documentation: string;
}

/**
 * Reads the signature of a function: declaration, expression, arrow or method, async or not. A native function has
 * parameters `x0`, `x1`, …. Results are cached per function.
 *
 * @param fn any function
 */
export function readSignature(fn: CallableFunction): Signature {
  const known = signatures.get(fn);
  if (known !== undefined) return known;
  const signature = readAnew(fn);
  signatures.set(fn, signature);
  return signature;
}

const signatures = new WeakMap<CallableFunction, Signature>();

function readAnew(fn: CallableFunction): Signature {
  const name = typeof fn.name === "string" ? fn.name.replace(/^bound /, "") : "";
  const found = readFunction(fn);
  if (found === undefined) {
    const parameters = Array.from({ length: fn.length }, (_, i) => plain(`x${i}`));
    return { name, parameters, usesThis: false, documentation: "" };
  }
  const { node } = found;
  return {
    name,
    parameters: node.params.map((pattern) => parameterOf(found, pattern)),
    usesThis: node.type !== "ArrowFunctionExpression" && usesThis(node.body),
    documentation: documentationOf(found),
  };
}

function plain(name: string): SignatureParameter {
  return { name, kind: "plain" };
}

function parameterOf(found: FunctionText, pattern: Pattern): SignatureParameter {
  switch (pattern.type) {
    case "Identifier":
      return plain(pattern.name);
    case "RestElement":
      return { name: parameterOf(found, pattern.argument).name, kind: "rest" };
    case "AssignmentPattern": {
      const parameter = parameterOf(found, pattern.left);
      const fallback = parameter.kind === "plain" ? literal(pattern.right) : undefined;
      return fallback ? { ...parameter, fallback } : parameter;
    }
    default:
      return { name: patternName(found, pattern), kind: "pattern" };
  }
}

/** The names at the first level of a pattern: keys of an object, variables of an array. */
function patternName({ code }: FunctionText, pattern: Pattern): string {
  const parts = pattern.type === "ObjectPattern"
    ? pattern.properties.map((property) =>
      property.type === "RestElement" ? property.argument : property.key
    )
    : pattern.type === "ArrayPattern"
    ? pattern.elements.map((element) =>
      element?.type === "RestElement" ? element.argument : element
    )
    : [];
  const names = parts.map((part) =>
    part ? /[\w$]+/.exec(code.slice(part.start, part.end))?.[0] ?? "" : ""
  );
  return names.filter((name) => name !== "").join("_") || "options";
}

/** The value of a literal: a number, a text, a boolean, null, or a list or record of these. */
function literal(node: Expression): Literal | undefined {
  return node.type === "Identifier" && node.name === "undefined"
    ? { value: undefined }
    : valueOf(node);
}

interface Literal {
  readonly value: unknown;
}

function valueOf(node: AnyNode | null): Literal | undefined {
  switch (node?.type) {
    case "Literal":
      return node.regex ? undefined : { value: node.bigint ? BigInt(node.bigint) : node.value };
    case "TemplateLiteral":
      return node.expressions.length === 0 ? { value: node.quasis[0]?.value.cooked } : undefined;
    case "UnaryExpression": {
      const found = valueOf(node.argument);
      if (typeof found?.value !== "number") return undefined;
      if (node.operator === "-") return { value: -found.value };
      return node.operator === "+" ? found : undefined;
    }
    case "ArrayExpression": {
      const items = node.elements.map((element) => valueOf(element));
      return items.every((item) => item !== undefined)
        ? { value: items.map(({ value }) => value) }
        : undefined;
    }
    case "ObjectExpression":
      return recordOf(node.properties);
  }
}

function recordOf(properties: readonly AnyNode[]): Literal | undefined {
  const entries: [string, unknown][] = [];
  for (const property of properties) {
    if (property.type !== "Property" || property.computed || property.kind !== "init") return;
    const { key } = property;
    const found = valueOf(property.value);
    const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? key.value : null;
    if (found === undefined || name === null || name === "__proto__") return;
    entries.push([String(name), found.value]);
  }
  return { value: Object.fromEntries(entries) };
}

/** Whether a tree uses the `this` of its function; inner functions other than arrows have their own. */
function usesThis(body: AnyNode): boolean {
  return someNode(body, ({ type }) => {
    if (/^Function|^ClassBody$/.test(type)) return undefined;
    return type === "ThisExpression" || type === "Super";
  });
}

/** The text of a comment between the opening brace and the first statement. */
function documentationOf({ node: { body }, comments }: FunctionText): string {
  if (body.type !== "BlockStatement") return "";
  const end = body.body[0]?.start ?? body.end;
  const found = comments.find(({ type, value, start }) =>
    type === "Block" && value.startsWith("*") && start > body.start && start < end
  );
  return (found?.value.slice(1) ?? "").replace(/^\s*\*/gm, " ").replace(/\s+/g, " ").trim();
}
