/**
 * Resolves what a JSON Schema says by reference or in several parts (`$ref`, `allOf`) into one schema.
 *
 * @module
 */
import { isRecord, recordOf } from "../../record.ts";

/** A JSON Schema; only keywords that tell where values may lie are read. */
export type Schema = Readonly<Record<string, unknown>>;

/** How many more places of a schema may be read; counted down. */
export interface PlacesLeft {
  places: number;
}

/** A schema without `$ref` and `allOf` at its top; one that refers to itself in a circle says nothing. */
export function mergedSchema(
  schema: Schema,
  { root, left }: { readonly root: Schema; readonly left: PlacesLeft },
): Schema {
  return merged(schema, { root, left, depth: 0 });
}

/** Whether a schema refers to another one, itself or in one of its parts. */
export function hasReference({ $ref: reference, allOf }: Schema): boolean {
  return typeof reference === "string" ||
    listOf(allOf).some((part) => isRecord(part) && hasReference(part));
}

/** Most references and parts in a row. */
const maxDepth = 16;

interface Merging {
  readonly root: Schema;
  readonly left: PlacesLeft;
  readonly depth: number;
}

function merged(schema: Schema, { root, left, depth }: Merging): Schema {
  if (depth > maxDepth || depth > 0 && --left.places < 0) return {};
  const { $ref: reference, allOf, ...own } = schema;
  const parts = [
    ...(typeof reference === "string" ? [referred(reference, root)] : []),
    ...(Array.isArray(allOf) ? allOf.map(recordOf) : []),
  ];
  const below = { root, left, depth: depth + 1 };
  return parts.map((part) => merged(part, below)).reduce((one, other) => both(one, other), own);
}

/** The schema that a reference within the whole one names. */
function referred(reference: string, root: Schema): Schema {
  if (reference === "#") return root;
  const name = /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1];
  const definitions = recordOf(root.$defs);
  return name !== undefined && Object.hasOwn(definitions, name) ? recordOf(definitions[name]) : {};
}

type Merger = (one: unknown, other: unknown) => unknown;

const largest: Merger = (one, other) => Math.max(Number(one), Number(other));
const smallest: Merger = (one, other) => Math.min(Number(one), Number(other));
const inBoth: Merger = (one, other) => listOf(one).filter((each) => listOf(other).includes(each));

/** How two statements with the same keyword become one; of others the first is kept, and the parameter's own schema decides. */
const mergers: Readonly<Record<string, Merger>> = {
  minimum: largest,
  exclusiveMinimum: largest,
  minLength: largest,
  minItems: largest,
  maximum: smallest,
  exclusiveMaximum: smallest,
  maxLength: smallest,
  maxItems: smallest,
  multipleOf: (one, other) => commonMultiple(Number(one), Number(other)),
  enum: inBoth,
  type: commonType,
  required: (one, other) => [...new Set([...listOf(one), ...listOf(other)])],
  properties: (one, other) => both(recordOf(one), recordOf(other), (a, b) => ({ allOf: [a, b] })),
  items: (one, other) => ({ allOf: [one, other] }),
  additionalProperties: (one, other) =>
    one === false || other === false
      ? false
      : isRecord(one) && isRecord(other)
      ? { allOf: [one, other] }
      : one,
};

/** A schema that says what both say. */
function both(one: Schema, other: Schema, merge?: Merger): Schema {
  const result: Record<string, unknown> = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    const merger = merge ?? mergers[keyword];
    if (!Object.hasOwn(one, keyword)) result[keyword] = value;
    else if (merger !== undefined) result[keyword] = merger(one[keyword], value);
  }
  return result;
}

/** The JSON types that both allow; whole numbers are numbers. */
function commonType(one: unknown, other: unknown): unknown {
  const [some, others] = [listOf(one), listOf(other)];
  const common = [...new Set([...some, ...others])].filter((type) =>
    [some, others].every((types) =>
      types.includes(type) || type === "integer" && types.includes("number")
    )
  );
  return common.length === 1 ? common[0] : common;
}

/** The least common multiple of two steps, found on their decimals; the first one where there is none of reasonable size. */
function commonMultiple(one: number, other: number): number {
  for (let factor = 1; factor <= 1_000; factor++) {
    const multiple = Number((one * factor).toPrecision(15));
    const ratio = multiple / other;
    if (Math.abs(ratio - Math.round(ratio)) < 1e-9) return multiple;
  }
  return one;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
