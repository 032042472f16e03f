// The part of @std/encoding 1.0.11 that Opto uses, typed for the offline link.
export function encodeHex(src: string | Uint8Array | ArrayBuffer): string;
export function decodeHex(src: string): Uint8Array<ArrayBuffer>;
