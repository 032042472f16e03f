/**
 * Repairs a call of a wrong function, and one whose result is not awaited.
 *
 * @module
 */
import type { CallExpression } from "acorn";
import { awaited, identifier, withParts } from "../print/build.ts";
import type { Place } from "../tree/code_tree.ts";
import { mathFunction } from "../tree/is_certain.ts";
import { type Repair, type RepairRule, replacing } from "./repair.ts";

/** Functions of `Math` that are taken for one another. */
const mathFamilies = [["floor", "ceil", "round", "trunc"], ["min", "max"]];

/** Methods that are taken for one another. */
const methodFamilies = [
  ["push", "unshift"],
  ["pop", "shift"],
  ["indexOf", "lastIndexOf"],
  ["find", "findLast"],
  ["findIndex", "findLastIndex"],
  ["some", "every"],
  ["map", "flatMap"],
  ["replace", "replaceAll"],
  ["startsWith", "endsWith"],
  ["padStart", "padEnd"],
  ["trim", "trimStart", "trimEnd"],
  ["toUpperCase", "toLowerCase"],
];

/** A function of `Math` or a method becomes another one of its family; a call in an async function is awaited. */
export const otherFunction: RepairRule = (place) => {
  const { node, parent, owner } = place;
  if (node.type !== "CallExpression") return [];
  const isLate = owner?.node.async && parent?.node.type !== "AwaitExpression";
  return [
    ...calledOther(node, place),
    ...isLate ? replacing(2, node, [awaited(node)]) : [],
  ];
};

function calledOther(node: CallExpression, { scope }: Place): readonly Repair[] {
  const { callee } = node;
  const isMethod = callee.type === "MemberExpression" && !callee.computed &&
    callee.property.type === "Identifier";
  if (!isMethod || callee.property.type !== "Identifier") return [];
  const { name } = callee.property;
  const families = mathFunction(node, scope) === undefined ? methodFamilies : mathFamilies;
  const others = families.filter((family) => family.includes(name)).flat()
    .filter((other) => other !== name);
  return replacing(
    1,
    callee,
    others.map((other) => withParts(callee, { property: identifier(other) })),
  );
}
