/**
 * Packs numbers as text, exactly and shorter than as decimals.
 *
 * @module
 */

/** The numbers as text, in base64. */
export function packed(numbers: ArrayLike<number>): string {
  return new Uint8Array(new Float64Array(numbers).buffer).toBase64();
}

/** The numbers of such a text. */
export function unpacked(text: string): Float64Array {
  return new Float64Array(Uint8Array.fromBase64(text).buffer);
}
