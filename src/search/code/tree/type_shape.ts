/**
 * Reads type annotations as shapes.
 *
 * @module
 */
import type { AnyNode, Program } from "acorn";
import {
  identifierOf,
  isTypeNode,
  listOf,
  type TypeNode,
  typesIn,
} from "../../../code/type_node.ts";
import { boolean, number, type Shape, string, unknown } from "./shape.ts";

/** Shapes of the types a source declares, by name. */
export type Aliases = ReadonlyMap<string, Shape>;

/** The type aliases and interfaces that a source declares; those without a shape are left out. */
export function aliasesOf(program: Program): Aliases {
  const aliases = new Map<string, Shape>();
  for (const { name, declaration } of typesIn(program)) {
    const shape = declaration.type === "TSInterfaceDeclaration" && !declaration.extends
      ? shapeOfType(declaration.body, aliases)
      : declaration.type === "TSTypeAliasDeclaration"
      ? shapeOfType(declaration.typeAnnotation, aliases)
      : unknown;
    if (shape.kind !== "unknown") aliases.set(name, shape);
  }
  return aliases;
}

/** The shape a variable or parameter is annotated with; unknown when it has none or may be left out. */
export function annotatedShape(node: AnyNode, aliases: Aliases): Shape {
  if ("optional" in node && node.optional) return unknown;
  return "typeAnnotation" in node ? shapeOfType(node.typeAnnotation, aliases) : unknown;
}

/** The shape a function is annotated to return; for a promise, that of its value. */
export function returnedShape(node: object, aliases: Aliases): Shape {
  return "returnType" in node ? shapeOfType(node.returnType, aliases) : unknown;
}

function shapeOfType(node: unknown, aliases: Aliases): Shape {
  if (!isTypeNode(node)) return unknown;
  switch (node.type) {
    case "TSTypeAnnotation":
    case "TSParenthesizedType":
      return shapeOfType(node.typeAnnotation, aliases);
    case "TSNumberKeyword":
      return number;
    case "TSBooleanKeyword":
      return boolean;
    case "TSStringKeyword":
      return string;
    case "TSLiteralType":
      return shapeOfLiteral(node.literal);
    case "TSUnionType":
      return unite(listOf(node.types).map((member) => shapeOfType(member, aliases)));
    case "TSArrayType":
      return { kind: "array", item: shapeOfType(node.elementType, aliases) };
    case "TSTupleType": {
      const items = listOf(node.elementTypes).map((item) => shapeOfType(item, aliases));
      return { kind: "array", item: unite(items) };
    }
    case "TSTypeOperator":
      return node.operator === "readonly" ? shapeOfType(node.typeAnnotation, aliases) : unknown;
    case "TSTypeLiteral":
      return shapeOfMembers(listOf(node.members), aliases);
    case "TSInterfaceBody":
      return shapeOfMembers(listOf(node.body), aliases);
    case "TSTypeReference":
      return shapeOfReference(node, aliases);
    default:
      return unknown;
  }
}

function shapeOfLiteral(literal: unknown): Shape {
  if (!isTypeNode(literal)) return unknown;
  if (literal.type === "UnaryExpression") return number;
  const { value } = literal;
  if (typeof value === "string") return { kind: "string", choices: [value] };
  if (typeof value === "number") return number;
  return typeof value === "boolean" ? boolean : unknown;
}

function shapeOfMembers(members: readonly unknown[], aliases: Aliases): Shape {
  const fields: Record<string, Shape> = {};
  for (const member of members) {
    if (!isTypeNode(member) || member.type !== "TSPropertySignature") return unknown;
    const name = identifierOf(member.key);
    if (name === undefined || member.computed) return unknown;
    fields[name] = member.optional ? unknown : shapeOfType(member.typeAnnotation, aliases);
  }
  return { kind: "record", fields };
}

function shapeOfReference(node: TypeNode, aliases: Aliases): Shape {
  const name = identifierOf(node.typeName);
  if (name === undefined) return unknown;
  const parameters = node.typeArguments ?? node.typeParameters;
  if (!isTypeNode(parameters)) return aliases.get(name) ?? unknown;
  const inner = shapeOfType(listOf(parameters.params)[0], aliases);
  if (name === "Array" || name === "ReadonlyArray") return { kind: "array", item: inner };
  return name === "Promise" || name === "Readonly" ? inner : unknown;
}

/** A union of literal strings keeps its choices; members of different kinds have no common shape. */
function unite(members: readonly Shape[]): Shape {
  const [first] = members;
  if (!first || members.some(({ kind }) => kind !== first.kind)) return unknown;
  if (first.kind === "number" || first.kind === "boolean" || members.length === 1) return first;
  if (first.kind !== "string") return unknown;
  const choices = members.flatMap((member) => member.kind === "string" ? member.choices ?? [] : []);
  return choices.length === members.length ? { kind: "string", choices } : string;
}
