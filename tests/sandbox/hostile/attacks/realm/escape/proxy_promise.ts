// Tries to pass for a promise by a trap.
// Comes back: thrown|refused /TypeError/
export function attack() { return new Proxy({}, { getPrototypeOf: () => Promise.prototype }); }
