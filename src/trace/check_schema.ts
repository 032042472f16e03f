/**
 * Validates values by a Standard Schema.
 *
 * @module
 */
import type { SchemaIssue, SchemaResult, StandardSchema } from "./schema.ts";

/** The result of a schema's validator; undefined when it is asynchronous, which is not supported. */
export function schemaResult<T>(
  schema: StandardSchema<T>,
  value: unknown,
): SchemaResult<T> | undefined {
  const result = schema["~standard"].validate(value);
  if (!(result instanceof Promise)) return result;
  result.catch(() => {}); // the caller reports that it is asynchronous
  return undefined;
}

/** The path of an issue, outermost key first. */
export function issuePath({ path = [] }: SchemaIssue): readonly PropertyKey[] {
  return path.map((part) => typeof part === "object" ? part.key : part);
}

/** An issue with its place: `items.0: expected a number`. */
export function issueText(issue: SchemaIssue): string {
  const path = issuePath(issue);
  return path.length === 0 ? issue.message : `${path.map(String).join(".")}: ${issue.message}`;
}
