// Tries to pass for a promise, to be counted twice.
// Comes back: thrown /TypeError/
export function attack() { return Object.create(Promise.prototype); }
