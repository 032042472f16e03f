/**
 * Makes a variation of a number, a choice, or a list or record of such.
 *
 * @module
 */
import { isRecord } from "../../record.ts";
import { chance, drawIndex, drawMagnitude, drawNormal, pick, type Random } from "../draw.ts";
import { roundedTo } from "../numbers/rounded_to.ts";

/** A JSON Schema; only the keywords used here are read. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The step from one value to another, times a factor. */
export interface Direction<T = unknown> {
  readonly from: T;
  readonly to: T;
  readonly factor: number;
}

/** How a value is varied. */
export interface MutateValueOptions {
  readonly schema: JsonSchema;
  /** The step that numbers take; numbers with a step of zero are drawn anew. @default undefined: drawn */
  readonly direction?: Direction | undefined;
  readonly random: Random;
}

/** A value near the given one, within its schema; the same value when nothing about it can be changed. */
export function mutateValue(value: unknown, options: MutateValueOptions): unknown {
  const { schema, direction, random } = options;
  const choices = choicesOf(schema, value);
  if (choices) return pick(random, choices.filter((choice) => choice !== value)) ?? value;
  if (typeof value === "number") return mutateNumber(value, options);
  if (Array.isArray(value)) {
    const place = drawIndex(random, value.length);
    return value.map((item, index) =>
      index !== place ? item : mutateValue(item, {
        random,
        schema: schemaOf(schema.items),
        direction: direction && below(direction, place),
      })
    );
  }
  if (isRecord(value)) {
    const field = pick(random, Object.keys(value));
    if (field === undefined) return value;
    const inner = {
      random,
      schema: schemaOf(isRecord(schema.properties) ? schema.properties[field] : undefined),
      direction: direction && below(direction, field),
    };
    return { ...value, [field]: mutateValue(value[field], inner) };
  }
  return value;
}

/** Whether `mutateValue` can change anything about a value: texts need choices. */
export function isMutable(value: unknown, schema: JsonSchema): boolean {
  const choices = choicesOf(schema, value);
  if (choices) return choices.some((choice) => choice !== value);
  if (typeof value === "number") return true;
  if (Array.isArray(value)) return value.some((item) => isMutable(item, schemaOf(schema.items)));
  if (!isRecord(value)) return false;
  const { properties } = schema;
  return Object.entries(value).some(([field, item]) =>
    isMutable(item, schemaOf(isRecord(properties) ? properties[field] : undefined))
  );
}

/** A direction's part for an item or a field. */
function below({ from, to, factor }: Direction, key: string | number): Direction {
  const part = (value: unknown): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return { from: part(from), to: part(to), factor };
}

/** The values a schema lists; `undefined` when they cannot be listed. */
function choicesOf(schema: JsonSchema, value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  if ("const" in schema) return [schema.const];
  if (Array.isArray(schema.anyOf)) {
    const each = schema.anyOf.map((member) => choicesOf(schemaOf(member), undefined));
    return each.every((choices) => choices !== undefined) ? each.flat() : undefined;
  }
  return typeof value === "boolean" || schema.type === "boolean" ? [true, false] : undefined;
}

/**
 * A step in the given direction, or else one whose size is drawn from many orders of magnitude, so that near and far
 * values are both tried without a step size to adapt.
 */
function mutateNumber(value: number, { schema, direction, random }: MutateValueOptions): number {
  const least = boundOf(schema.minimum, schema.exclusiveMinimum, -Infinity);
  const most = boundOf(schema.maximum, schema.exclusiveMaximum, Infinity);
  const isWhole = schema.type === "integer";
  const range = Number.isFinite(most - least) ? most - least : Math.max(1, Math.abs(value)) * 4;
  const { from, to, factor } = direction ?? { from: undefined, to: undefined, factor: 0 };
  const isPositive = least >= 0 && value > 0;

  let next: number;
  if (typeof from === "number" && typeof to === "number" && from !== to) {
    next = value + (to - from) * factor;
  } else if (isPositive && most / Math.max(least, most * 1e-9) > 100 && chance(random, 0.5)) {
    next = value * Math.exp(drawNormal(random) * drawMagnitude(random, 0.01, 2));
  } else {
    next = value + drawNormal(random) * range * drawMagnitude(random, 1e-4, 0.5);
  }
  if (isWhole) {
    next = Math.round(next);
    if (next === value) next += chance(random, 0.5) ? 1 : -1;
  }
  return withinBounds(next, least, most, { schema, isWhole, value });
}

function withinBounds(
  next: number,
  least: number,
  most: number,
  { schema, isWhole, value }: { schema: JsonSchema; isWhole: boolean; value: number },
): number {
  const step = typeof schema.multipleOf === "number" ? schema.multipleOf : undefined;
  const stepped = step === undefined ? next : Math.round(next / step) * step;
  // More digits than those of the move make values hard to read; fewer would leave values out of reach.
  const readable = isWhole || step !== undefined
    ? stepped
    : roundedTo(stepped, Math.abs(next - value) * 1e-4);
  const clamped = Math.min(most, Math.max(least, readable));
  const isExcluded = clamped === schema.exclusiveMinimum || clamped === schema.exclusiveMaximum;
  return isExcluded || !Number.isFinite(clamped) ? value : clamped;
}

function boundOf(inclusive: unknown, exclusive: unknown, none: number): number {
  if (typeof inclusive === "number") return inclusive;
  return typeof exclusive === "number" ? exclusive : none;
}

function schemaOf(value: unknown): JsonSchema {
  return isRecord(value) ? value : {};
}
