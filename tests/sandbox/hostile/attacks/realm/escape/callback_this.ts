// Tries to get the receiver of trusted code in a getter of its arguments.
// Comes back: value /^held$/
export function attack(aim) { let foreign = false; Object.defineProperty(Object.prototype, "then", { configurable: true, get() { if (!(this instanceof Object) && typeof this === "object") foreign = true; return undefined; } }); const p = Promise.resolve(aim); delete Object.prototype.then; return foreign ? "ESCAPED" : "held"; }
