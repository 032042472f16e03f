// Tries to throw nothing at all.
// Comes back: thrown /^Thrown: null$/
export function attack() { throw null; }
