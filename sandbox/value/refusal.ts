/**
 * The reason why a value cannot be written or read.
 *
 * @module
 */

/**
 * Thrown for a value that cannot be encoded, or text that cannot be decoded. Not an `Error`: those run hooks of
 * their realm.
 */
export class ValueRefusal {
  /** A clause that begins with the place of the value, as in `result.items[3] is a function`. */
  readonly reason: string;

  /** @param reason a clause that begins with the place of the value */
  constructor(reason: string) {
    this.reason = reason;
  }
}
