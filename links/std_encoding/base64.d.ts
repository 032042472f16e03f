// The part of @std/encoding 1.0.11 that Opto uses, typed for the offline link.
export function encodeBase64(data: ArrayBuffer | Uint8Array | string): string;
export function decodeBase64(b64: string): Uint8Array<ArrayBuffer>;
