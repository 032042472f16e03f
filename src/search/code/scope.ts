/**
 * The variables that code at one place can see.
 *
 * @module
 */
import type { AnyNode, Pattern } from "acorn";
import { type Aliases, annotationAt } from "./annotation.ts";
import { type Shape, unknown } from "./shape.ts";

/** A variable in scope. */
export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  /** Whether it was declared to be assigned again. */
  readonly isAssignable: boolean;
}

/** What is visible at one place, by name. */
export type Scope = ReadonlyMap<string, Variable>;

/** A scope within another one. */
export function extend(scope: Scope, variables: readonly Variable[]): Scope {
  if (variables.length === 0) return scope;
  return new Map([...scope, ...variables.map((variable) => [variable.name, variable] as const)]);
}

/** How a pattern's annotations are read. */
export interface Declaring {
  readonly source: string;
  readonly aliases: Aliases;
  readonly isAssignable: boolean;
}

/** The variables a pattern declares. @param given the shape of the whole value, where it is known otherwise */
export function declaredBy(
  pattern: Pattern | AnyNode,
  declaring: Declaring,
  given: Shape = unknown,
): Variable[] {
  const annotated = annotationAt(declaring.source, pattern.end, declaring.aliases);
  const shape = annotated.kind === "unknown" ? given : annotated;
  switch (pattern.type) {
    case "Identifier":
      return [{ name: pattern.name, shape, isAssignable: declaring.isAssignable }];
    case "AssignmentPattern":
      return declaredBy(pattern.left, declaring, given);
    case "RestElement":
      return declaredBy(pattern.argument, declaring);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) =>
        element ? declaredBy(element, declaring, shape.kind === "array" ? shape.item : unknown) : []
      );
    case "ObjectPattern":
      return pattern.properties.flatMap((property) => {
        if (property.type === "RestElement") return declaredBy(property, declaring);
        const name = property.key.type === "Identifier" ? property.key.name : "";
        const field = shape.kind === "record" ? shape.fields[name] : undefined;
        // Inside a destructuring pattern a colon renames, it does not annotate.
        return namesOf(property.value).map((variable) => ({
          name: variable,
          shape: property.value.type === "Identifier" ? field ?? unknown : unknown,
          isAssignable: declaring.isAssignable,
        }));
      });
    default:
      return [];
  }
}

function namesOf(pattern: Pattern): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "AssignmentPattern") return namesOf(pattern.left);
  return [];
}
