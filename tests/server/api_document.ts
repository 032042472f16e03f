/**
 * The OpenAPI document of the endpoint, and its schemas as validators.
 *
 * @module
 */
import { z } from "zod";
import type { ServedApp } from "./served_app.ts";

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0] & object;

/** A part of a message and its schema. */
export interface Content {
  readonly schema: JsonSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** One operation. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: JsonSchema;
  }[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<string, {
      readonly description: string;
      readonly content?: Readonly<Record<string, Content>>;
      readonly headers?: Readonly<Record<string, unknown>>;
    }>
  >;
}

/** The document, as far as the tests read it. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

/** The document that a server shows. */
export async function apiDocument({ app }: ServedApp): Promise<ApiDocument> {
  return await (await app.request("/openapi.json")).json();
}

/** All operations, with their places. */
export function operationsOf({ paths }: ApiDocument) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
  );
}

/** Tells what is wrong with a value by a schema, where no object may have fields that its schema does not name. */
export type Validator = (value: unknown) => readonly unknown[];

/** The validator of a schema in the document. */
export function validatorOf(document: ApiDocument, schema: JsonSchema): Validator {
  const validator = z.fromJSONSchema(closed(inlined(document, schema)));
  return (value) => validator.safeParse(value).error?.issues ?? [];
}

/** The schema of an answer: that of its status, or the one for any other. */
export function schemaOf({ responses }: Operation, status: number, type: string): JsonSchema {
  const content = (responses[status] ?? responses.default)?.content?.[type];
  if (content === undefined) throw new Error(`There is no ${type} for status ${status}`);
  return content.schema;
}

/** What a reference names. @throws {Error} when it names nothing */
export function resolve(document: ApiDocument, ref: string): unknown {
  let found: unknown = document;
  for (const key of ref.replace(/^#\//, "").split("/")) {
    found = Object(found)[key.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  if (found === undefined) throw new Error(`${ref} names nothing`);
  return found;
}

/** A schema with its references replaced by what they name. */
function inlined(document: ApiDocument, schema: JsonSchema): JsonSchema {
  const replace = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(replace);
    if ("$ref" in value) return replace(resolve(document, String(value.$ref)));
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== "discriminator" && !key.startsWith("x-"))
        .map(([key, part]) => [key, replace(part)]),
    );
  };
  return replace(schema) as JsonSchema; // as: a schema stays one
}

/** The same schema, where no object may have properties that it does not name. */
function closed(schema: JsonSchema): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema),
    (_key, value) => value?.properties ? { additionalProperties: false, ...value } : value,
  );
}
