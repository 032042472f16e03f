/**
 * The bounded text of a value that is not available.
 *
 * @module
 */
const brand: unique symbol = Symbol.for("opto.preview") as never; // a registered symbol has no literal type

/**
 * A bounded text in place of a value.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { decodeValue, encodeValue, ValuePreview } from "@opto/opto/trace";
 *
 * const value = decodeValue(encodeValue(() => 1));
 * assert(value instanceof ValuePreview);
 * assertEquals(value.type, "function");
 * ```
 */
export class ValuePreview {
  /** The kind of the value. */
  readonly type: string;
  /** The start of its printed text. */
  readonly text: string;

  /** Use `decodeValue` instead. @param type kind of the value @param text its printed text */
  constructor(type: string, text: string) {
    this.type = type;
    this.text = text;
  }

  /** Always true; brands this class across copies of the library. */
  get [brand](): true {
    return true;
  }
}

/** Whether a value is a `ValuePreview`, of any copy of the library. */
export function isPreview(value: object): value is ValuePreview {
  return brand in value;
}
