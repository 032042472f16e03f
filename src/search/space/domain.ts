/**
 * Reads the schema of a parameter as the domain in which the search may move.
 *
 * A domain has bounds, choices, fields and branches in one form each, however the JSON Schema says them.
 *
 * @module
 */
import { isRecord, recordOf } from "../../record.ts";

/** Numbers within bounds; an infinite bound is none. */
export interface NumberDomain {
  readonly kind: "number";
  readonly least: number;
  readonly most: number;
  /** Whether the bound itself is outside. */
  readonly isLeastExcluded: boolean;
  readonly isMostExcluded: boolean;
  readonly isWhole: boolean;
  /** Values are multiples of it. @default any number */
  readonly step?: number;
}

/** One of a list of values, two or more. */
export interface ChoiceDomain {
  readonly kind: "choice";
  readonly options: readonly unknown[];
}

/** A list of equal items. */
export interface ListDomain {
  readonly kind: "list";
  readonly items: Domain;
  readonly least: number;
  /** Infinite without a bound. */
  readonly most: number;
}

/** A list with a domain for each place. */
export interface TupleDomain {
  readonly kind: "tuple";
  readonly items: readonly Domain[];
}

/** An object with known fields. */
export interface FieldsDomain {
  readonly kind: "fields";
  readonly fields: Readonly<Record<string, Domain>>;
  /** Fields that may be left out. */
  readonly optional: readonly string[];
}

/** A record of any names; the search keeps the names. */
export interface MapDomain {
  readonly kind: "map";
  readonly values: Domain;
}

/** One of several domains, as in a union or a nullable value. */
export interface UnionDomain {
  readonly kind: "union";
  readonly branches: readonly Domain[];
}

/** A text without listed choices. */
export interface TextDomain {
  readonly kind: "text";
}

/** A single value, or one whose schema says nothing that the search can use. */
export interface FixedDomain {
  readonly kind: "fixed";
  /** The only value. @default the present one */
  readonly only?: { readonly value: unknown };
}

/** What a value may be. */
export type Domain =
  | NumberDomain
  | ChoiceDomain
  | ListDomain
  | TupleDomain
  | FieldsDomain
  | MapDomain
  | UnionDomain
  | TextDomain
  | FixedDomain;

/** Deepest level of a schema that is read: a schema may refer to itself. */
const maxDepth = 12;

/** What a schema is read with. */
interface Reading {
  /** The whole schema, for references. */
  readonly root: Readonly<Record<string, unknown>>;
  readonly depth: number;
}

/** The domain of a schema. Where it says nothing, a present value of that place gives its kind. */
export function domainOf(schema: Readonly<Record<string, unknown>>, value?: unknown): Domain {
  return read(schema, value, { root: schema, depth: 0 });
}

function read(given: unknown, value: unknown, { root, depth }: Reading): Domain {
  if (depth > maxDepth) return { kind: "fixed" };
  const schema = resolved(recordOf(given), root);
  const below = { root, depth: depth + 1 };
  if (Array.isArray(schema.enum)) return choice(schema.enum);
  if ("const" in schema) return { kind: "fixed", only: { value: schema.const } };
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) {
    return union(branches.map((branch) => read(branch, undefined, below)));
  }
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type) => read({ ...schema, type }, undefined, below)));
  }
  switch (schema.type ?? typeIn(value)) {
    case "null":
      return { kind: "fixed", only: { value: null } };
    case "boolean":
      return choice([true, false]);
    case "number":
    case "integer":
      return numbers(schema);
    case "string":
      return { kind: "text" };
    case "array":
      return list(schema, value, below);
    case "object":
      return fields(schema, value, below);
    default:
      return { kind: "fixed" };
  }
}

/** The schema that a reference within the whole one names. */
function resolved(
  schema: Readonly<Record<string, unknown>>,
  root: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { $ref: reference } = schema;
  if (typeof reference !== "string") return schema;
  if (reference === "#") return root;
  const name = /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1];
  const definitions = recordOf(root.$defs);
  return name !== undefined && Object.hasOwn(definitions, name) ? recordOf(definitions[name]) : {};
}

/** The JSON type of a value. */
function typeIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return "array";
  if (isRecord(value)) return "object";
  return value === undefined || value === null ? undefined : typeof value;
}

function choice(options: readonly unknown[]): Domain {
  const [first] = options;
  return options.length === 1
    ? { kind: "fixed", only: { value: first } }
    : { kind: "choice", options };
}

/** A union whose branches are all single values or choices is one choice. */
function union(branches: readonly Domain[]): Domain {
  const [first] = branches;
  if (first !== undefined && branches.length === 1) return first;
  const options = branches.map(optionsOf);
  return options.every((each) => each !== undefined)
    ? choice(options.flat())
    : { kind: "union", branches };
}

function optionsOf(domain: Domain): readonly unknown[] | undefined {
  if (domain.kind === "choice") return domain.options;
  return domain.kind === "fixed" && domain.only !== undefined ? [domain.only.value] : undefined;
}

function numbers(schema: Readonly<Record<string, unknown>>): NumberDomain {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf, type } = schema;
  const isWhole = type === "integer";
  const [low, high] = [numberOr(minimum, -Infinity), numberOr(maximum, Infinity)];
  const [above, under] = [
    numberOr(exclusiveMinimum, -Infinity),
    numberOr(exclusiveMaximum, Infinity),
  ];
  // Bounds of all safe integers say nothing.
  const isOpen = (bound: number) => isWhole && Math.abs(bound) === Number.MAX_SAFE_INTEGER;
  const [least, most] = [Math.max(low, above), Math.min(high, under)];
  return {
    kind: "number",
    least: isOpen(least) ? -Infinity : least,
    most: isOpen(most) ? Infinity : most,
    isLeastExcluded: above >= low && Number.isFinite(above),
    isMostExcluded: under <= high && Number.isFinite(under),
    isWhole,
    ...(typeof multipleOf === "number" && multipleOf > 0 ? { step: multipleOf } : {}),
  };
}

function list(
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
  below: Reading,
): Domain {
  const items = Array.isArray(value) ? value : [];
  if (Array.isArray(schema.prefixItems)) {
    return {
      kind: "tuple",
      items: schema.prefixItems.map((item, place) => read(item, items[place], below)),
    };
  }
  return {
    kind: "list",
    items: read(schema.items, items[0], below),
    least: numberOr(schema.minItems, 0),
    most: numberOr(schema.maxItems, Infinity),
  };
}

function fields(
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
  below: Reading,
): Domain {
  const present = recordOf(value);
  const { properties, additionalProperties, required } = schema;
  if (isRecord(properties)) {
    const entries = Object.entries(properties);
    const wanted: readonly unknown[] = Array.isArray(required) ? required : [];
    return {
      kind: "fields",
      fields: Object.fromEntries(
        entries.map(([name, field]) => [name, read(field, present[name], below)]),
      ),
      optional: entries.map(([name]) => name).filter((name) => !wanted.includes(name)),
    };
  }
  if (isRecord(additionalProperties)) {
    return { kind: "map", values: read(additionalProperties, Object.values(present)[0], below) };
  }
  // Without a schema each field is what it is.
  return {
    kind: "fields",
    fields: Object.fromEntries(
      Object.entries(present).map(([name, field]) => [name, read({}, field, below)]),
    ),
    optional: [],
  };
}

function numberOr(value: unknown, none: number): number {
  return typeof value === "number" ? value : none;
}
