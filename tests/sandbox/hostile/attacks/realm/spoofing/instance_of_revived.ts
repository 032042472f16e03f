// Tries a regular expression and an error whose parts lie.
// Comes back: value|thrown|refused /./
export function attack() { const r = /x/; Object.defineProperty(r, "source", { get: () => "(" }); Object.defineProperty(RegExp.prototype, "flags", { get: () => "zzz" }); return r; }
