// Tries to see trusted code's objects through Reflect and Object.
// Comes back: value /^held$/
export function attack() { for (const [o, n] of [[Reflect, "apply"], [Reflect, "construct"], [Object, "keys"], [Object, "defineProperty"], [Object, "getPrototypeOf"], [Array, "isArray"], [Object, "create"]]) o[n] = () => { throw new Error("poisoned"); }; return "held"; }
