/**
 * Reads the declared result of a function.
 *
 * @module
 */
import type { Program } from "acorn";
import type { ShapeRequest } from "../compiler.ts";
import { findFunction } from "../function_shape.ts";
import { type ParsedModule, parseModule } from "../parsed_module.ts";
import { anyResult, maxDepth, type ResultShape } from "../result_shape.ts";
import { identifierOf, isTypeNode, listOf, type TypeNode, typesIn } from "../type_node.ts";

/** The types that a source declares, by name; generic ones are left out. */
type Declared = ReadonlyMap<string, TypeNode>;

/** The shape of the awaited result; any value when none is declared, or the source does not parse. */
export function readResultShape({ original, entry }: ShapeRequest): ResultShape {
  let module: ParsedModule;
  try {
    module = parseModule(original);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return anyResult;
    throw error;
  }
  const found = findFunction(module, entry);
  if (found === undefined || found.isGenerator || !("returnType" in found.node)) return anyResult;
  return shapeOf(found.node.returnType, declaredIn(module.program), 0);
}

function declaredIn(program: Program): Declared {
  const declared = new Map<string, TypeNode>();
  for (const { name, declaration } of typesIn(program)) {
    const body = declaration.type === "TSInterfaceDeclaration"
      ? declaration.body
      : declaration.type === "TSTypeAliasDeclaration"
      ? declaration.typeAnnotation
      : undefined;
    if (isTypeNode(body)) declared.set(name, body);
  }
  return declared;
}

const keywords: Readonly<Record<string, string>> = {
  TSNumberKeyword: "number",
  TSStringKeyword: "string",
  TSBooleanKeyword: "boolean",
  TSBigIntKeyword: "bigint",
  TSNullKeyword: "null",
  TSUndefinedKeyword: "undefined",
  TSTypePredicate: "boolean",
};

function shapeOf(node: unknown, declared: Declared, depth: number): ResultShape {
  if (!isTypeNode(node) || depth >= maxDepth) return anyResult;
  const inner = (each: unknown) => shapeOf(each, declared, depth + 1);
  const keyword = keywords[node.type];
  if (keyword !== undefined) return { kind: "of", of: keyword };
  switch (node.type) {
    case "TSTypeAnnotation":
    case "TSParenthesizedType":
      return shapeOf(node.typeAnnotation, declared, depth);
    case "TSTypeOperator":
      return node.operator === "readonly"
        ? shapeOf(node.typeAnnotation, declared, depth)
        : anyResult;
    case "TSLiteralType":
      return shapeOfLiteral(node.literal);
    case "TSUnionType": {
      const shapes = listOf(node.types).map(inner);
      return shapes.some(({ kind }) => kind === "any") ? anyResult : { kind: "either", shapes };
    }
    case "TSArrayType":
      return { kind: "list", item: inner(node.elementType) };
    case "TSTupleType":
      return shapeOfTuple(listOf(node.elementTypes), inner);
    case "TSTypeLiteral":
      return shapeOfMembers(listOf(node.members), inner);
    case "TSInterfaceBody":
      return shapeOfMembers(listOf(node.body), inner);
    case "TSTypeReference":
      return shapeOfReference(node, declared, depth);
    default:
      return anyResult;
  }
}

type ShapeOf = (node: unknown) => ResultShape;

function shapeOfLiteral(literal: unknown): ResultShape {
  if (!isTypeNode(literal)) return anyResult;
  const { value } = literal;
  const isPlain = typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean";
  return isPlain ? { kind: "one", value } : anyResult;
}

/** Optional, named and rest elements make a list of any values. */
function shapeOfTuple(elements: readonly unknown[], inner: ShapeOf): ResultShape {
  const types = elements.map((element) =>
    isTypeNode(element) && element.type === "TSNamedTupleMember" && !element.optional
      ? element.elementType
      : element
  );
  const isOpen = types.some((type) =>
    isTypeNode(type) && /^TS(?:Optional|Rest|NamedTuple)/.test(type.type)
  );
  return isOpen ? { kind: "list", item: anyResult } : { kind: "tuple", items: types.map(inner) };
}

function shapeOfMembers(members: readonly unknown[], inner: ShapeOf): ResultShape {
  const fields: Record<string, ResultShape> = {};
  for (const member of members) {
    if (!isTypeNode(member) || member.type !== "TSPropertySignature" || member.computed) continue;
    const name = identifierOf(member.key);
    if (name !== undefined && !member.optional) fields[name] = inner(member.typeAnnotation);
  }
  return { kind: "fields", fields };
}

function shapeOfReference(node: TypeNode, declared: Declared, depth: number): ResultShape {
  const name = identifierOf(node.typeName);
  if (name === undefined) return anyResult;
  const parameters = node.typeArguments ?? node.typeParameters;
  if (!isTypeNode(parameters)) return shapeOf(declared.get(name), declared, depth + 1);
  const inner = shapeOf(listOf(parameters.params)[0], declared, depth + 1);
  switch (name) {
    case "Array":
    case "ReadonlyArray":
      return { kind: "list", item: inner };
    case "Promise":
    case "PromiseLike":
    case "Readonly":
      return inner;
    case "Record":
      return { kind: "fields", fields: {} };
    default:
      return anyResult;
  }
}
