/**
 * The shape of a function's declared result, and what is wrong with a value of another shape.
 *
 * @module
 */
import { printValue } from "../trace/print_value.ts";
import { valueKind } from "../trace/value.ts";

/** A type as plain data; `any` for whatever it does not describe. */
export type ResultShape =
  | { readonly kind: "any" }
  /** One of `valueKind`'s words: `number`, `string`, `boolean`, `bigint`, `null`, `undefined`, `record`, `array`. */
  | { readonly kind: "of"; readonly of: string }
  | { readonly kind: "one"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly item: ResultShape }
  | { readonly kind: "tuple"; readonly items: readonly ResultShape[] }
  | { readonly kind: "fields"; readonly fields: Readonly<Record<string, ResultShape>> }
  | { readonly kind: "either"; readonly shapes: readonly ResultShape[] };

/** The shape of every value. */
export const anyResult: ResultShape = { kind: "any" };

/** Items of a list that are looked at. */
const maxItems = 50;

/**
 * Why a value has another shape, cause first: `it returned undefined instead of a number`. Undefined when it fits.
 */
export function shapeFault(value: unknown, shape: ResultShape): string | undefined {
  const found = misfit(value, shape, "");
  if (found === undefined) return undefined;
  const { path, part, wanted } = found;
  const printed = printValue(part, 60);
  const kind = valueKind(part);
  const what = printed === kind ? printed : `${printed} (${kind})`;
  return path === ""
    ? `it returned ${what} instead of ${nameOf(wanted)}`
    : `it returned ${printValue(value, 60)}, whose ${path} is ${what} instead of ${nameOf(wanted)}`;
}

interface Misfit {
  readonly path: string;
  readonly part: unknown;
  readonly wanted: ResultShape;
}

function misfit(value: unknown, shape: ResultShape, path: string): Misfit | undefined {
  const wrong: Misfit = { path, part: value, wanted: shape };
  switch (shape.kind) {
    case "any":
      return undefined;
    case "of":
      return valueKind(value) === shape.of ? undefined : wrong;
    case "one":
      return value === shape.value ? undefined : wrong;
    case "list":
      if (!Array.isArray(value)) return ArrayBuffer.isView(value) ? undefined : wrong;
      return firstOf(
        value.slice(0, maxItems).map((item, i) => () => misfit(item, shape.item, `${path}[${i}]`)),
      );
    case "tuple":
      if (!Array.isArray(value) || value.length !== shape.items.length) return wrong;
      return firstOf(
        shape.items.map((item, i) => () => misfit(value[i], item, `${path}[${i}]`)),
      );
    case "fields": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong;
      const record = value as Readonly<Record<string, unknown>>; // as: an object
      return firstOf(
        Object.entries(shape.fields).map(([name, field]) => () =>
          misfit(record[name], field, `${path}.${name}`)
        ),
      );
    }
    case "either":
      return shape.shapes.some((each) => misfit(value, each, path) === undefined)
        ? undefined
        : wrong;
    default:
      return shape satisfies never;
  }
}

function firstOf(checks: readonly (() => Misfit | undefined)[]): Misfit | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
}

/** A shape in words: `a number`, `[number, number]`, `{ x, y }`. */
function nameOf(shape: ResultShape): string {
  switch (shape.kind) {
    case "any":
      return "a value";
    case "of":
      return /^(?:null|undefined)$/.test(shape.of)
        ? shape.of
        : `${/^[aeiou]/.test(shape.of) ? "an" : "a"} ${shape.of}`;
    case "one":
      return JSON.stringify(shape.value);
    case "list":
      return "an array";
    case "tuple":
      return `an array of ${shape.items.length}`;
    case "fields":
      return `a record { ${Object.keys(shape.fields).join(", ")} }`;
    case "either":
      return shape.shapes.map(nameOf).join(" or ");
    default:
      return shape satisfies never;
  }
}

/** A shape that a process claims; any value for what has no known shape. */
export function shapeClaim(claim: unknown, depth = 0): ResultShape {
  if (typeof claim !== "object" || claim === null || depth > maxDepth) return anyResult;
  const { kind, of, value, item, items, fields, shapes } = claim as Record<string, unknown>; // as: an object
  const inner = (each: unknown) => shapeClaim(each, depth + 1);
  switch (kind) {
    case "of":
      return typeof of === "string" ? { kind, of } : anyResult;
    case "one":
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? { kind, value }
        : anyResult;
    case "list":
      return { kind, item: inner(item) };
    case "tuple":
      return Array.isArray(items) ? { kind, items: items.map(inner) } : anyResult;
    case "fields":
      return typeof fields === "object" && fields !== null
        ? {
          kind,
          fields: Object.fromEntries(
            Object.entries(fields).map(([name, field]) => [name, inner(field)]),
          ),
        }
        : anyResult;
    case "either":
      return Array.isArray(shapes) ? { kind, shapes: shapes.map(inner) } : anyResult;
    default:
      return anyResult;
  }
}

/** Levels of a shape. */
export const maxDepth = 8;
