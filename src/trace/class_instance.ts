/**
 * Finds class instances in data: in the sandbox they would be records without methods, and copies would share them.
 *
 * @module
 */
import { kindOf } from "../../sandbox/value/kind.ts";

/** A class instance, by its path and the name of its class. */
export interface ClassInstance {
  readonly path: string;
  readonly className: string;
}

/**
 * The first instance of a class in data that the sandbox would receive as something else. Values that it refuses
 * (functions, promises) are none: they fail with a message of their own.
 *
 * @param value plain data, or anything @param path of the value, for the result
 */
export function classInstanceIn(
  value: unknown,
  path: string,
  seen: Set<unknown> = new Set(),
): ClassInstance | undefined {
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  const kind = kindOf(value, true);
  if (typeof kind === "object") {
    const crosses = typeof kindOf(value, false) === "string";
    return crosses ? { path, className: classNameOf(value) } : undefined;
  }
  for (const [key, member] of membersOf(value, kind)) {
    if (typeof member !== "object" || member === null) continue;
    const found = classInstanceIn(member, `${path}${key}`, seen);
    if (found !== undefined) return found;
  }
}

function* membersOf(value: object, kind: string): Iterable<readonly [string, unknown]> {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) yield [`[${index}]`, value[index]];
  } else if (value instanceof Map) {
    for (const [key, item] of value) {
      yield [".key", key];
      yield [`.get(${JSON.stringify(key)})`, item];
    }
  } else if (value instanceof Set) {
    for (const item of value) yield [".item", item];
  } else if (kind === "record" || kind === "bare") {
    for (const key of Object.keys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key);
      yield [isName ? `.${key}` : `[${JSON.stringify(key)}]`, property?.value];
    }
  }
}

function classNameOf(value: object): string {
  const { constructor } = Object.getPrototypeOf(value) ?? {};
  return typeof constructor === "function" && constructor.name !== ""
    ? constructor.name
    : "class without a name";
}
