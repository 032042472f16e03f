/**
 * Reads the schema of a parameter as the domain in which the search may move.
 *
 * @module
 */
import { isRecord, recordOf } from "../../record.ts";
import type { Domain, FieldsDomain, NumberDomain } from "./domain.ts";
import { hasReference, mergedSchema, type PlacesLeft, type Schema } from "./merged_schema.ts";

/** Deepest level of a schema that is read. */
const maxDepth = 12;

/** How often a path through a schema may follow references: a schema may refer to itself. */
const maxReferences = 4;

/** Most places of a schema that are read, those behind references once for each: they multiply from level to level. */
const maxPlaces = 20_000;

/** What a schema is read with. */
interface Reading {
  /** The whole schema, for references. */
  readonly root: Schema;
  readonly depth: number;
  readonly references: number;
  /** Places that may still be read. */
  readonly left: PlacesLeft;
}

/**
 * The domain of a JSON Schema (draft 2020-12). Where it says nothing, a present value of that place gives its kind and its
 * form. What lies too deep is kept as it is.
 */
export function domainOf(schema: Schema, value?: unknown): Domain {
  return read(schema, value, {
    root: schema,
    depth: 0,
    references: 0,
    left: { places: maxPlaces },
  });
}

function read(given: unknown, value: unknown, { root, depth, references, left }: Reading): Domain {
  const own = recordOf(given);
  const isReference = hasReference(own);
  const isTooDeep = depth > maxDepth || isReference && references === maxReferences;
  if (isTooDeep || --left.places < 0) return { kind: "fixed" };
  const schema = mergedSchema(own, { root, left });
  const below = { root, depth: depth + 1, references: references + (isReference ? 1 : 0), left };
  if (given === false || isRecord(schema.not) && Object.keys(schema.not).length === 0) {
    return { kind: "union", branches: [] };
  }
  if (Array.isArray(schema.enum)) return choice(schema.enum);
  if ("const" in schema) return { kind: "fixed", only: { value: schema.const } };
  const { anyOf, oneOf, ...rest } = schema;
  const branches = anyOf ?? oneOf;
  if (Array.isArray(branches)) {
    return union(
      branches.map((branch) => read({ allOf: [branch, rest] }, undefined, below)),
    );
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
      return {
        kind: "text",
        least: numberOr(schema.minLength, 0),
        most: numberOr(schema.maxLength, Infinity),
        ...(typeof schema.pattern === "string" ? { pattern: schema.pattern } : {}),
      };
    case "array":
      return list(schema, value, below);
    case "object":
      return fields(schema, value, below);
    default:
      return { kind: "fixed" };
  }
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

/** A union whose branches are all single values or choices is one choice; branches without a value are left out. */
function union(all: readonly Domain[]): Domain {
  const branches = all.filter((branch) => branch.kind !== "union" || branch.branches.length > 0);
  const [first] = branches;
  if (first !== undefined && branches.length === 1) return first;
  const options = branches.map(optionsOf);
  return branches.length > 0 && options.every((each) => each !== undefined)
    ? choice(options.flat())
    : { kind: "union", branches };
}

function optionsOf(domain: Domain): readonly unknown[] | undefined {
  if (domain.kind === "choice") return domain.options;
  return domain.kind === "fixed" && domain.only !== undefined ? [domain.only.value] : undefined;
}

function numbers(schema: Schema): NumberDomain {
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

function list(schema: Schema, value: unknown, below: Reading): Domain {
  const items = Array.isArray(value) ? value : [];
  const { prefixItems, minItems, maxItems } = schema;
  const least = numberOr(minItems, 0);
  const hasItems = isRecord(schema.items);
  if (Array.isArray(prefixItems)) {
    return {
      kind: "tuple",
      items: prefixItems.map((item, place) => read(item, items[place], below)),
      least: Math.min(least, prefixItems.length),
      ...(hasItems ? { rest: read(schema.items, items[prefixItems.length], below) } : {}),
    };
  }
  if (hasItems) {
    const most = numberOr(maxItems, Infinity);
    return { kind: "list", items: read(schema.items, items[0], below), least, most };
  }
  // Without a schema each item is what it is.
  return {
    kind: "tuple",
    items: items.map((item) => read({}, item, below)),
    least: items.length,
  };
}

function fields(schema: Schema, value: unknown, below: Reading): Domain {
  const present = recordOf(value);
  const { properties, additionalProperties, propertyNames, required } = schema;
  const wanted: readonly unknown[] = Array.isArray(required) ? required : [];
  if (isRecord(properties)) {
    const isClosed = additionalProperties === false;
    const readField = (name: string) => read(properties[name], present[name], below);
    return fieldsDomain(Object.keys(properties), { readField, wanted, isClosed });
  }
  if (isRecord(additionalProperties)) {
    const { enum: names } = recordOf(propertyNames);
    if (Array.isArray(names)) {
      const readField = (name: string) => read(additionalProperties, present[name], below);
      return fieldsDomain(names.map(String), { readField, wanted, isClosed: true });
    }
    return { kind: "map", values: read(additionalProperties, Object.values(present)[0], below) };
  }
  // Without a schema each field is what it is.
  const names = Object.keys(present);
  const readField = (name: string) => read({}, present[name], below);
  return fieldsDomain(names, { readField, wanted: names, isClosed: false });
}

function fieldsDomain(
  names: readonly string[],
  { readField, wanted, isClosed }: {
    readonly readField: (name: string) => Domain;
    readonly wanted: readonly unknown[];
    readonly isClosed: boolean;
  },
): FieldsDomain {
  return {
    kind: "fields",
    fields: Object.fromEntries(names.map((name) => [name, readField(name)])),
    optional: names.filter((name) => !wanted.includes(name)),
    isClosed,
  };
}

function numberOr(value: unknown, none: number): number {
  return typeof value === "number" ? value : none;
}
