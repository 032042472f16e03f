// Tries to replace the errors that trusted code throws.
// Comes back: value|thrown|refused /./
export function attack() { globalThis.TypeError = class { constructor() { throw "FORGED"; } }; RangeError.prototype.constructor = null; return () => 1; }
