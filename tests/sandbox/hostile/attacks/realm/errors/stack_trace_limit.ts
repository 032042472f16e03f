// Tries to make each error carry an endless stack.
// Comes back: thrown /deep/
export function attack() { Error.stackTraceLimit = Infinity; function down(n) { if (n === 0) throw new Error("deep"); down(n - 1); } down(3000); }
