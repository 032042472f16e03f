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

/** Numbers that need seven digits only, as text half as long. */
export function packedShort(numbers: ArrayLike<number>): string {
  return new Uint8Array(new Float32Array(numbers).buffer).toBase64();
}

/** The numbers of such a text. */
export function unpackedShort(text: string): Float64Array {
  return new Float64Array(new Float32Array(Uint8Array.fromBase64(text).buffer));
}
