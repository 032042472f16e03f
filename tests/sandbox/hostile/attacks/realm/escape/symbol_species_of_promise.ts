// Tries to catch trusted reactions through the species of the promise it returns.
// Comes back: value|thrown /held|species/
export function attack() { const seen = []; const p = Promise.resolve("held"); p.constructor = { [Symbol.species]: class { constructor(run) { run((v) => seen.push(v), (v) => seen.push(v)); } } }; p.seen = seen; return p; }
