/**
 * A regular expression as data: the host compiles no pattern from a sandbox.
 *
 * @module
 */
import { freeze } from "../primordials.ts";

const brand: unique symbol = Symbol.for("opto.regexp") as never; // a registered symbol has no literal type

/**
 * A regular expression that was not compiled: some patterns take gigabytes to compile. Compile it with `new
 * RegExp(source, flags)` when its origin is trusted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeValue, encodeValue } from "@opto/opto/trace";
 * const { source, flags } = decodeValue(encodeValue(/a+/gi)) as { source: string; flags: string };
 * assertEquals([source, flags], ["a+", "gi"]);
 * ```
 */
export class RegExpData {
  /** Its pattern, without slashes. */
  readonly source: string;
  /** Its flags, as in `gi`. */
  readonly flags: string;

  /** Makes a frozen record. @param source its pattern @param flags its flags */
  constructor(source: string, flags: string) {
    this.source = source;
    this.flags = flags;
    freeze(this);
  }

  /** Always true; brands this class across copies of the library. */
  get [brand](): true {
    return true;
  }

  /** As a literal: `/a+/gi`. */
  toString(): string {
    return `/${this.source}/${this.flags}`;
  }
}

/** Whether a value is a `RegExpData`, of any copy of the library. */
export function isRegExpData(value: object): value is RegExpData {
  return brand in value;
}
