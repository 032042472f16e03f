/**
 * Optional fields in the schemas of the endpoint.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";

/** A field that may be left out. */
export function optionalField<T extends z.ZodType>(schema: T): z.ZodExactOptional<T> {
  // as: JSON has no `undefined`, so the exact type holds; the generator of the document knows only `optional()`
  return schema.optional() as unknown as z.ZodExactOptional<T>;
}
