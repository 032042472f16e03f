/**
 * The part of Standard Schema that Opto reads, so that any validation library can describe a parameter.
 *
 * @see https://standardschema.dev
 * @module
 */

/** A Standard Schema v1 with an output of type `T`. Asynchronous validators are refused when used. */
export interface StandardSchema<T = unknown> {
  /** The members required by the standard. */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<T> | Promise<SchemaResult<T>>;
    readonly types?: { readonly input: unknown; readonly output: T } | undefined;
    /** JSON Schema, if the library offers it (zod 4 does). */
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: string }) => Record<string, unknown>;
      readonly output: (options: { readonly target: string }) => Record<string, unknown>;
    };
  };
}

/** The result of a validator. */
export type SchemaResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One issue of a validator. */
export interface SchemaIssue {
  /** The fault, as text. */
  readonly message: string;
  /** Path to the fault, outermost first. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
