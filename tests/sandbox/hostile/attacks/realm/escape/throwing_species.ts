// Tries to break the reply by throwing while trusted code waits for its promise.
// Comes back: thrown /species/
export function attack() { const p = Promise.resolve(1); p.constructor = { get [Symbol.species]() { throw new Error("species"); } }; return p; }
