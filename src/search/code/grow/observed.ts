/**
 * Calculates what an expression was in calls whose arguments are known.
 *
 * @module
 */
import type { AnyNode, Pattern } from "acorn";
import { calculate } from "../simplify/evaluate.ts";
import type { CodeTree } from "../tree/code_tree.ts";

/** The arguments of some calls of a tree's function, plain data. */
export type Calls = readonly (readonly unknown[])[];

/**
 * The numbers other than 0 that an expression over the function's parameters was in calls; none where it depends on anything
 * else, or where no call is known. Parameters count as they were at the beginning of a call.
 */
export function observedValues(node: AnyNode, tree: CodeTree, calls: Calls): readonly number[] {
  if (calls.length === 0) return [];
  const parameters = tree.places.find(({ owner }) => owner !== undefined)?.owner?.node.params ?? [];
  return calls.map((call) => numberAt(node, argumentsOf(parameters, call)))
    .filter((value) => Number.isFinite(value) && value !== 0);
}

type Arguments = ReadonlyMap<string, unknown>;

/** Arguments by the names of parameters. A first parameter that takes its uses apart is no argument of a call. */
function argumentsOf(parameters: readonly Pattern[], call: readonly unknown[]): Arguments {
  const hasUses = parameters[0]?.type === "ObjectPattern" && parameters.length > call.length;
  const own = hasUses ? parameters.slice(1) : parameters;
  return new Map(own.flatMap((parameter, place) => {
    const pattern = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
    return pattern.type === "Identifier" ? [[pattern.name, call[place]] as const] : [];
  }));
}

/** The number that an expression is; NaN for another value, and for one that is not known. */
function numberAt(node: AnyNode, known: Arguments): number {
  const value = valueAt(node, known);
  return typeof value === "number" ? value : NaN;
}

function valueAt(node: AnyNode, known: Arguments): unknown {
  switch (node.type) {
    case "Identifier":
      return known.get(node.name);
    case "Literal":
      return node.value;
    case "UnaryExpression":
      return node.operator === "-" ? -numberAt(node.argument, known) : undefined;
    case "BinaryExpression": {
      const [left, right] = [numberAt(node.left, known), numberAt(node.right, known)];
      return node.operator === "**" ? left ** right : calculate(node.operator, left, right);
    }
    case "MemberExpression": {
      const { object, property, computed } = node;
      if (computed || property.type !== "Identifier") return undefined;
      const owner: unknown = valueAt(object, known);
      return typeof owner === "object" && owner !== null && Object.hasOwn(owner, property.name)
        ? Reflect.get(owner, property.name)
        : undefined;
    }
    default:
      return undefined;
  }
}
