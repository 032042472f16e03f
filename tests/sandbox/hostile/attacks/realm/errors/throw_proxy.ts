// Tries to throw a proxy whose every trap throws.
// Comes back: thrown /Thrown/
export function attack() { throw new Proxy({}, new Proxy({}, { get() { throw new Error("trap"); } })); }
