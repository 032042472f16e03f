/**
 * Readers of unknown data: each checks a claim, and gives it as new data without unknown fields.
 *
 * A reader fails at the first fault, so that a list of a million faults costs no more than one.
 *
 * @module
 */
import { printValue } from "../trace/print_value.ts";

/** Gives a claim as a value, or throws a TypeError that names its path. */
export type Read<Value> = (claim: unknown, path: string) => Value;

/** A field that may be missing. */
interface Optional<Value> {
  readonly optional: Read<Value>;
}

// any: it stands for the type of any field
// deno-lint-ignore no-explicit-any
type Fields = Readonly<Record<string, Read<any> | Optional<any>>>;

type RecordOf<F extends Fields> =
  & { readonly [K in keyof F as F[K] extends Read<unknown> ? K : never]: ValueOf<F[K]> }
  & { readonly [K in keyof F as F[K] extends Read<unknown> ? never : K]?: ValueOf<F[K]> };

type ValueOf<Field> = Field extends Read<infer Value> ? Value
  : Field extends Optional<infer Value> ? Value
  : never;

/** A text. @param most characters of it */
export function text(most: number): Read<string> {
  return (claim, path) => {
    if (typeof claim !== "string") throw refusal(path, "text", claim);
    if (claim.length > most) {
      throw refusal(path, `text of at most ${most} characters`, claim.length);
    }
    return claim;
  };
}

/** A finite number. */
export const finite: Read<number> = (claim, path) => {
  if (typeof claim !== "number" || !Number.isFinite(claim)) {
    throw refusal(path, "a finite number", claim);
  }
  return claim;
};

/** A whole number. @param least the smallest @param most the largest */
export function whole(least: number = 0, most: number = Number.MAX_SAFE_INTEGER): Read<number> {
  return (claim, path) => {
    if (!Number.isSafeInteger(claim) || Number(claim) < least || Number(claim) > most) {
      throw refusal(path, `a whole number from ${least} to ${most}`, claim);
    }
    return Number(claim);
  };
}

/** True or false. */
export const flag: Read<boolean> = (claim, path) => {
  if (typeof claim !== "boolean") throw refusal(path, "true or false", claim);
  return claim;
};

/** One of some texts. */
export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Read<Choice> {
  return (claim, path) => {
    const found = choices.find((choice) => choice === claim);
    if (found === undefined) throw refusal(path, `one of ${choices.join(", ")}`, claim);
    return found;
  };
}

/** A value or null. */
export function nullable<Value>(read: Read<Value>): Read<Value | null> {
  return (claim, path) => claim === null ? null : read(claim, path);
}

/** A value as it is; its reader has checked it before. */
export const anything: Read<unknown> = (claim) => claim;

/** A list. @param item reads each item @param most items of it */
export function list<Value>(item: Read<Value>, most: number): Read<readonly Value[]> {
  return (claim, path) => {
    if (!Array.isArray(claim)) throw refusal(path, "a list", claim);
    if (claim.length > most) throw refusal(path, `a list of at most ${most} items`, claim.length);
    return Array.from(claim, (each, place) => item(each, `${path}[${place}]`));
  };
}

/** Longest name of a field that a task chooses. */
export const maxNameChars = 1_000;

/** Values by name. @param value reads each value @param most number of names */
export function byName<Value>(
  value: Read<Value>,
  most: number,
): Read<Readonly<Record<string, Value>>> {
  return (claim, path) => {
    const entries = Object.entries(fieldsOf(claim, path));
    if (entries.length > most) throw refusal(path, `at most ${most} names`, entries.length);
    return Object.fromEntries(entries.map(([name, each]) => {
      // Code that copies records field by field would set the prototype.
      if (name === "__proto__" || name.length > maxNameChars) {
        throw refusal(path, `names of at most ${maxNameChars} characters`, name);
      }
      return [name, value(each, `${path}.${name}`)];
    }));
  };
}

/** A field that may be missing, or undefined. */
export function optional<Value>(read: Read<Value>): Optional<Value> {
  return { optional: read };
}

/** A record with these fields; others are left out. */
export function record<const F extends Fields>(fields: F): Read<RecordOf<F>> {
  const readers = Object.entries(fields);
  return (claim, path) => {
    const given = fieldsOf(claim, path);
    const made: [string, unknown][] = [];
    for (const [name, field] of readers) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      const at = path === "" ? name : `${path}.${name}`;
      if (typeof field === "function") made.push([name, field(value, at)]);
      else if (value !== undefined) made.push([name, field.optional(value, at)]);
    }
    return Object.fromEntries(made) as RecordOf<F>; // as: one field for each reader
  };
}

/** One of several shapes, told apart by the field `kind`. */
export function tagged<const Shapes extends Readonly<Record<string, Read<object>>>>(
  shapes: Shapes,
): Read<
  { [K in keyof Shapes & string]: { readonly kind: K } & ValueOf<Shapes[K]> }[
    & keyof Shapes
    & string
  ]
> {
  const kinds = oneOf(...Object.keys(shapes));
  return (claim, path) => {
    const { kind: given } = fieldsOf(claim, path);
    const kind = kinds(given, `${path}.kind`);
    const read = shapes[kind]!; // it is one of them
    return { kind, ...read(claim, path) } as never; // as: the shape of this kind
  };
}

/** The fields of a record. @throws {TypeError} when it is none */
export function fieldsOf(claim: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof claim !== "object" || claim === null || Array.isArray(claim)) {
    throw refusal(path, "a record", claim);
  }
  return claim as Readonly<Record<string, unknown>>; // as: checked above
}

/** The error of a claim that has another shape. */
export function refusal(path: string, as: string, received: unknown): TypeError {
  const shown = typeof received === "string" ? received.slice(0, 200) : received;
  return new TypeError(
    `Cannot read "${path || "message"}" as ${as}: received ${printValue(shown, 100)}`,
  );
}
