// Tries to catch arrays that built-ins make.
// Comes back: value /^held$/
export function attack() { Object.defineProperty(Array, Symbol.species, { get() { throw new Error("species"); } }); Object.defineProperty(Array.prototype, "0", { set() { throw new Error("set"); } }); return "held"; }
