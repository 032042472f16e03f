/**
 * The variables that code at one place can see.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { type Shape, unknown } from "./shape.ts";
import { type Aliases, annotatedShape } from "./type_shape.ts";

/** A variable in scope. */
export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  /** Whether it was declared with `let`, and not as a loop's counter. */
  readonly isAssignable: boolean;
  /** Whether no code assigns it after its declaration. */
  readonly isConstant: boolean;
  /** Whether its value is of that shape at any time: items of arrays, for one, may be missing. */
  readonly isCertain: boolean;
  /** Whether its declaration comes before this place. */
  readonly isReady: boolean;
}

/** What is visible at one place, by name. */
export type Scope = ReadonlyMap<string, Variable>;

/** The variables whose declarations come before the place. */
export function readyVariables(scope: Scope): readonly Variable[] {
  return [...scope.values()].filter(({ isReady }) => isReady);
}

/** A scope within another one. */
export function extend(scope: Scope, variables: readonly Variable[]): Scope {
  if (variables.length === 0) return scope;
  return new Map([...scope, ...variables.map((variable) => [variable.name, variable] as const)]);
}

/** What is known of the value that a pattern takes apart. */
export interface Given {
  readonly shape: Shape;
  readonly isCertain: boolean;
}

/** A value of which nothing is known. */
export const nothingKnown: Given = { shape: unknown, isCertain: false };

/** How a pattern declares variables. */
export interface Declaring {
  readonly aliases: Aliases;
  /** The names that are assigned somewhere. */
  readonly assigned: ReadonlySet<string>;
  readonly isAssignable: boolean;
  /** Whether annotations hold: those of parameters do, those of variables only as far as the initial value does. */
  readonly isTrusted: boolean;
}

/** The variables a pattern declares; an annotation takes precedence over `given`. */
export function declaredBy(pattern: AnyNode, declaring: Declaring, given: Given): Variable[] {
  const { aliases, isAssignable, isTrusted } = declaring;
  const annotated = annotatedShape(pattern, aliases);
  const { shape, isCertain } = annotated.kind === "unknown"
    ? given
    : { shape: annotated, isCertain: isTrusted || given.isCertain };
  switch (pattern.type) {
    case "Identifier": {
      const { name } = pattern;
      const isConstant = !declaring.assigned.has(name);
      return [{
        name,
        shape,
        isAssignable,
        isConstant,
        isCertain: isCertain && isConstant,
        isReady: true,
      }];
    }
    case "AssignmentPattern":
      return declaredBy(pattern.left, declaring, { ...given, isCertain: false });
    case "RestElement":
      return declaredBy(pattern.argument, declaring, nothingKnown);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => {
        const item = shape.kind === "array" ? shape.item : unknown;
        return element ? declaredBy(element, declaring, { shape: item, isCertain: false }) : [];
      });
    case "ObjectPattern":
      return pattern.properties.flatMap((property) => {
        if (property.type === "RestElement") return declaredBy(property, declaring, nothingKnown);
        const name = property.key.type === "Identifier" ? property.key.name : "";
        const field = shape.kind === "record" ? shape.fields[name] : undefined;
        return declaredBy(property.value, declaring, { shape: field ?? unknown, isCertain });
      });
    default:
      return [];
  }
}
