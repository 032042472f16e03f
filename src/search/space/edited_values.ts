/**
 * Values of a candidate that change at many places.
 *
 * @module
 */
import { isRecord } from "../../record.ts";
import type { Values } from "../../problem/problem.ts";
import type { Path } from "./places.ts";

/** Values with changes. Each list and record is copied once, so that many changes cost no more than one; the given ones stay. */
export class EditedValues {
  #values: unknown;
  /** The copies, which belong to nobody else. */
  readonly #own = new WeakSet<object>();

  /** Begins without a change. */
  constructor(values: Values) {
    this.#values = values;
  }

  /** The values with all changes so far; further changes may change them. */
  get values(): Values {
    return this.#values as Values; // as: each path begins with a parameter's name
  }

  /** Sets the value at a place; `undefined` leaves out a field. Places beyond the end of a list are none. */
  set(path: Path, value: unknown): void {
    this.#values = this.#replaced(this.#values, path, value);
  }

  #replaced(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
    if (key === undefined) return value;
    const copy = this.#copyOf(whole);
    if (Array.isArray(copy) && !Object.hasOwn(copy, key)) return copy;
    const before = Object.hasOwn(copy, key) ? Reflect.get(copy, key) : undefined;
    const after = this.#replaced(before, rest, value);
    if (after === undefined && !Array.isArray(copy)) Reflect.deleteProperty(copy, key);
    else {
      // A field may be named like a setter of all objects.
      Object.defineProperty(copy, key, {
        ...{ value: after, configurable: true, enumerable: true, writable: true },
      });
    }
    return copy;
  }

  /** A list or record to change; anything else becomes a record. */
  #copyOf(whole: unknown): object {
    if (typeof whole === "object" && whole !== null && this.#own.has(whole)) return whole;
    const copy = Array.isArray(whole) ? [...whole] : isRecord(whole) ? { ...whole } : {};
    this.#own.add(copy);
    return copy;
  }
}
