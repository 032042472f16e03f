/**
 * The bounded text that stands for a value that was not kept.
 *
 * @module
 */
const brand: unique symbol = Symbol.for("opto.preview") as never; // a registered symbol has no literal type

/**
 * Stands for a value of which only a bounded text was kept.
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
  /** The kind of the value that is missing. */
  readonly type: string;
  /** How it began. */
  readonly text: string;

  /** Use `decodeValue` instead. @param type kind of the value @param text how it printed */
  constructor(type: string, text: string) {
    this.type = type;
    this.text = text;
  }

  /** True, in every copy of the library. */
  get [brand](): true {
    return true;
  }
}

/** Whether a value is a preview, made by this or another copy of the library. */
export function isPreview(value: object): value is ValuePreview {
  return brand in value;
}
